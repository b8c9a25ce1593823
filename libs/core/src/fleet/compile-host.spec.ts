import {
  aCellClaim,
  aHostClaim,
  aHostState,
  anInventory,
  aNumaNode,
  aPciClaim,
  aPf,
  aPfClaim,
  aVf,
  aVfClaim,
} from '@iopath/testing';
import type { Inventory, PciDevice, PhysicalFunction } from '../inventory/inventory';
import type { HostClaim } from './host-claims';
import type { HostState } from './host-state';

const PF = '0000:3b:00.0';
const VF_0 = '0000:3b:00.2';
const VF_1 = '0000:3b:00.3';
const twoVfs = aPf(8, { vfs: [aVf(), aVf({ index: 1, address: VF_1, iommuGroup: 41 })] });
const nvme: PciDevice = {
  address: '0000:5e:00.0',
  vendorId: '144d',
  productId: 'a808',
  deviceClass: 'nvme',
  deviceType: 'type-PCI',
  pfAddress: null,
  numaNode: 0,
  iommuGroup: 50,
  alias: 'nvme-pm9a3',
  hostInUse: false,
};

function compiled(
  changes: Partial<Inventory>,
  claims: readonly HostClaim[] = [],
  quarantined: readonly string[] = [],
): HostState {
  const inventory = anInventory({ pfs: [twoVfs], pciDevices: [nvme], ...changes });
  return aHostState('compute-1', { inventory, claims, quarantined });
}

describe('the CPUs of a host', () => {
  const numaNodes = [aNumaNode({ cpus: [0, 1, 4, 5] }), aNumaNode({ id: 1, cpus: [2, 3, 6, 7] })];

  it.each`
    shared       | dedicated    | sharedCpus                      | dedicatedCpus    | vcpus | pcpus | sets
    ${null}      | ${null}      | ${[[0, 1, 4, 5], [2, 3, 6, 7]]} | ${[[], []]}      | ${32} | ${0}  | ${'neither set'}
    ${[0, 2, 3]} | ${null}      | ${[[0], [2, 3]]}                | ${[[], []]}      | ${12} | ${0}  | ${'only the shared set'}
    ${null}      | ${[1, 2, 3]} | ${[[], []]}                     | ${[[1], [2, 3]]} | ${0}  | ${3}  | ${'only the dedicated set'}
    ${[0, 4]}    | ${[1, 2, 3]} | ${[[0, 4], []]}                 | ${[[1], [2, 3]]} | ${8}  | ${3}  | ${'both sets'}
  `(
    'with $sets: $vcpus VCPU at ratio 4, $pcpus PCPU',
    ({ shared, dedicated, sharedCpus, dedicatedCpus, vcpus, pcpus }: Record<string, number[]>) => {
      const host = compiled({ numaNodes, cpuSharedSet: shared ?? null, cpuDedicatedSet: dedicated ?? null });

      expect(host.cells.map((cell) => cell.sharedCpus)).toEqual(sharedCpus);
      expect(host.cells.map((cell) => cell.dedicatedCpus)).toEqual(dedicatedCpus);
      expect(host.capacity).toMatchObject({ vcpus, pcpus });
    },
  );

  it('are grouped as siblings among those that guests may use', () => {
    const siblings = [
      [0, 4],
      [1, 5],
    ];
    const [cell] = compiled({
      numaNodes: [aNumaNode({ cpus: [0, 1, 2, 4, 5], siblings })],
      cpuDedicatedSet: [1, 2, 4, 5],
    }).cells;

    expect(cell?.siblings).toEqual([[1, 5], [2], [4]]);
  });

  it('are grouped by what is left of each group, and a group that guests may use nothing of is none', () => {
    // POWER has four threads a core and more.
    const siblings = [
      [0, 1, 2, 3],
      [4, 5, 6, 7],
    ];
    const [cell] = compiled({
      numaNodes: [aNumaNode({ cpus: [0, 1, 2, 3, 4, 5, 6, 7], siblings })],
      cpuDedicatedSet: [5, 6],
    }).cells;

    expect(cell?.siblings).toEqual([[5, 6]]);
  });

  it('are free to pin while no claim pins them', () => {
    const claims = [
      aHostClaim({ cells: [aCellClaim({ pinnedCpus: [1, 4] })] }),
      aHostClaim({ cells: [aCellClaim({ hostNode: 1, pinnedCpus: [3] })] }),
    ];
    const host = compiled({ numaNodes, cpuDedicatedSet: [0, 1, 2, 3, 4] }, claims);

    expect(host.cells.map((cell) => cell.freeDedicatedCpus)).toEqual([[0], [2]]);
  });
});

