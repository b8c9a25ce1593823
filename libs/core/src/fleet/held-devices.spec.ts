import {
  aCellClaim,
  aForeignClaim,
  aHostClaim,
  aHostState,
  anInventory,
  aNumaNode,
  aPf,
  aVfClaim,
} from '@iopath/testing';
import fc from 'fast-check';
import type { PciDevice } from '../inventory/inventory';
import { assumedOfServers } from './assumed-of-servers';
import type { DeviceSpot, HostClaim } from './host-claims';
import type { HostState } from './host-state';

const PF = '0000:3b:00.0';
const SSD = '0000:5e:00.0';
const DISKS = ['0000:60:00.0', '0000:61:00.0'] as const;

const pciDevice = (address: string, changes: Partial<PciDevice> = {}): PciDevice => ({
  address,
  vendorId: '144d',
  productId: 'a808',
  deviceClass: 'nvme',
  deviceType: 'type-PCI',
  pfAddress: null,
  numaNode: 0,
  iommuGroup: Number.parseInt(address.slice(5, 7), 16),
  alias: 'fast',
  hostInUse: false,
  ...changes,
});
const partOfSsd = (nth: number): PciDevice =>
  pciDevice(`0000:5e:00.${nth}`, { deviceType: 'type-VF', pfAddress: SSD, iommuGroup: 100 + nth });

const inventory = anInventory({
  numaNodes: [
    aNumaNode({
      cpus: [0, 1, 2, 3, 4, 5, 6, 7],
      siblings: [
        [0, 4],
        [1, 5],
        [2, 6],
        [3, 7],
      ],
    }),
  ],
  cpuSharedSet: null,
  cpuDedicatedSet: [0, 1, 2, 3, 4, 5, 6, 7],
  pfs: [aPf(3)],
  pciDevices: [
    pciDevice(SSD, { deviceType: 'type-PF' }),
    partOfSsd(1),
    partOfSsd(2),
    ...DISKS.map((address) => pciDevice(address)),
  ],
});
const [VF_0 = '', , VF_2 = ''] = inventory.pfs[0]?.vfs.map(({ address }) => address) ?? [];

const host = (claims: readonly HostClaim[], quarantined: readonly string[] = []): HostState =>
  aHostState('compute-1', { inventory, claims, quarantined });
const vf = (address = PF): DeviceSpot => ({ kind: 'vf', address });
const device = (address: string): DeviceSpot => ({ kind: 'device', address });
const holding = (count: number, ...among: readonly DeviceSpot[]): HostClaim =>
  aForeignClaim({ projectId: 'theirs', somewhere: [{ count, among }] });

const freeVfs = (state: HostState): readonly string[] => state.pfs[0]?.freeVfs.map(({ address }) => address) ?? [];
const freeDisks = (state: HostState): readonly string[] => state.freePciDevices.map(({ address }) => address);

