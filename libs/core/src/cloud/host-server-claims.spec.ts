import {
  aCloudPort,
  aCloudServer,
  aForeignClaim,
  anInventory,
  anObservedServer,
  aNumaNode,
  aPf,
  aServerTopology,
} from '@iopath/testing';
import fc from 'fast-check';
import type { HostClaim } from '../fleet/host-claims';
import type { Inventory, PciDevice } from '../inventory/inventory';
import { PciAliases } from '../nova/pci-aliases';
import type { CloudServer, EmbeddedFlavor, ObservedServer, ProviderAllocation } from './cloud-records';
import { hostServerClaims, isMoving } from './host-server-claims';
import type { ClaimHost } from './server-devices';

const SERVER = aCloudServer().id;
const PF = '0000:3b:00.0';

const nvme = (address: string, changes: Partial<PciDevice> = {}): PciDevice => ({
  address,
  vendorId: '144d',
  productId: 'a808',
  deviceClass: 'nvme',
  deviceType: 'type-PCI',
  pfAddress: null,
  numaNode: 0,
  iommuGroup: 50,
  alias: 'fast',
  hostInUse: false,
  ...changes,
});

const inventory: Inventory = anInventory({
  numaNodes: [aNumaNode({ pages: [{ sizeKib: 64, total: 1000 }] }), aNumaNode({ id: 1 })],
  pfs: [aPf(4)],
  pciDevices: [nvme('0000:5e:00.0', { numaNode: 1 }), nvme('0000:5f:00.0')],
});

const [VF_0 = '', VF_1 = ''] = inventory.pfs[0]?.vfs.map(({ address }) => address) ?? [];

const providers = new Map([
  ['root', 'compute-1'],
  ['nic', `compute-1_${PF.toUpperCase()}`],
  ['nvme', 'compute-1_0000:5E:00.0'],
  ['agent', 'compute-1:NIC Switch agent'],
  ['bandwidth', `compute-1:NIC Switch agent:${inventory.pfs[0]?.ifname ?? ''}`],
]);

const host = (changes: Partial<ClaimHost> = {}): ClaimHost => ({
  hostName: 'compute-1',
  inventory,
  providers,
  aliases: null,
  ...changes,
});

const allocated = (
  resources: Readonly<Record<string, Readonly<Record<string, number>>>>,
  consumerId = SERVER,
): readonly ProviderAllocation[] =>
  Object.entries(resources).map(([providerUuid, of]) => ({ consumerId, providerUuid, resources: of }));

const flavor = (
  extraSpecs: Readonly<Record<string, string>>,
  changes: Partial<EmbeddedFlavor> = {},
): EmbeddedFlavor => ({
  ...aCloudServer().flavor,
  vcpus: 4,
  ramMib: 4096,
  extraSpecs,
  ...changes,
});

const claimOf = (observed: ObservedServer, at = host(), former: HostClaim | null = null): HostClaim | undefined =>
  hostServerClaims([{ observed, former }], [], at)[0];

