import { aFloatingClaim, aHeldVf, anInventory, aNumaNode, aPf, aPinnedClaim, aVf, inventories } from '@iopath/testing';
import fc from 'fast-check';
import type { Inventory } from '../inventory';
import { describeInventoryChange } from './describe-inventory-change';
import type { TouchableHold } from './touched-hold';
import { mayTouch, touchedHolds } from './touched-holds';

const PF = '0000:3b:00.0';
const GIB = 1_048_576;
const vfs = Array.from({ length: 4 }, (_, index) => aVf({ index, address: `0000:3b:01.${index}` }));
const nic = aPf(4, { address: PF, ifname: 'ens1f0', linkState: 'up', vfs });
const node = aNumaNode({
  pages: [
    { sizeKib: 4, total: 1_000_000 },
    { sizeKib: GIB, total: 16 },
  ],
});
const before = anInventory({ numaNodes: [node], pfs: [nic] });

function aHold(name: string, changes: Partial<TouchableHold> = {}, vf?: number): TouchableHold {
  const held = changes.state !== 'recommended';
  const address = vf === undefined ? null : `0000:3b:01.${vf}`;
  const device = address === null ? [] : [{ ...aHeldVf(address), allocationId: held ? `allocation of ${name}` : null }];
  return {
    recommendationId: `recommendation of ${name}`,
    vmName: name,
    member: 0,
    projectId: 'p1',
    state: 'confirmed',
    reservationId: held ? `reservation of ${name}` : null,
    serverId: 'server-1',
    compute: aFloatingClaim(),
    devices: device,
    nicPaths: [],
    ...changes,
  };
}

function inPages(memoryMib: number): TouchableHold['compute'] {
  const [cell] = aPinnedClaim([1]).cells;
  return { cells: cell === undefined ? [] : [{ ...cell, memoryMib, pageSizeKib: GIB }] };
}

/** `kind id: why` of everything touched. */
function touched(after: Partial<Inventory>, holds: readonly TouchableHold[]): readonly string[] {
  const now = { ...before, ...after };
  const changes = describeInventoryChange(before, now);
  return touchedHolds({ changes, before, after: now, holds }).flatMap(({ id, reasons }) =>
    reasons.map(({ code, text }) => `${id}: ${code}: ${text}`),
  );
}

