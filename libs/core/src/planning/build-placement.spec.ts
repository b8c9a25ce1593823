import { aNicRequest, anInventory, aPf, aVf, aVmRequest } from '@iopath/testing';
import type { Inventory } from '../inventory/inventory';
import type { NicPathName } from '../io-path/io-path';
import type { VmRequest } from '../request/vm-request';
import { aDrive, fleetOf, placed } from '../spec-plans';
import type { Placement } from './decision';

function placement(path: NicPathName, inventory: Partial<Inventory> = {}, changes: Partial<VmRequest> = {}): Placement {
  const nics = [aNicRequest({ name: 'data', paths: [path], bandwidthMbps: 2_000, packetRateKpps: 300 })];
  return placed(aVmRequest({ disks: [], nics, ...changes }), fleetOf({ 'compute-1': inventory }));
}

const image = (osId: string | null) => ({ image: { osId, properties: {} } });
const flavor = (extraSpecs: Readonly<Record<string, string>>) => ({ flavor: { ...aVmRequest().flavor, extraSpecs } });

describe('what an answer assumes', () => {
  it.each<[string, NicPathName, Partial<Inventory>, Partial<VmRequest>, readonly string[]]>([
    ['nothing where all is known', 'vhost_net', {}, image('ubuntu24.04'), []],
    [
      'the virtio driver of a system that nobody named',
      'vhost_net',
      {},
      image(null),
      ['the image has the virtio_net driver'],
    ],
    ['the driver of a VF', 'sriov_vf', {}, image('plan9'), ['plan9 has the driver for mlx5_core devices']],
    [
      'that of a PF, by its vendor where the driver is not known',
      'pci_passthrough',
      { pfs: [aPf(0, { driver: null })] },
      image('plan9'),
      ['plan9 has the driver for 15b3 devices'],
    ],
    ['the driver of an emulated NIC', 'emulated', {}, image('plan9'), ['plan9 has the e1000 driver']],
    [
      'that a host is without vhost-net',
      'virtio',
      { vhost: { net: null, user: null, vdpa: null } },
      image('ubuntu24.04'),
      ['compute-1 has no vhost-net, which is not known'],
    ],
    ['not so where it is known', 'virtio', { vhost: { net: false, user: null, vdpa: null } }, image('ubuntu24.04'), []],
    [
      'room on a disk that the inventory does not tell',
      'vhost_net',
      { localDisk: null },
      image('ubuntu24.04'),
      ['disk space of compute-1, which is not known'],
    ],
    [
      'none for a VM without a local disk',
      'vhost_net',
      { localDisk: null },
      { ...image('ubuntu24.04'), flavor: { ...aVmRequest().flavor, diskGib: 0 } },
      [],
    ],
  ])('is %s', (_case, path, inventory, request, expected) => {
    const words = /^(the image|plan9) has|vhost-net|disk space/;

    expect(placement(path, inventory, request).facts.assumed.filter((text) => words.test(text))).toEqual(expected);
  });

  it.each([
    ['virtio_blk', 'plan9 has the virtio_blk driver'],
    ['virtio_scsi', 'plan9 has the virtio_scsi driver'],
  ] as const)('is the driver of a disk on %s', (path, text) => {
    const disks = [{ name: 'root', iops: null, throughputMibps: null, latency: null, paths: [path] }];

    expect(placement('vhost_net', {}, { ...image('plan9'), disks }).facts.assumed).toContain(text);
  });
});

describe('queues of a VF that the host does not tell', () => {
  const X520 = { vendorId: '8086', productId: '10fb', driver: 'ixgbe' } as const;
  const vf = { ...aVf(), vendorId: '8086', productId: '10ed' };

  it('are those that are usual of the NIC, and the answer says so', () => {
    const silent = { pfs: [aPf(1, { ...X520, vfs: [{ ...vf, queues: null }] })] };

    expect(placement('sriov_vf', silent).facts.assumed).toContain(
      'a VF of 82599, X520 (10G) on compute-1 has 1 queue pair, which is not known',
    );
    expect(placement('sriov_vf', silent).nics[0]?.queues).toBe(1);
  });

  it('are not assumed where the host tells them, or the path takes none of a VF', () => {
    const words = /queue pair/;
    const telling = { pfs: [aPf(1, { ...X520, vfs: [{ ...vf, queues: 2 }] })] };
    const silent = { pfs: [aPf(1, { ...X520, vfs: [{ ...vf, queues: null }] })] };

    expect(placement('sriov_vf', telling).facts.assumed.filter((text) => words.test(text))).toEqual([]);
    expect(placement('vhost_net', silent).facts.assumed.filter((text) => words.test(text))).toEqual([]);
  });

  it('are not assumed of a NIC whose queues nobody confirmed', () => {
    const silent = { pfs: [aPf(1, { vfs: [aVf({ queues: null })] })] };

    expect(placement('sriov_vf', silent).facts.assumed.filter((text) => /queue pair/.test(text))).toEqual([]);
  });
});

describe('what a placement takes', () => {
  it('is a VF or the PF, for the NIC of that name, with what it is promised', () => {
    const promise = {
      device: 'data',
      numaNode: 0,
      physicalNetwork: 'physnet1',
      bandwidthMbps: 2_000,
      packetRateKpps: 300,
    };
    const [pf] = anInventory().pfs;

    expect(placement('sriov_vf').devices).toEqual([
      { ...promise, kind: 'vf', address: pf?.vfs[0]?.address, pfAddress: pf?.address },
    ]);
    expect(placement('pci_passthrough', { pfs: [aPf(0)] }).devices).toEqual([
      { ...promise, kind: 'pf', address: pf?.address, pfAddress: pf?.address },
    ]);
    expect(placement('vhost_net').devices).toEqual([]);
  });

  it('is the devices that the flavor names by alias, each by its kind', () => {
    const wanted = flavor({ 'pci_passthrough:alias': 'nvme:1' });
    const devices = [
      aDrive(),
      aDrive({ deviceType: 'type-PF' }),
      aDrive({ deviceType: 'type-VF', pfAddress: '0000:5f:00.0' }),
    ].flatMap((device) => placement('vhost_net', { pciDevices: [device] }, wanted).devices);

    expect(devices).toMatchObject([
      { device: 'nvme#0', kind: 'pci', address: '0000:5e:00.0', pfAddress: null, numaNode: 0, bandwidthMbps: 0 },
      { device: 'nvme#0', kind: 'pf', address: '0000:5e:00.0', pfAddress: '0000:5e:00.0' },
      { device: 'nvme#0', kind: 'vf', address: '0000:5e:00.0', pfAddress: '0000:5f:00.0' },
    ]);
  });
});