describe('what a server of the cloud takes of its host', () => {
  it('is what Nova asks for by a plain flavor', () => {
    expect(claimOf(anObservedServer())).toEqual(aForeignClaim({ devices: [] }));
  });

  it.each<[string, Partial<CloudServer>, Partial<HostClaim>]>([
    ['pinned vCPUs are PCPU', { flavor: flavor({ 'hw:cpu_policy': 'dedicated' }) }, { vcpus: 0, pcpus: 4 }],
    [
      'an isolated emulator thread adds one',
      { flavor: flavor({ 'hw:cpu_policy': 'dedicated', 'hw:emulator_threads_policy': 'isolate' }) },
      { vcpus: 0, pcpus: 5 },
    ],
    [
      'mixed ones are both',
      { flavor: flavor({ 'hw:cpu_policy': 'mixed', 'hw:cpu_dedicated_mask': '2-3' }) },
      { vcpus: 2, pcpus: 2 },
    ],
    [
      'an image may pin',
      { flavor: flavor({}), imageProperties: { hw_cpu_policy: 'dedicated' } },
      { vcpus: 0, pcpus: 4 },
    ],
    ['ephemeral disk and swap count', { flavor: flavor({}, { ephemeralGib: 5, swapMib: 1025 }) }, { diskGib: 27 }],
    ['a root disk on a volume does not', { flavor: flavor({}, { ephemeralGib: 5 }), imageId: null }, { diskGib: 5 }],
  ])('by its flavor where Placement has nothing: %s', (_case, server, amounts) => {
    expect(claimOf(anObservedServer(server))).toMatchObject(amounts);
  });

  it('by its topology where Nova would refuse its flavor today', () => {
    const odd = flavor({ 'hw:cpu_policy': 'dedicated', 'hw:cpu_realtime': 'yes', 'hw:numa_nodes': '3' }, { vcpus: 4 });

    expect(claimOf(anObservedServer({ flavor: odd }, { topology: aServerTopology() }))).toMatchObject({
      pcpus: 2,
      vcpus: 2,
    });
  });

  it('is what Placement has allocated on this host, whatever the flavor says', () => {
    const allocations = [
      ...allocated({ root: { VCPU: 3, PCPU: 1, MEMORY_MB: 512, DISK_GB: 7 } }),
      ...allocated({ elsewhere: { VCPU: 100 } }),
    ];

    expect(claimOf(anObservedServer({}, { allocations }))).toMatchObject({
      vcpus: 3,
      pcpus: 1,
      memoryMib: 512,
      diskGib: 7,
    });
  });

  it('is counted on no cell without a topology, as Nova counts it', () => {
    expect(claimOf(anObservedServer())?.cells).toEqual([]);
  });

  it('is on the cells of its topology: pinned CPUs, the vCPUs that float, memory', () => {
    const topology = aServerTopology({
      cells: [
        { vcpus: [0, 1, 2], memoryMib: 1024, hostNode: 1, pinning: { '1': 9, '0': 8 } },
        { vcpus: [3], memoryMib: 512, hostNode: 0, pinning: {} },
      ],
      pageSizeKib: 2048,
    });

    expect(claimOf(anObservedServer({}, { topology }))?.cells).toEqual([
      { hostNode: 1, sharedVcpus: 1, pinnedCpus: [8, 9], memoryMib: 1024, pageSizeKib: 2048 },
      { hostNode: 0, sharedVcpus: 1, pinnedCpus: [], memoryMib: 512, pageSizeKib: 2048 },
    ]);
  });

  it.each([
    ['none was asked for', null, 0, 64],
    ['none was asked for, on a node whose pages are not listed', null, 9, 4],
    ['a host is not chosen yet: small', -1, 0, 64],
    ['1 GiB', 1_048_576, 0, 1_048_576],
  ])('is on pages of the size that is meant: %s', (_case, pageSizeKib, hostNode, expected) => {
    const topology = aServerTopology({ pageSizeKib, cells: [{ vcpus: [0], memoryMib: 1, hostNode, pinning: {} }] });

    expect(claimOf(anObservedServer({}, { topology }))?.cells[0]?.pageSizeKib).toBe(expected);
  });

  it('has a CPU more on its first cell for an isolated emulator thread, of which Nova does not say which', () => {
    const server = { flavor: flavor({ 'hw:cpu_policy': 'dedicated', 'hw:emulator_threads_policy': 'isolate' }) };
    const cell = { vcpus: [0, 1], memoryMib: 1, hostNode: 0, pinning: { '0': 4, '1': 5 } };
    const topology = aServerTopology({ cells: [cell, { ...cell, hostNode: 1, pinning: { '2': 8, '3': 9 } }] });

    expect(claimOf(anObservedServer(server, { topology }))?.cells.map((each) => each.unknownPinnedCpus)).toEqual([
      1,
      undefined,
    ]);
  });

  it.each([
    ['a host node below zero', -1],
    ['no host node', null],
  ])('is on no cell that names %s', (_case, hostNode) => {
    const topology = aServerTopology({ cells: [{ vcpus: [0], memoryMib: 1, hostNode, pinning: {} }] });

    expect(claimOf(anObservedServer({}, { topology }))?.cells).toEqual([]);
  });
});