describe('what a change of the inventory touches', () => {
  it('is the allocation whose VF is gone, and not that of its neighbour', () => {
    const holds = [aHold('db', {}, 3), aHold('web', {}, 0)];

    expect(touched({ pfs: [{ ...nic, vfs: vfs.slice(0, 3) }] }, holds)).toEqual([
      'allocation of db: vf.gone: It holds VF 0000:3b:01.3 of PF 0000:3b:00.0, which is gone.',
    ]);
  });

  it('is every allocation on a PF that lost its link', () => {
    const holds = [aHold('db', {}, 3), aHold('web', {}, 0), aHold('idle')];
    const lines = touched({ pfs: [{ ...nic, linkState: 'down' }] }, holds);

    expect(lines).toEqual([
      'allocation of db: pf.link_down: It holds VF 0000:3b:01.3 of PF 0000:3b:00.0: PF ens1f0 (0000:3b:00.0) lost its link.',
      'allocation of web: pf.link_down: It holds VF 0000:3b:01.0 of PF 0000:3b:00.0: PF ens1f0 (0000:3b:00.0) lost its link.',
    ]);
  });

  it.each<[string, Partial<Inventory>, string]>([
    ['another driver of the PF', { pfs: [{ ...nic, driver: 'ice' }] }, 'pf.driver_changed'],
    ['another eswitch mode', { pfs: [{ ...nic, eswitchMode: 'switchdev' }] }, 'pf.eswitch_mode_changed'],
    ['another NUMA node of the NIC', { pfs: [{ ...nic, numaNode: null }] }, 'pf.numa_node_changed'],
    ['an IOMMU that is off', { iommu: { enabled: false, passthrough: null } }, 'iommu.disabled'],
    [
      'its VF being unhealthy',
      { pfs: [{ ...nic, vfs: vfs.map((vf) => ({ ...vf, state: 'unhealthy' })) }] },
      'vf.state_changed',
    ],
  ])('is a VM with a VF, by %s', (_case, after, code) => {
    expect(touched(after, [aHold('db', {}, 3)])).toEqual([expect.stringContaining(`allocation of db: ${code}:`)]);
  });

  it('is nobody by a new name, or by VFs that come', () => {
    const more = aVf({ index: 4, address: '0000:3b:01.4' });

    expect(touched({ pfs: [{ ...nic, ifname: 'eth0', vfs: [...vfs, more] }] }, [aHold('db', {}, 3)])).toEqual([]);
  });

  it('is the VM that is pinned to a CPU that left its node', () => {
    const holds = [aHold('pinned', { compute: aPinnedClaim([6, 7]) }), aHold('other', { compute: aPinnedClaim([1]) })];
    const cpus = node.cpus.filter((cpu) => cpu !== 7);

    expect(touched({ numaNodes: [{ ...node, cpus }] }, holds)).toEqual([
      'reservation of pinned: numa_node.cpus_changed: It is pinned to CPU 7, which left NUMA node 0.',
    ]);
  });

  it('is the VM whose CPU Nova no longer gives to pinned ones', () => {
    const holds = [aHold('pinned', { compute: aPinnedClaim([6, 7]) })];

    expect(touched({ cpuDedicatedSet: [0, 1, 2, 3] }, holds)).toEqual([
      'reservation of pinned: cpu_dedicated_set.changed: It is pinned to CPUs 6 and 7, which Nova no longer gives to pinned VMs.',
    ]);
    expect(touched({ cpuDedicatedSet: [6, 7] }, holds)).toEqual([]);
  });

  it('is every VM in huge pages where fewer are left than are held', () => {
    const holds = [aHold('a', { compute: inPages(8_192) }), aHold('b', { compute: inPages(4_096) }), aHold('small')];
    const with11 = {
      ...node,
      pages: [
        { sizeKib: 4, total: 1_000_000 },
        { sizeKib: GIB, total: 11 },
      ],
    };
    const with12 = {
      ...node,
      pages: [
        { sizeKib: 4, total: 1_000_000 },
        { sizeKib: GIB, total: 12 },
      ],
    };
    const text = 'Its memory is in huge pages of NUMA node 0: 12 pages of 1 GiB held, 11 there.';

    expect(touched({ numaNodes: [with11] }, holds)).toEqual([
      `reservation of a: numa_node.huge_pages_changed: ${text}`,
      `reservation of b: numa_node.huge_pages_changed: ${text}`,
    ]);
    expect(touched({ numaNodes: [with12] }, holds)).toEqual([]);
  });

  it('is a VM with memory on a node that has less than is held', () => {
    const holds = [aHold('pinned', { compute: aPinnedClaim([1]) })];

    expect(touched({ numaNodes: [{ ...node, memoryMib: 4_095 }] }, holds)).toEqual([
      'reservation of pinned: numa_node.memory_changed: It has memory on NUMA node 0, of which 4,096 MiB are held and 4,095 are there.',
    ]);
  });

  it('is a VM whose NIC goes by the vhost back end that is lost', () => {
    const holds = [aHold('soft', { nicPaths: ['vhost_net'] }), aHold('vf', { nicPaths: ['sriov_vf'] })];

    expect(touched({ vhost: { ...before.vhost, net: false } }, holds)).toEqual([
      'reservation of soft: vhost.lost: A NIC of it uses the path vhost_net: Vhost-net can no longer be used on the host.',
    ]);
  });

  it('is a recommendation that is not confirmed, whether or not something is held for it', () => {
    const holds = [aHold('held', { state: 'reserved', serverId: null }, 3), aHold('told', { state: 'recommended' }, 3)];
    const lines = touched({ pfs: [{ ...nic, vfs: vfs.slice(0, 3) }] }, holds);

    expect(lines).toEqual([
      'allocation of held: vf.gone: It holds VF 0000:3b:01.3 of PF 0000:3b:00.0, which is gone.',
      'recommendation of held: vf.gone: It holds VF 0000:3b:01.3 of PF 0000:3b:00.0, which is gone.',
      'recommendation of told: vf.gone: It is to get VF 0000:3b:01.3 of PF 0000:3b:00.0, which is gone.',
    ]);
  });

  it('is told once of a hold, with every reason', () => {
    const after = { ...before, pfs: [{ ...nic, linkState: 'down' as const, driver: 'ice' }] };
    const changes = describeInventoryChange(before, after);
    const [one, ...others] = touchedHolds({ changes, before, after, holds: [aHold('db', {}, 3)] });

    expect(one?.reasons.map(({ code }) => code)).toEqual(['pf.driver_changed', 'pf.link_down']);
    expect(others).toEqual([]);
  });

  it('need not be looked for where a host is new or only notes changed', () => {
    expect(mayTouch(describeInventoryChange(null, before))).toBe(false);
    expect(mayTouch(describeInventoryChange(before, { ...before, source: 'libvirt' }))).toBe(false);
    expect(mayTouch(describeInventoryChange(before, { ...before, rack: 'r2' }))).toBe(true);
  });

  it('has every allocation whose device left the inventory, whatever else changed', () => {
    fc.assert(
      fc.property(inventories(), inventories(), (old, now) => {
        const devices = (inventory: Inventory) => [
          ...inventory.pfs.flatMap((pf) => [
            { kind: 'pf' as const, address: pf.address, pfAddress: pf.address },
            ...pf.vfs.map(({ address }) => ({ kind: 'vf' as const, address, pfAddress: pf.address })),
          ]),
          ...inventory.pciDevices.map(({ address }) => ({ kind: 'pci' as const, address, pfAddress: null })),
        ];
        const holds = devices(old).map((device) =>
          aHold(device.address, { devices: [{ ...device, allocationId: device.address }] }),
        );
        const present = new Set(devices(now).map(({ address }) => address));
        const gone = devices(old).filter(({ address }) => !present.has(address));
        const changes = describeInventoryChange(old, now);
        const told = touchedHolds({ changes, before: old, after: now, holds }).filter(({ reasons }) =>
          reasons.some(({ text }) => text.endsWith('which is gone.')),
        );

        expect(told.map(({ id }) => id).sort()).toEqual(gone.map(({ address }) => address).sort());
      }),
    );
  });
});