describe('what claims leave of a NUMA node', () => {
  const numaNodes = [aNumaNode({ cpus: [0, 1, 2, 3] }), aNumaNode({ id: 1, cpus: [4, 5, 6, 7] })];

  it('is taken off the node they are on alone', () => {
    const claims = [aHostClaim({ cells: [aCellClaim({ hostNode: 1, memoryMib: 512, sharedVcpus: 3 })] })];

    expect(compiled({ numaNodes }, claims).cells).toMatchObject([
      { id: 0, memoryUsedMib: 0, sharedVcpusUsed: 0 },
      { id: 1, memoryUsedMib: 512, sharedVcpusUsed: 3 },
    ]);
  });

  it('is no CPU that anybody pins, though another claim on the node pins none, in whatever order they came', () => {
    const claims = [
      aHostClaim({ cells: [aCellClaim({ pinnedCpus: [3] })] }),
      aHostClaim({ cells: [aCellClaim({ pinnedCpus: [] })] }),
      aHostClaim({ cells: [aCellClaim({ pinnedCpus: [0] })] }),
    ];

    expect(compiled({ numaNodes, cpuDedicatedSet: [0, 1, 2, 3] }, claims).cells[0]?.freeDedicatedCpus).toEqual([1, 2]);
  });
});

describe('the capacity of a host', () => {
  it("is Placement's: what is not reserved, times the ratio, rounded down", () => {
    const { capacity } = compiled({
      numaNodes: [aNumaNode({ cpus: [0, 1, 2], memoryMib: 1001 }), aNumaNode({ id: 1, cpus: [3, 4], memoryMib: 1000 })],
      allocationRatios: { cpu: 1.5, ram: 1.1, disk: 1.25 },
      reserved: { cpus: 2, memoryMib: 500, diskGib: 1 },
      localDisk: { totalGib: 100, kind: 'hdd' },
    });

    // (5-2)*1.5 = 4.5, (2001-500)*1.1 = 1651.1, (100-1)*1.25 = 123.75
    expect(capacity).toEqual({ vcpus: 4, pcpus: 0, memoryMib: 1651, diskGib: 123 });
  });

  it('says that the disk is not known', () => {
    expect(compiled({ localDisk: null }, [aHostClaim({ diskGib: 20 })]).free.diskGib).toBeNull();
  });

  it('is less what claims take, class by class', () => {
    const inventory = {
      cpuDedicatedSet: [0, 1, 2, 3],
      cpuSharedSet: [4, 5],
      numaNodes: [aNumaNode({ memoryMib: 8_192 })],
      localDisk: { totalGib: 100, kind: 'ssd' },
    } as const;
    const claims = [
      aHostClaim({ vcpus: 1, pcpus: 0, memoryMib: 1_024, diskGib: 20 }),
      aHostClaim({ vcpus: 0, pcpus: 3, memoryMib: 2_048, diskGib: 30 }),
    ];

    expect(compiled(inventory, claims).free).toEqual({ vcpus: 7, pcpus: 1, memoryMib: 5_120, diskGib: 50 });
  });

  it('is never less than nothing when the inventory shrank under its claims', () => {
    const shrunk = {
      numaNodes: [aNumaNode({ cpus: [0], memoryMib: 512 })],
      localDisk: { totalGib: 10, kind: 'ssd' },
    } as const;
    const { free } = compiled(shrunk, [aHostClaim({ vcpus: 8, pcpus: 2, memoryMib: 4096, diskGib: 20 })]);

    expect(free).toEqual({ vcpus: 0, pcpus: 0, memoryMib: 0, diskGib: 0 });
  });
});

