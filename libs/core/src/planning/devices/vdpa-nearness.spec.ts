import { aNicRequest, aNumaNode, aPf, aVmRequest } from '@iopath/testing';
import type { Inventory } from '../../inventory/inventory';
import type { NicPathName } from '../../io-path/io-path';
import { fleetOf, OFFLOAD_HOST, range } from '../../spec-plans';
import { planRequest } from '../plan-request';

const [plain, , vdpa] = OFFLOAD_HOST.pfs?.[0]?.vfs ?? [];

/** A host on whose node 0 alone guests can be pinned: a vDPA device beside it, a plain VF on the other node. */
const HOST: Partial<Inventory> = {
  ...OFFLOAD_HOST,
  cpuDedicatedSet: range(2, 16),
  cpuSharedSet: [0, 1, ...range(16, 32)],
  numaNodes: [
    aNumaNode({ id: 0, cpus: range(0, 16), distances: [10, 21] }),
    aNumaNode({ id: 1, cpus: range(16, 32), distances: [21, 10] }),
  ],
  pfs: [
    aPf(1, { numaNode: 0, eswitchMode: 'switchdev', vfs: vdpa === undefined ? [] : [vdpa] }),
    aPf(1, {
      address: '0000:af:00.0',
      numaNode: 1,
      iommuGroup: 80,
      eswitchMode: 'switchdev',
      vfs: plain === undefined ? [] : [{ ...plain, address: '0000:af:00.2', iommuGroup: 81 }],
    }),
  ],
};

function status(path: NicPathName, inventory: Partial<Inventory>): string {
  const request = aVmRequest({
    disks: [],
    flavor: { ...aVmRequest().flavor, extraSpecs: { 'hw:cpu_policy': 'dedicated' } },
    nics: [aNicRequest({ paths: [path], numaAffinityPolicy: 'preferred' })],
  });
  return planRequest(request, fleetOf({ 'compute-1': inventory }), { release: '2025.1' }).decision.status;
}

/* Each outcome is that of Nova's own PCI statistics and NUMA filter, run on the same pools. */
describe('a VF with a vDPA device near the guest (nova/pci/stats.py: NUMA before unrequested vDPA)', () => {
  it('keeps a direct port from the VFs farther away, however lenient the policy', () => {
    expect(status('sriov_vf_switchdev', HOST)).toBe('no_valid_host');
  });

  it('does not, where there is none', () => {
    const [, far] = HOST.pfs ?? [];

    expect(status('sriov_vf_switchdev', { ...HOST, pfs: far === undefined ? [] : [far] })).toBe('ready');
  });

  it('serves a vDPA port', () => {
    expect(status('vdpa', HOST)).toBe('ready');
  });

  it('may be far from the guest, and no near PF keeps the port from it: the port asks for its type', () => {
    const pfs = HOST.pfs?.map((pf) => ({ ...pf, numaNode: pf.numaNode === 0 ? 1 : 0 })) ?? [];

    expect(status('vdpa', { ...HOST, pfs })).toBe('ready');
  });
});