describe('the devices of a server', () => {
  const devicesWith = (ports: ObservedServer['ports'], allocations: ObservedServer['allocations'] = null) =>
    claimOf(anObservedServer({}, { ports, allocations }))?.devices;

  it.each([
    ['a VF', VF_0, { kind: 'vf', pfAddress: PF }],
    ['a PF', PF, { kind: 'pf', pfAddress: PF }],
    ['another PCI device', '0000:5e:00.0', { kind: 'pci', pfAddress: null }],
    ['one that the inventory has not', '0000:99:00.1', { kind: 'pci', pfAddress: null }],
  ])('are those of its ports: %s', (_case, pciSlot, expected) => {
    expect(devicesWith([aCloudPort({ pciSlot })])).toMatchObject([{ address: pciSlot, ...expected }]);
  });

  it('are not those of ports that are bound elsewhere or to nothing', () => {
    expect(devicesWith([aCloudPort({ hostId: 'compute-2' }), aCloudPort({ pciSlot: null })])).toEqual([]);
  });

  it('carry the bandwidth that Placement has allocated on their PF, the larger direction, shared among them', () => {
    const ports = [aCloudPort({ pciSlot: VF_0 }), aCloudPort({ id: 'other', pciSlot: VF_1 })];
    const allocations = allocated({
      bandwidth: { NET_BW_EGR_KILOBIT_PER_SEC: 3_000_500, NET_BW_IGR_KILOBIT_PER_SEC: 1_000_000 },
    });

    expect(devicesWith(ports, allocations)?.map(({ bandwidthMbps }) => bandwidthMbps)).toEqual([1501, 1500]);
  });

  const withAlias = (spec: string, changes: Partial<ObservedServer> = {}): ObservedServer =>
    anObservedServer({ flavor: flavor({ 'pci_passthrough:alias': spec }) }, changes);

  it('of an alias are one of the VFs of the PF that Placement names, nobody knows which', () => {
    const allocations = allocated({ root: { VCPU: 4 }, nic: { CUSTOM_PCI_8086_1889: 2 } });
    const claim = claimOf(withAlias('nic:2', { allocations }));

    expect(claim).toMatchObject({ devices: [], somewhere: [{ count: 2, among: [{ kind: 'vf', address: PF }] }] });
  });

  it('of an alias are the device itself where it has no VFs, or is asked for as a whole', () => {
    const { vendorId = '', productId = '' } = inventory.pfs[0] ?? {};
    const whole = `CUSTOM_PCI_${vendorId}_${productId}`.toUpperCase();
    const allocations = allocated({ nvme: { CUSTOM_PCI_144D_A808: 1 }, nic: { [whole]: 1 } });

    expect(claimOf(withAlias('fast:1,nic:1', { allocations }))?.devices).toMatchObject([
      { kind: 'pf', address: PF },
      { kind: 'pci', address: '0000:5e:00.0' },
    ]);
  });

  it('of an alias are somewhere among those that it covers where Placement does not tell: near the guest first', () => {
    const topology = aServerTopology({ cells: [{ vcpus: [0], memoryMib: 1, hostNode: 1, pinning: {} }] });
    const spots = (node1: boolean) => {
      const addresses = node1 ? ['0000:5e:00.0', '0000:5f:00.0'] : ['0000:5f:00.0', '0000:5e:00.0'];
      return [{ count: 1, among: addresses.map((address) => ({ kind: 'device', address })) }];
    };
    const onNode0 = aServerTopology({ cells: [{ vcpus: [0], memoryMib: 1, hostNode: 0, pinning: {} }] });

    expect(claimOf(withAlias('fast:1', { topology }))?.somewhere).toEqual(spots(true));
    expect(claimOf(withAlias('fast:1', { topology: onNode0 }))?.somewhere).toEqual(spots(false));
  });

  it('of an alias are counted beyond what Placement has so far', () => {
    const allocations = allocated({ nvme: { CUSTOM_PCI_144D_A808: 1 } });

    expect(claimOf(withAlias('fast:2', { allocations }))).toMatchObject({
      devices: [{ address: '0000:5e:00.0' }],
      somewhere: [{ count: 1 }],
    });
    expect(claimOf(withAlias('fast:1', { allocations }))?.somewhere).toBeUndefined();
  });

  it("of an alias are looked for by Nova's definitions where they are known, VFs of NICs too", () => {
    const vf = inventory.pfs[0]?.vfs[0];
    const entry = { vendorId: vf?.vendorId ?? null, productId: vf?.productId ?? null, numaPolicy: null };
    const aliases = new PciAliases([{ ...entry, name: 'nic', deviceType: 'type-VF' }]);

    expect(claimOf(withAlias('nic:1,fast:1'), host({ aliases }))?.somewhere).toEqual([
      { count: 1, among: [{ kind: 'vf', address: PF }] },
    ]);
  });

  it('of an alias with one device only is that device', () => {
    const one = { ...inventory, pciDevices: [nvme('0000:5e:00.0')] };

    expect(claimOf(withAlias('fast:1'), host({ inventory: one }))).toMatchObject({
      devices: [{ kind: 'pci', address: '0000:5e:00.0' }],
    });
  });
});

