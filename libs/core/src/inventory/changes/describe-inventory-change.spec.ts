import { anInventory, aNumaNode, aPciDevice, aPf, aVf, inventories } from '@iopath/testing';
import fc from 'fast-check';
import { diffInventory } from '../diff-inventory';
import type { Inventory, PhysicalFunction } from '../inventory';
import { describeInventoryChange, summaryOf } from './describe-inventory-change';
import { INVENTORY_CHANGE_CODES } from './inventory-change-codes.data';

const PF = 'pfs/0000:3b:00.0';

const vfs = Array.from({ length: 8 }, (_, index) =>
  aVf({ index, address: `0000:3b:01.${index}`, iommuGroup: 60 + index }),
);
const nic = aPf(8, { ifname: 'ens1f0', linkState: 'up', linkSpeedMbps: 25_000, eswitchMode: 'legacy', vfs });
const node = aNumaNode({
  cpus: Array.from({ length: 16 }, (_, cpu) => cpu),
  pages: [
    { sizeKib: 4, total: 1_000_000 },
    { sizeKib: 1_048_576, total: 64, free: 12 },
  ],
});
const before = anInventory({ numaNodes: [node], pfs: [nic], pciDevices: [aPciDevice()] });

/** `effect code subject: text` of each line. */
function told(after: Partial<Inventory>, from: Inventory = before): readonly string[] {
  return describeInventoryChange(from, { ...from, ...after }).map(
    ({ effect, code, subject, text }) => `${effect} ${code} ${subject}: ${text}`,
  );
}

function withNic(changes: Partial<PhysicalFunction>): Partial<Inventory> {
  return { pfs: [{ ...nic, ...changes }] };
}

describe('what people are told of a new inventory', () => {
  it.each<[string, Partial<Inventory>, readonly string[]]>([
    ['nothing when only the time is newer', { observedAtMs: 7 }, []],
    [
      'nothing when other pages are free',
      { numaNodes: [{ ...node, pages: node.pages.map((pool) => ({ ...pool, free: 1 })) }] },
      [],
    ],
    [
      'a slower link, by name and address',
      withNic({ linkSpeedMbps: 10_000 }),
      [`capacity_less pf.link_speed_changed ${PF}: PF ens1f0 (0000:3b:00.0) went from 25,000 to 10,000 Mbit/s.`],
    ],
    [
      'a link that is lost',
      withNic({ linkState: 'down' }),
      [`breaks_guests pf.link_down ${PF}: PF ens1f0 (0000:3b:00.0) lost its link.`],
    ],
    [
      'a run of VFs that is gone as one line, beside how many are left',
      withNic({ vfs: vfs.slice(0, 4) }),
      [
        `breaks_guests vf.gone ${PF}/vfs: VFs 4 to 7 of ens1f0 (0000:3b:00.0) are gone.`,
        `capacity_less pf.numvfs_changed ${PF}: PF ens1f0 (0000:3b:00.0) has 4 VFs now; it had 8.`,
      ],
    ],
    [
      'one VF by its own path',
      withNic({ vfs: vfs.slice(0, 7) }),
      [
        `breaks_guests vf.gone ${PF}/vfs/0000:3b:01.7: VF 7 of ens1f0 (0000:3b:00.0) is gone.`,
        `capacity_less pf.numvfs_changed ${PF}: PF ens1f0 (0000:3b:00.0) has 7 VFs now; it had 8.`,
      ],
    ],
    [
      'VFs that changed alike as one line',
      withNic({ vfs: vfs.map((vf) => (vf.index === 5 ? vf : { ...vf, driver: 'mlx5_core' })) }),
      [
        `breaks_guests vf.driver_changed ${PF}/vfs: The driver of VFs 0 to 4, 6 and 7 of ens1f0 (0000:3b:00.0) went from vfio-pci to mlx5_core.`,
      ],
    ],
    [
      'VFs that changed each in another way as one line, too',
      withNic({ vfs: vfs.map((vf) => ({ ...vf, iommuGroup: 90 + vf.index })) }),
      [`note vf.iommu_group_changed ${PF}/vfs: The IOMMU group of VFs 0 to 7 of ens1f0 (0000:3b:00.0) changed.`],
    ],
    [
      'a NIC that is gone with its VFs',
      { pfs: [] },
      [`breaks_guests pf.gone ${PF}: PF ens1f0 (0000:3b:00.0) with 8 VFs is gone.`],
    ],
    [
      'a function without interface by its address',
      { pfs: [nic, aPf(0, { address: '0000:5e:00.0', ifname: null, vfs: [] })] },
      ['capacity_more pf.added pfs/0000:5e:00.0: PF 0000:5e:00.0 came.'],
    ],
    [
      'fewer huge pages by their size',
      { numaNodes: [{ ...node, pages: [{ sizeKib: 1_048_576, total: 32 }, ...node.pages.slice(0, 1)] }] },
      ['breaks_guests numa_node.huge_pages_changed numa_nodes/0: NUMA node 0 has 32 pages of 1 GiB now; it had 64.'],
    ],
    [
      'CPUs that left a NUMA node',
      { numaNodes: [{ ...node, cpus: [...node.cpus.slice(0, 13), 40] }] },
      ['breaks_guests numa_node.cpus_changed numa_nodes/0: CPUs 13 to 15 left and CPU 40 came to NUMA node 0.'],
    ],
    [
      'an IOMMU that is off',
      { iommu: { enabled: false, passthrough: true } },
      ['breaks_guests iommu.disabled iommu: The IOMMU of the host is off: no device can be passed through.'],
    ],
    [
      'a vhost back end that is lost',
      { vhost: { ...before.vhost, net: false } },
      ['breaks_guests vhost.lost vhost: Vhost-net can no longer be used on the host.'],
    ],
    [
      'a fact that becomes known, and one that nobody tells any more',
      { cpuSharedSet: [0, 1, 2, 3], availabilityZone: null },
      [
        'capacity_more cpu_shared_set.changed cpu_shared_set: The set of CPUs for floating VMs of the host is known now: 0-3.',
        'note availability_zone.changed availability_zone: Nobody tells the availability zone of the host any more; it was nova.',
      ],
    ],
    [
      'aggregates that came and went',
      { aggregates: ['fast', 'sriov'] },
      ['note aggregates.changed aggregates: Aggregates of the host: fast, sriov came.'],
    ],
    [
      'a bridge that is gone',
      { bridges: [] },
      ['breaks_guests bridge.gone bridges/br-physnet1: Bridge br-physnet1 is gone.'],
    ],
  ])('is %s', (_case, after, lines) => {
    expect(told(after)).toEqual(lines);
  });

  it('begins with what breaks guests and ends with notes', () => {
    const lines = told({
      ...withNic({ firmwareVersion: '22.41', linkState: 'down', linkSpeedMbps: 10_000 }),
      numaNodes: [{ ...node, memoryMib: 400_000 }],
    });

    expect(lines.map((line) => line.split(' ')[0])).toEqual([
      'breaks_guests',
      'capacity_less',
      'capacity_more',
      'note',
    ]);
  });

  it('is one line for a host that is new', () => {
    const [line, ...others] = describeInventoryChange(null, before);

    expect(line).toMatchObject({
      code: 'host.added',
      text: 'The host is new: one NUMA node with 16 CPUs, one PF with 8 VFs and one other PCI device.',
    });
    expect(others).toEqual([]);
  });

  it('is short in an answer, however much changed', () => {
    const many = Array.from({ length: 40 }, (_, i) =>
      aPf(0, { address: `0000:${(16 + i).toString(16)}:00.0`, vfs: [] }),
    );
    const sentences = summaryOf(describeInventoryChange(before, { ...before, pfs: [nic, ...many] }));

    expect(sentences).toHaveLength(20);
    expect(sentences.at(-1)).toBe('There are 21 more changes.');
  });

  it('cuts a long text between characters, never within one', () => {
    const commandLine = `${'x'.repeat(510)}😀${'y'.repeat(600)}`;
    const [line] = describeInventoryChange(before, { ...before, kernelCommandLine: commandLine });

    expect(line?.after).toBe(`${'x'.repeat(510)}…`);
    expect(line?.text).not.toMatch(/\p{Cs}/u);
  });

  it('tells facts that no rule knows, as an older program may have stored them', () => {
    const older = { ...before, colour: 'red', pfs: [{ ...nic, smell: 'burnt' } as PhysicalFunction] } as Inventory;

    expect(told({}, older)).toEqual([]);
    expect(describeInventoryChange(older, before).map(({ code, field }) => `${code} ${field}`)).toEqual([
      'pf.fact_changed smell',
      'fact.changed null',
    ]);
  });
});