describe('devices that servers hold without anybody knowing which', () => {
  it('are the first free VFs of their PF, which is not free as a whole, and of their project', () => {
    const [pf] = host([holding(2, vf())]).pfs;

    expect(pf?.freeVfs.map(({ address }) => address)).toEqual([VF_2]);
    expect(pf).toMatchObject({ vfsTaken: 2, vfsOfServers: 2, wholeIsFree: false, vfInUse: true });
    expect(pf?.tenants).toEqual(new Set(['theirs']));
  });

  it('leave alone what is known to be held, and what is in quarantine', () => {
    expect(freeVfs(host([holding(1, vf()), aHostClaim({ devices: [aVfClaim(VF_0, PF)] })]))).toEqual([VF_2]);
    expect(freeVfs(host([holding(1, vf())], [VF_0]))).toEqual([VF_2]);
  });

  it('count on their PF when no VF of it is free', () => {
    const [pf] = host([holding(5, vf())]).pfs;

    expect(pf?.freeVfs).toEqual([]);
    expect(pf?.vfsOfServers).toBe(5);
  });

  it('may be VFs of other devices than NICs', () => {
    expect(freeDisks(host([holding(1, vf(SSD))]))).toEqual(['0000:5e:00.2', ...DISKS]);
  });

  it('are the first of several devices that is free', () => {
    const among = DISKS.map(device);

    expect(freeDisks(host([holding(1, ...among)]))).not.toContain(DISKS[0]);
    expect(freeDisks(host([holding(1, ...among), holding(1, ...among)]))).toEqual([
      SSD,
      '0000:5e:00.1',
      '0000:5e:00.2',
    ]);
    expect(freeDisks(host([holding(9, ...among)]))).toEqual([SSD, '0000:5e:00.1', '0000:5e:00.2']);
  });

  it('are looked for where there is no choice first', () => {
    const anywhere = holding(1, device(DISKS[0]), device(DISKS[1]));

    expect(freeDisks(host([anywhere, holding(1, device(DISKS[0]))]))).not.toContain(DISKS[1]);
  });

  it('are the same in whatever order claims come', () => {
    const claim = fc
      .tuple(
        fc.integer({ min: 1, max: 3 }),
        fc.subarray([vf(), vf(SSD), device(DISKS[0]), device(DISKS[1])], { minLength: 1 }),
      )
      .map(([count, among]) => holding(count, ...among));
    fc.assert(
      fc.property(fc.array(claim, { maxLength: 4 }), (claims) => {
        const [one, other] = [host(claims), host([...claims].reverse())];

        expect(freeVfs(other)).toEqual(freeVfs(one));
        expect(freeDisks(other)).toEqual(freeDisks(one));
        expect(other.facets).toEqual(one.facets);
        expect(other.digest).toBe(one.digest);
      }),
    );
  });

  it('make another host of it', () => {
    const hosts = [host([]), host([holding(1, vf())]), host([holding(2, vf())]), host([holding(1, vf(SSD))])];

    expect(new Set(hosts.map(({ digest }) => digest)).size).toBe(4);
    expect(new Set(hosts.map(({ facets }) => facets.devices)).size).toBe(4);
  });
});

describe('a CPU that an isolated emulator thread has', () => {
  const cpusWith = (pinnedCpus: readonly number[], unknownPinnedCpus: number) =>
    host([aForeignClaim({ cells: [aCellClaim({ pinnedCpus, unknownPinnedCpus })] })]).cells[0]?.freeDedicatedCpus;

  it.each([
    ['the sibling of one that is pinned, where it is free', [0, 4, 1], 1, [2, 3, 6, 7]],
    ['else the first that is free', [0, 4], 1, [2, 3, 5, 6, 7]],
    ['no more than there are', [0, 1, 2, 3, 4, 5, 6], 3, []],
  ])('is taken to be %s', (_case, pinned, unknown, free) => {
    expect(cpusWith(pinned, unknown)).toEqual(free);
  });
});

describe('what is assumed of servers that Nova runs', () => {
  it('is what no service tells', () => {
    const claims = [
      holding(1, vf()),
      holding(1, device(DISKS[0]), device(DISKS[1])),
      aForeignClaim({ pcpus: 2 }),
      aForeignClaim({ pcpus: 1, cells: [aCellClaim({ pinnedCpus: [1] })] }),
    ];

    expect(assumedOfServers(host(claims))).toEqual([
      'where the devices by alias of 1 server on compute-1 are',
      'which VFs 1 server on compute-1 has by alias',
      'which CPUs 1 server on compute-1 has pinned',
    ]);
    expect(assumedOfServers(host([...claims, ...claims]))[1]).toBe('which VFs 2 servers on compute-1 have by alias');
  });

  it('is nothing of reservations, nor of servers that are known through and through', () => {
    expect(assumedOfServers(host([aHostClaim({ pcpus: 2 }), aForeignClaim()]))).toEqual([]);
  });
});
