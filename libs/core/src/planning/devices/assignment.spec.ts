import { aNicRequest, aNumaNode, aPf, aVmRequest } from '@iopath/testing';
import type { Inventory, PhysicalFunction } from '../../inventory/inventory';
import type { NicRequest } from '../../request/vm-request';
import { fleetOf, range } from '../../spec-plans';
import { planRequest } from '../plan-request';

/** The n-th NIC of the host, with VFs of its own. */
function nic(n: number, vfs: number, changes: Partial<PhysicalFunction> = {}): PhysicalFunction {
  const bus = `0000:${n}b`;
  return aPf(vfs, {
    address: `${bus}:00.0`,
    iommuGroup: 100 * n,
    vfs: aPf(vfs).vfs.map((vf, i) => ({ ...vf, address: `${bus}:01.${i}`, iommuGroup: 100 * n + i + 1 })),
    ...changes,
  });
}

/** The PFs of the NICs, in the request's order; null where there is no valid host. */
function pfsOf(nics: readonly Partial<NicRequest>[], inventory: Partial<Inventory>, pinned = false) {
  const request = aVmRequest({
    disks: [],
    flavor: { vcpus: 2, ramMib: 2_048, diskGib: 20, extraSpecs: pinned ? { 'hw:cpu_policy': 'dedicated' } : {} },
    nics: nics.map((wish, i) => aNicRequest({ name: `nic${i}`, paths: ['sriov_vf'], ...wish })),
  });
  const { decision } = planRequest(request, fleetOf({ 'compute-1': inventory }), { release: '2025.1' });
  if (decision.status !== 'ready') return null;
  return decision.members[0]?.devices.map(({ pfAddress }) => pfAddress);
}

describe('the NICs of one VM', () => {
  const wide = { bandwidthMbps: 15_000 };

  it('share a PF only while its link carries what they ask for together', () => {
    expect(pfsOf([wide, { bandwidthMbps: 10_000 }], { pfs: [nic(1, 4)] })).toEqual(['0000:1b:00.0', '0000:1b:00.0']);
    expect(pfsOf([wide, { bandwidthMbps: 10_001 }], { pfs: [nic(1, 4)] })).toBeNull();
  });

  it('go to two PFs when one cannot carry them', () => {
    const pfs = pfsOf([wide, wide], { pfs: [nic(1, 4), nic(2, 4)] });

    expect(new Set(pfs)).toEqual(new Set(['0000:1b:00.0', '0000:2b:00.0']));
  });

  it('are looked for anew when an earlier one took what a later one alone needs', () => {
    const pfs = [nic(1, 1), nic(2, 1, { linkSpeedMbps: 10_000 })];

    expect(pfsOf([{ bandwidthMbps: 1_000 }, { bandwidthMbps: 20_000 }], { pfs })).toEqual([
      '0000:2b:00.0',
      '0000:1b:00.0',
    ]);
  });

  it('go to the PF with the lower address, when both serve as well, whatever the order of the document', () => {
    expect(pfsOf([{}], { pfs: [nic(2, 4), nic(1, 4)] })).toEqual(['0000:1b:00.0']);
  });
});

describe('a whole PF near the guest (nova/pci/stats.py: NUMA before unrequested PFs)', () => {
  const far = nic(2, 2, { numaNode: 1 });
  /** Guests can be pinned on node 0 alone. */
  const host = (near: PhysicalFunction): Partial<Inventory> => ({
    cpuDedicatedSet: range(2, 16),
    cpuSharedSet: [0, 1, ...range(16, 32)],
    numaNodes: [
      aNumaNode({ id: 0, cpus: range(0, 16), distances: [10, 21] }),
      aNumaNode({ id: 1, cpus: range(16, 32), distances: [21, 10] }),
    ],
    pfs: [near, far],
  });
  const asked = [{ numaAffinityPolicy: 'preferred' as const }];

  it('keeps a port from the VFs farther away, though it has none', () => {
    expect(pfsOf(asked, host(nic(1, 0, { numaNode: 0 })), true)).toBeNull();
    expect(pfsOf(asked, host(nic(1, 0, { numaNode: 0, physicalNetwork: 'PHYSNET1' })), true)).toBeNull();
  });

  it.each<[string, PhysicalFunction]>([
    ['on another network', nic(1, 0, { numaNode: 0, physicalNetwork: 'physnet2' })],
    [
      'one VF of which is in use',
      nic(1, 1, { numaNode: 0, vfs: nic(1, 1).vfs.map((vf) => ({ ...vf, state: 'in_use_externally' as const })) }),
    ],
    ['as far as the VFs', nic(1, 0, { numaNode: 1 })],
  ])('does not, %s', (_case, near) => {
    expect(pfsOf(asked, host(near), true)).toEqual(['0000:2b:00.0']);
  });
});