describe('the pages of a NUMA node', () => {
  it.each`
    listed                                                             | compiled                                    | case
    ${[]}                                                              | ${[[4, 262_144]]}                           | ${'no pool listed: base pages fill the node'}
    ${[{ sizeKib: 2048, total: 128 }]}                                 | ${[[4, 196_608], [2048, 128]]}              | ${'huge pages only: base pages are the rest'}
    ${[{ sizeKib: 2048, total: 128 }, { sizeKib: 4, total: 262_144 }]} | ${[[4, 196_608], [2048, 128]]}              | ${'base pages counted with the huge ones: cut down'}
    ${[{ sizeKib: 4, total: 190_000 }, { sizeKib: 2048, total: 128 }]} | ${[[4, 190_000], [2048, 128]]}              | ${'both as libvirt counts: kept'}
    ${[{ sizeKib: 524_288, total: 1 }, { sizeKib: 2048, total: 128 }]} | ${[[4, 65_536], [2048, 128], [524_288, 1]]} | ${'the largest pool listed first: given by size'}
    ${[{ sizeKib: 64, total: 16_384 }]}                                | ${[[64, 16_384]]}                           | ${'64 KiB base pages of arm64'}
    ${[{ sizeKib: 1_048_576, total: 1 }]}                              | ${[[4, 0], [1_048_576, 1]]}                 | ${'all memory in huge pages'}
  `('$case', ({ listed, compiled: pools }: { listed: { sizeKib: number; total: number }[]; compiled: number[][] }) => {
    const [cell] = compiled({ numaNodes: [aNumaNode({ memoryMib: 1024, pages: listed })] }).cells;

    expect(cell?.pages.map((pool) => [pool.sizeKib, pool.total])).toEqual(pools);
  });

  it('are used by guests that have their memory of them, and the memory by every NUMA-aware guest', () => {
    const pages = [{ sizeKib: 2048, total: 512 }];
    const claims = [
      aHostClaim({ cells: [aCellClaim({ memoryMib: 100, pageSizeKib: 2048 })] }),
      aHostClaim({ cells: [aCellClaim({ memoryMib: 10, pageSizeKib: 4, sharedVcpus: 3 })] }),
      aHostClaim({ memoryMib: 4096, cells: [] }),
    ];
    const [cell] = compiled({ numaNodes: [aNumaNode({ pages })] }, claims).cells;

    expect(cell?.pages.map((pool) => [pool.sizeKib, pool.used])).toEqual([
      [4, 2560],
      [2048, 50],
    ]);
    expect(cell).toMatchObject({ memoryUsedMib: 110, sharedVcpusUsed: 5 });
  });
});

describe('the distances of a NUMA node', () => {
  it('are kept by node id, as ids may be sparse', () => {
    const numaNodes = [aNumaNode({ id: 0, distances: [10, 21] }), aNumaNode({ id: 8, cpus: [], distances: [21, 10] })];

    expect(compiled({ numaNodes }).cells[1]?.distances).toEqual(
      new Map([
        [0, 21],
        [8, 10],
      ]),
    );
  });

  it('are not known of a node that does not tell them', () => {
    const numaNodes = [aNumaNode({ id: 0, distances: [] }), aNumaNode({ id: 1, cpus: [], distances: [] })];

    expect(compiled({ numaNodes }).cells[0]?.distances.size).toBe(0);
  });
});