describe('who holds a host', () => {
  it.each`
    status                 | taskState     | holds    | why
    ${'ACTIVE'}            | ${null}       | ${true}  | ${'it runs'}
    ${'SHUTOFF'}           | ${null}       | ${true}  | ${'it may be started'}
    ${'BUILD'}             | ${'spawning'} | ${true}  | ${'it is being built'}
    ${'ERROR'}             | ${null}       | ${true}  | ${'Nova counts it until it is deleted'}
    ${'SOFT_DELETED'}      | ${null}       | ${true}  | ${'it may be restored'}
    ${'SHELVED'}           | ${null}       | ${true}  | ${'it is there as long as it is not offloaded'}
    ${'SHELVED_OFFLOADED'} | ${null}       | ${false} | ${'it is on no host'}
    ${'SHELVED_OFFLOADED'} | ${'spawning'} | ${true}  | ${'it is coming back'}
    ${'DELETED'}           | ${null}       | ${false} | ${'it is gone'}
  `(
    'a server in $status ($taskState): $holds, for $why',
    ({ status, taskState, holds }: { status: string; taskState: string | null; holds: boolean }) => {
      expect(claimOf(anObservedServer({ status, taskState })) !== undefined).toBe(holds);
    },
  );

  it('nobody holds anything of a host that is not his', () => {
    expect(claimOf(anObservedServer({ host: 'compute-2' }))).toBeUndefined();
    expect(claimOf(anObservedServer({ host: null, status: 'ERROR' }))).toBeUndefined();
  });

  it.each(['MIGRATING', 'RESIZE', 'VERIFY_RESIZE', 'REVERT_RESIZE'])(
    'a server in %s keeps what it leaves',
    (status) => {
      const former = aForeignClaim({ vcpus: 7 });
      const there = anObservedServer({ status, host: 'compute-2' });

      expect(claimOf(there, host(), former)).toEqual(former);
      expect(claimOf(anObservedServer({ host: 'compute-2' }), host(), former)).toBeUndefined();
    },
  );

  it('a server holds already what Placement gives it where it comes', () => {
    const allocations = allocated({ root: { VCPU: 4, MEMORY_MB: 4096 }, nic: { CUSTOM_PCI_8086_1889: 1 } });

    expect(claimOf(anObservedServer({ status: 'MIGRATING', host: 'compute-2' }, { allocations }))).toMatchObject({
      vcpus: 4,
      memoryMib: 4096,
      cells: [],
      somewhere: [{ count: 1 }],
    });
  });

  it('the id of a migration is not counted beside the server that it moves', () => {
    const former = aForeignClaim({ vcpus: 4, memoryMib: 1024, diskGib: 1 });
    const moving = { observed: anObservedServer({ status: 'VERIFY_RESIZE', host: 'compute-2' }), former };
    const takes = { root: { VCPU: 4, MEMORY_MB: 1024, DISK_GB: 1 } };
    const migration = { consumerId: 'a', allocations: allocated(takes, 'a') };
    const leak = { consumerId: 'b', allocations: allocated(takes, 'b') };

    expect(hostServerClaims([moving], [migration], host())).toEqual([former]);
    // One server explains one of them; the other counts, as Placement counts it.
    expect(hostServerClaims([moving], [migration, leak], host()).map(({ vcpus }) => vcpus)).toEqual([4, 4]);
    expect(hostServerClaims([], [migration], host())).toMatchObject([{ reservationId: 'a', vcpus: 4, projectId: '' }]);
  });

  it('a consumer without anything of the host does not', () => {
    const elsewhere = { consumerId: 'a', allocations: allocated({ other: { VCPU: 1 } }, 'a') };

    expect(hostServerClaims([], [elsewhere], host())).toEqual([]);
  });

  it.each([
    ['ACTIVE', null, false],
    ['ACTIVE', 'migrating', true],
    ['ACTIVE', 'resize_prep', true],
    ['VERIFY_RESIZE', null, true],
    ['ACTIVE', 'powering-off', false],
  ])('a server in %s (%s) moves: %s', (status, taskState, moves) => {
    expect(isMoving({ status, taskState })).toBe(moves);
  });
});