describe('the lines about two inventories', () => {
  const some = fc.tuple(inventories(), inventories());

  it('tell of exactly what diffInventory names', () => {
    fc.assert(
      fc.property(some, ([old, now]) => {
        const { added, removed, changed } = diffInventory(old, now);
        const lines = describeInventoryChange(old, now);

        expect([...new Set(lines.flatMap(({ things }) => things))].sort()).toEqual(
          [...added, ...removed, ...changed].sort(),
        );
        expect(lines.length === 0).toBe(added.length + removed.length + changed.length === 0);
      }),
    );
  });

  it('are none between an inventory and itself, however it is ordered', () => {
    fc.assert(
      fc.property(inventories(), (inventory) => {
        const turned = { ...inventory, pfs: [...inventory.pfs].reverse(), numaNodes: inventory.numaNodes };
        expect(describeInventoryChange(inventory, { ...turned, observedAtMs: 5 })).toEqual([]);
      }),
    );
  });

  it('have a code of the table, a sentence and a subject in each', () => {
    fc.assert(
      fc.property(some, ([old, now]) => {
        for (const { code, text, subject, count } of describeInventoryChange(old, now)) {
          expect(Object.keys(INVENTORY_CHANGE_CODES)).toContain(code);
          expect(text).toMatch(/^[A-Z/].*\.$/u);
          expect([subject.length > 0, count > 0]).toEqual([true, true]);
        }
      }),
    );
  });

  it('turn around when the inventories do: what came is gone', () => {
    fc.assert(
      fc.property(some, ([old, now]) => {
        const there = describeInventoryChange(old, now);
        const back = describeInventoryChange(now, old);
        const ofCode = (lines: typeof there, end: string) =>
          lines
            .filter(({ code }) => code.endsWith(end))
            .map(({ subject }) => subject)
            .sort();

        expect(ofCode(there, '.added')).toEqual(ofCode(back, '.gone'));
      }),
    );
  });
});