describe('the devices of a host', () => {
  it.each`
    held                           | freeVfs         | whole    | taken    | vfsTaken | case
    ${[]}                          | ${[VF_0, VF_1]} | ${true}  | ${false} | ${0}     | ${'nothing held'}
    ${[aVfClaim(VF_0)]}            | ${[VF_1]}       | ${false} | ${false} | ${1}     | ${'a VF held: the PF cannot go as a whole'}
    ${[aPfClaim()]}                | ${[]}           | ${false} | ${true}  | ${0}     | ${'the PF held: no VF of it is left'}
    ${[aVfClaim('0000:3b:07.7')]}  | ${[VF_0, VF_1]} | ${false} | ${false} | ${1}     | ${'a VF held that the inventory no longer has'}
    ${[aPciClaim('0000:5e:00.0')]} | ${[VF_0, VF_1]} | ${true}  | ${false} | ${0}     | ${'another device held'}
  `(
    'with $case',
    ({
      held,
      freeVfs,
      whole,
      taken,
      vfsTaken,
    }: {
      held: [];
      freeVfs: string[];
      whole: boolean;
      taken: boolean;
      vfsTaken: number;
    }) => {
      const [pf] = compiled({}, [aHostClaim({ devices: held })]).pfs;

      expect(pf?.freeVfs.map((vf) => vf.address)).toEqual(freeVfs);
      expect(pf).toMatchObject({ wholeIsFree: whole, wholeIsTaken: taken, vfsTaken });
    },
  );

  it.each`
    state                  | free     | whole
    ${'available'}         | ${true}  | ${true}
    ${'in_use_externally'} | ${false} | ${false}
    ${'unhealthy'}         | ${false} | ${true}
    ${'quarantined'}       | ${false} | ${true}
  `(
    'with a VF that is $state: VF free $free, whole PF free $whole',
    ({ state, free, whole }: { state: 'available'; free: boolean; whole: boolean }) => {
      const [pf] = compiled({ pfs: [aPf(8, { vfs: [aVf({ state })] })] }).pfs;

      expect(pf?.freeVfs).toHaveLength(free ? 1 : 0);
      expect(pf?.wholeIsFree).toBe(whole);
    },
  );

  it.each`
    quarantined | freeVfs         | whole    | inQuarantine | vfsInQuarantine | case
    ${[PF]}     | ${[]}           | ${false} | ${true}      | ${0}            | ${'the PF: its VFs with it'}
    ${[VF_0]}   | ${[VF_1]}       | ${false} | ${false}     | ${1}            | ${'a VF: the PF not as a whole'}
    ${['x']}    | ${[VF_0, VF_1]} | ${true}  | ${false}     | ${0}            | ${'a device that is not here'}
  `(
    'in quarantine are given to nobody: $case',
    ({ quarantined, freeVfs, whole, ...expected }: { quarantined: string[]; freeVfs: string[]; whole: boolean }) => {
      const [pf] = compiled({}, [], quarantined).pfs;
      const { inQuarantine, vfsInQuarantine } = expected as { inQuarantine?: boolean; vfsInQuarantine?: number };

      expect(pf?.freeVfs.map((vf) => vf.address)).toEqual(freeVfs);
      expect(pf).toMatchObject({ wholeIsFree: whole, wholeIsTaken: false, vfInUse: false });
      expect(pf).toMatchObject({ inQuarantine, vfsInQuarantine });
    },
  );

  it('tell a host with a quarantine from one without, by digest and facets', () => {
    const [free, ofPf, ofDevice] = [[], [PF], [nvme.address]].map((quarantined) => compiled({}, [], quarantined));

    expect(new Set([free, ofPf, ofDevice].map((host) => host?.digest)).size).toBe(3);
    expect(new Set([free, ofPf, ofDevice].map((host) => host?.facets.devices)).size).toBe(3);
  });

  it('give free VFs by index, whatever the order of the document', () => {
    const [pf] = compiled({ pfs: [{ ...twoVfs, vfs: [...twoVfs.vfs].reverse() }] }).pfs;

    expect(pf?.freeVfs.map((vf) => vf.index)).toEqual([0, 1]);
  });

  it('remember the projects and the bandwidth on a PF', () => {
    const claims = [
      aHostClaim({ projectId: 'p1', devices: [aVfClaim(VF_0, PF, 4000)] }),
      aHostClaim({ projectId: 'p2', devices: [aVfClaim(VF_1, PF, 1500)] }),
    ];

    expect(compiled({}, claims).pfs[0]).toMatchObject({ tenants: new Set(['p1', 'p2']), bandwidthClaimedMbps: 5500 });
  });

  it('are held beside a VM that holds none', () => {
    const claims = [aHostClaim(), aHostClaim({ devices: [aVfClaim(VF_0)] })];

    expect(compiled({}, claims).pfs[0]?.freeVfs.map((vf) => vf.address)).toEqual([VF_1]);
  });

  it('tell how many VFs on a PF were promised no bandwidth, which may starve those that were', () => {
    const claims = [aHostClaim({ devices: [aVfClaim(VF_0, PF, 4000), aVfClaim(VF_1, PF, 0)] })];

    expect(compiled({}, claims).pfs[0]).toMatchObject({ vfsTaken: 2, bestEffortVfs: 1 });
  });

  it('count the VFs of the PFs on one network and NUMA node together', () => {
    const pf = (n: number, changes: Partial<PhysicalFunction> = {}): PhysicalFunction => {
      const vfs = aPf(2).vfs.map((vf, index) => ({
        ...vf,
        address: `0000:${n}0:01.${index}`,
        iommuGroup: n * 10 + index,
      }));
      return aPf(2, { address: `0000:${n}0:00.0`, iommuGroup: n * 10 + 9, vfs, ...changes });
    };
    const pfs = [
      pf(1),
      pf(2, { physicalNetwork: 'PHYSNET1' }),
      pf(3, { numaNode: 1 }),
      pf(4, { physicalNetwork: 'physnet2' }),
    ];
    const claims = [aHostClaim({ devices: [aVfClaim('0000:20:01.0', '0000:20:00.0')] })];

    expect(compiled({ pfs }, claims).pfs.map(({ vfPool }) => vfPool)).toEqual([
      { free: 3, all: 4 },
      { free: 3, all: 4 },
      { free: 2, all: 2 },
      { free: 2, all: 2 },
    ]);
  });

  it('are free PCI devices until somebody holds them', () => {
    expect(compiled({}).freePciDevices).toEqual([nvme]);
    expect(compiled({}, [aHostClaim({ devices: [aPciClaim(nvme.address)] })]).freePciDevices).toEqual([]);
  });

  const ssd: PciDevice = { ...nvme, deviceType: 'type-PF' };
  const partOfSsd: PciDevice = { ...nvme, address: '0000:5e:00.1', deviceType: 'type-VF', pfAddress: nvme.address };

  it.each([
    ['its own', [nvme], [nvme.address], [], [nvme]],
    ["another's", [nvme], ['0000:5f:00.0'], [nvme], []],
    ["its PF's", [ssd, partOfSsd], [ssd.address], [], [ssd, partOfSsd]],
    ["one of its VFs'", [ssd, partOfSsd], [partOfSsd.address], [], [ssd, partOfSsd]],
  ])('are no free PCI devices in quarantine: %s', (_case, pciDevices, quarantined, free, isolated) => {
    const host = compiled({ pciDevices }, [], quarantined);

    expect(host.freePciDevices).toEqual(free);
    expect(host.quarantinedPciDevices).toEqual(isolated);
  });

  it.each<[string, Partial<Inventory>, number[]]>([
    ['none where every function has a group of its own', {}, []],
    [
      'none where the groups are not known',
      { pfs: [aPf(8, { iommuGroup: null, vfs: [aVf({ iommuGroup: null })] })] },
      [],
    ],
    ['a PF with its VF', { pfs: [aPf(8, { iommuGroup: 12, vfs: [aVf({ iommuGroup: 12 })] })] }, [12]],
    ['the two ports of one card', { pfs: [twoVfs, aPf(0, { address: '0000:3b:00.1' })] }, [12]],
    ['a VF with another device', { pciDevices: [{ ...nvme, iommuGroup: 40 }] }, [40]],
  ])('share IOMMU groups: %s', (_case, changes, groups) => {
    const host = compiled(changes);

    expect([...host.sharedIommuGroups]).toEqual(groups);
    expect([...(host.pfs[0]?.sharedIommuGroups ?? [])]).toEqual(groups);
  });
});

