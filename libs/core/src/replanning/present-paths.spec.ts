import { presentPaths } from './present-paths';
import { aVmRequest } from '@iopath/testing';

const REQUEST = aVmRequest();
const [nic] = REQUEST.nics;
const [disk] = REQUEST.disks;
const NIC = nic?.name ?? '';
const DISK = disk?.name ?? '';

describe('the paths by which a VM runs where it is', () => {
  it('are those that were kept, where they agree with its devices', () => {
    const kept = { nics: { [NIC]: 'sriov_vf_switchdev' }, disks: { [DISK]: 'virtio_scsi' } } as const;

    expect(presentPaths(REQUEST, kept, { [NIC]: 'vf' })).toEqual(kept);
  });

  it('are assumed by its devices where nothing was kept of its move', () => {
    const kept = { nics: { [NIC]: 'sriov_vf' }, disks: {} } as const;

    expect(presentPaths(REQUEST, kept, {}).nics[NIC]).toBe('vhost_net');
    expect(presentPaths(REQUEST, { nics: {}, disks: {} }, { [NIC]: 'pf' }).nics[NIC]).toBe('pci_passthrough');
  });

  it('are assumed among those that the request allows', () => {
    const narrowed = { ...REQUEST, nics: REQUEST.nics.map((one) => ({ ...one, paths: ['virtio'] as const })) };

    expect(presentPaths(narrowed, { nics: {}, disks: {} }, {}).nics[NIC]).toBe('virtio');
  });
});