describe('whatever services say,', () => {
  const amount = fc.integer({ min: 0, max: 1000 });
  const specs = fc.record(
    {
      'hw:cpu_policy': fc.constantFrom('dedicated', 'mixed', 'shared', 'nonsense'),
      'hw:cpu_dedicated_mask': fc.constantFrom('0', '1-2', '^0'),
      'hw:emulator_threads_policy': fc.constantFrom('isolate', 'share'),
      'hw:numa_nodes': fc.constantFrom('1', '2', '9'),
      'hw:mem_page_size': fc.constantFrom('small', 'large', '2048', 'x'),
      'pci_passthrough:alias': fc.constantFrom('fast:1', 'fast:3,nic:2', 'fast', ':'),
    },
    { requiredKeys: [] },
  );
  const servers = fc
    .record({
      id: fc.uuid(),
      status: fc.constantFrom('ACTIVE', 'ERROR', 'VERIFY_RESIZE', 'SHELVED_OFFLOADED', 'MIGRATING'),
      host: fc.constantFrom('compute-1', 'compute-2', null),
      vcpus: fc.integer({ min: 1, max: 16 }),
      extraSpecs: specs,
      imageId: fc.constantFrom(null, 'i'),
      pinned: fc.uniqueArray(fc.integer({ min: 0, max: 63 }), { maxLength: 8 }),
      node: fc.constantFrom(-1, 0, 1, 7, null),
      pageSizeKib: fc.constantFrom(null, -1, 4, 2048),
      slot: fc.constantFrom(null, VF_0, PF, '0000:99:00.0', 'nonsense'),
      placed: fc.option(
        fc.dictionary(
          fc.constantFrom('root', 'nic', 'nvme', 'bandwidth', 'elsewhere'),
          fc.dictionary(fc.constantFrom('VCPU', 'PCPU', 'MEMORY_MB', 'CUSTOM_PCI_8086_1889'), amount),
        ),
        { nil: null },
      ),
    })
    .map((given): ObservedServer => {
      const { id, status, host: on, vcpus, extraSpecs, imageId, pinned, node, pageSizeKib, slot, placed } = given;
      const pinning = Object.fromEntries(pinned.map((cpu, guest) => [String(guest), cpu]));
      return anObservedServer(
        { id, status, host: on, imageId, flavor: flavor(extraSpecs, { vcpus }) },
        {
          topology: aServerTopology({
            pageSizeKib,
            cells: [{ vcpus: [0, 1], memoryMib: 64, hostNode: node, pinning }],
          }),
          ports: [aCloudPort({ deviceId: id, pciSlot: slot, hostId: on })],
          allocations: placed === null ? null : allocated(placed, id),
        },
      );
    });

  it('claims are never below zero, and the same from the same facts in any order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(servers, { maxLength: 5, selector: ({ server }) => server.id }), (observed) => {
        const here = observed.map((each) => ({ observed: each, former: null }));
        const claims = hostServerClaims(here, [], host());

        expect(hostServerClaims([...here].reverse(), [], host())).toEqual(claims);
        for (const { vcpus, pcpus, memoryMib, diskGib, cells, devices, somewhere = [] } of claims) {
          const amounts = [
            ...[vcpus, pcpus, memoryMib, diskGib],
            ...cells.flatMap((cell) => [cell.hostNode, cell.sharedVcpus, cell.memoryMib, cell.pageSizeKib - 1]),
            ...devices.flatMap((device) => [device.bandwidthMbps, device.packetRateKpps]),
            ...somewhere.map(({ count }) => count - 1),
          ];
          expect(amounts.filter((each) => !Number.isInteger(each) || each < 0)).toEqual([]);
          expect(new Set(devices.map(({ address }) => address)).size).toBe(devices.length);
        }
      }),
    );
  });
});