describe('the free VFs of a PF', () => {
  it('can be used when they are alone in their IOMMU groups', () => {
    const [pf] = compiled({ pciDevices: [{ ...nvme, iommuGroup: 40 }] }).pfs;

    expect(pf?.freeVfs.map((vf) => vf.address)).toEqual([VF_0, VF_1]);
    expect(pf?.usableVfs.map((vf) => vf.address)).toEqual([VF_1]);
  });
});

describe('a host', () => {
  it('reaches the physical networks of its PFs and bridges, without regard to case', () => {
    const bridges = [
      { name: 'br', physicalNetwork: 'PhysNet9', datapath: 'system', uplinkMbps: null, hwOffload: null } as const,
      // For tunnels alone.
      { name: 'br-tun', physicalNetwork: null, datapath: 'system', uplinkMbps: null, hwOffload: null } as const,
    ];

    expect(compiled({ bridges }).physicalNetworks).toEqual(new Set(['physnet1', 'physnet9']));
  });

  it('counts the live VMs of server groups', () => {
    const claims = ['web', 'web', null, 'db'].map((groupId) => aHostClaim({ groupId }));

    expect(compiled({}, claims).groups).toEqual(
      new Map([
        ['web', 2],
        ['db', 1],
      ]),
    );
  });
});
