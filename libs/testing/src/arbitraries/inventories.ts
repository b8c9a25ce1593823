import type { Bridge, Inventory, NumaNode, PciDevice, PhysicalFunction, VfState, VirtualFunction } from '@iopath/core';
import fc from 'fast-check';
import { anInventory } from '../builders/a-host-record';

const KIB_PER_MIB = 1024;
const KIB_PER_GIB = 1_048_576;
const VF_STATES: readonly VfState[] = ['available', 'available', 'in_use_externally', 'unhealthy', 'quarantined'];
const PHYSICAL_NETWORKS = [null, 'physnet1', 'PhysNet2'] as const;

interface NodeShape {
  readonly cores: number;
  readonly memoryGib: number;
  readonly hugeGib: number;
}

interface HostShape {
  readonly nodes: readonly NodeShape[];
  readonly threads: number;
  readonly cpuSets: 'none' | 'shared' | 'dedicated' | 'both';
  readonly ratios: { readonly cpu: number; readonly ram: number; readonly disk: number };
  readonly reservedMib: number;
  readonly diskGib: number | null;
  readonly pfs: readonly PfShape[];
  readonly devices: readonly DeviceShape[];
  readonly observedAtMs: number | null;
  readonly told: ToldShape;
}

/** Facts that documents may leave out. */
interface ToldShape {
  readonly smtActive?: boolean;
  readonly isolatesCpus?: boolean;
  readonly kernelCommandLine?: string;
  readonly vfio?: boolean;
  readonly openvswitch?: string;
  readonly freePages?: number;
  readonly queuesMax?: number;
  readonly msixVectors?: number;
  readonly hwTcOffload?: boolean;
  readonly firmwareVersion?: string;
  readonly driver?: string;
  readonly factSources?: Inventory['factSources'];
  readonly unseen?: Inventory['unseen'];
  readonly assumed?: Inventory['assumed'];
}

interface PfShape {
  readonly totalVfs: number;
  readonly vfStates: readonly VfState[];
  readonly node: number | null;
  readonly ownGroups: boolean;
  readonly physicalNetwork: string | null;
  readonly vfDrivers: readonly (string | null)[];
  readonly vdpa: number;
}

interface DeviceShape {
  readonly node: number | null;
  readonly iommuGroup: number | null;
}

const nodeShape: fc.Arbitrary<NodeShape> = fc.record({
  cores: fc.integer({ min: 1, max: 6 }),
  memoryGib: fc.integer({ min: 4, max: 32 }),
  hugeGib: fc.integer({ min: 0, max: 4 }),
});

const pfShape: fc.Arbitrary<PfShape> = fc.record({
  totalVfs: fc.integer({ min: 6, max: 16 }),
  vfStates: fc.array(fc.constantFrom(...VF_STATES), { maxLength: 6 }),
  node: fc.option(fc.nat({ max: 3 })),
  ownGroups: fc.boolean(),
  physicalNetwork: fc.constantFrom(...PHYSICAL_NETWORKS),
  vfDrivers: fc.array(fc.constantFrom('vfio-pci', 'mlx5_core', 'ifcvf', null), { minLength: 6, maxLength: 6 }),
  vdpa: fc.constantFrom(0, 0, 1, 3),
});

const factName = fc.constantFrom('numa_nodes', 'pfs.vfs', 'vhost.net', 'cpu.apicv');

const toldShape: fc.Arbitrary<ToldShape> = fc.record(
  {
    smtActive: fc.boolean(),
    isolatesCpus: fc.boolean(),
    kernelCommandLine: fc.constantFrom('iommu=pt', 'isolcpus=2-3 hugepages=16'),
    vfio: fc.boolean(),
    openvswitch: fc.constant('3.3.0'),
    freePages: fc.nat({ max: 4 }),
    queuesMax: fc.integer({ min: 11, max: 64 }),
    msixVectors: fc.integer({ min: 1, max: 64 }),
    hwTcOffload: fc.boolean(),
    firmwareVersion: fc.constant('22.36.1010'),
    driver: fc.constantFrom('vfio-pci', 'nvme'),
    factSources: fc.array(fc.record({ fact: factName, source: fc.constantFrom('libvirt', 'put') }), { maxLength: 3 }),
    unseen: fc.array(
      fc.record({
        fact: factName,
        reason: fc.constantFrom('not_told', 'no_permission'),
        detail: fc.constant('a file'),
      }),
      { maxLength: 2 },
    ),
    assumed: fc.array(fc.record({ fact: factName, why: fc.constant('its model suggests it') }), { maxLength: 2 }),
  },
  { requiredKeys: [] },
);

const hostShape: fc.Arbitrary<HostShape> = fc.record({
  nodes: fc.array(nodeShape, { minLength: 1, maxLength: 3 }),
  threads: fc.constantFrom(1, 2),
  cpuSets: fc.constantFrom('none', 'shared', 'dedicated', 'both'),
  ratios: fc.record({ cpu: fc.constantFrom(1, 4, 16), ram: fc.constantFrom(1, 1.5), disk: fc.constant(1) }),
  reservedMib: fc.integer({ min: 0, max: 4096 }),
  diskGib: fc.option(fc.integer({ min: 10, max: 2000 })),
  pfs: fc.array(pfShape, { maxLength: 3 }),
  devices: fc.array(fc.record({ node: fc.option(fc.nat({ max: 3 })), iommuGroup: fc.option(fc.nat({ max: 5 })) }), {
    maxLength: 3,
  }),
  observedAtMs: fc.option(fc.nat()),
  told: toldShape,
});

/** Inventories that one real machine could have: every rule across fields holds. */
export function inventories(): fc.Arbitrary<Inventory> {
  return hostShape.map(inventoryOf);
}

function inventoryOf(shape: HostShape): Inventory {
  const nodes = shape.nodes.map((_, id) => numaNode(shape, id));
  const cpus = nodes.flatMap((node) => node.cpus).sort((a, b) => a - b);
  const half = Math.ceil(cpus.length / 2);
  const { cpuSets, told } = shape;
  const { versions, cpu } = anInventory();
  return anInventory({
    versions: { ...versions, ...given({ openvswitch: told.openvswitch }) },
    cpu: {
      ...cpu,
      ...given({ smtActive: told.smtActive, isolatedCpus: told.isolatesCpus === true ? cpus.slice(half) : undefined }),
    },
    ...given({
      kernelCommandLine: told.kernelCommandLine,
      vfio: told.vfio,
      factSources: told.factSources,
      unseen: told.unseen,
      assumed: told.assumed,
    }),
    observedAtMs: shape.observedAtMs,
    allocationRatios: shape.ratios,
    reserved: { cpus: 0, memoryMib: shape.reservedMib, diskGib: 0 },
    cpuSharedSet: cpuSets === 'shared' || cpuSets === 'both' ? cpus.slice(0, half) : null,
    cpuDedicatedSet: cpuSets === 'dedicated' || cpuSets === 'both' ? cpus.slice(half) : null,
    localDisk: shape.diskGib === null ? null : { totalGib: shape.diskGib, kind: 'ssd' },
    numaNodes: nodes,
    pfs: shape.pfs.map((pf, i) => physicalFunction(pf, i, { nodes: nodes.length, told })),
    pciDevices: shape.devices.map((device, i) => ({
      ...pciDevice(device, i, nodes.length),
      ...given({ driver: told.driver }),
    })),
    bridges: bridges(shape.pfs),
  });
}

/** Threads of one core are as many CPUs apart as the host has cores, as Linux numbers them. */
function numaNode({ nodes, threads, told }: HostShape, id: number): NumaNode {
  const { cores, memoryGib, hugeGib } = nodes[id] as NodeShape;
  const first = nodes.slice(0, id).reduce((sum, node) => sum + node.cores, 0);
  const allCores = nodes.reduce((sum, node) => sum + node.cores, 0);
  const siblings = Array.from({ length: cores }, (_, core) =>
    Array.from({ length: threads }, (_, thread) => first + core + thread * allCores),
  );
  return {
    id,
    socket: id,
    cpus: siblings.flat().sort((a, b) => a - b),
    siblings: threads === 1 ? [] : siblings,
    memoryMib: memoryGib * KIB_PER_MIB,
    distances: nodes.map((_, other) => (other === id ? 10 : 21)),
    pages: [
      { sizeKib: 4, total: ((memoryGib - hugeGib) * KIB_PER_GIB) / 4 },
      {
        sizeKib: KIB_PER_GIB,
        total: hugeGib,
        ...given({ free: told.freePages === undefined ? undefined : Math.min(told.freePages, hugeGib) }),
      },
    ],
  };
}

function physicalFunction(
  shape: PfShape,
  i: number,
  { nodes, told }: { readonly nodes: number; readonly told: ToldShape },
): PhysicalFunction {
  const bus = (0x10 + i).toString(16);
  const firstGroup = 100 * (i + 1);
  const vfs = shape.vfStates.map((state, index): VirtualFunction => ({
    index,
    address: `0000:${bus}:01.${index}`,
    vendorId: '15b3',
    productId: '101e',
    driver: shape.vfDrivers[index] ?? null,
    iommuGroup: shape.ownGroups ? firstGroup + 1 + index : firstGroup,
    queues: 11,
    ...given({ queuesMax: told.queuesMax, msixVectors: told.msixVectors }),
    vdpaDevice: index < shape.vdpa ? `vdpa${i}${index}` : null,
    state,
  }));
  return {
    address: `0000:${bus}:00.0`,
    ifname: `ens${i}f0`,
    vendorId: '15b3',
    productId: '101d',
    driver: 'mlx5_core',
    numaNode: knownNode(shape.node, nodes),
    physicalNetwork: shape.physicalNetwork,
    linkSpeedMbps: 25_000,
    linkState: 'up',
    mtu: 9000,
    combinedQueues: 63,
    ...given({ hwTcOffload: told.hwTcOffload, firmwareVersion: told.firmwareVersion }),
    eswitchMode: 'legacy',
    totalVfs: shape.totalVfs,
    iommuGroup: firstGroup,
    pcieRoot: null,
    packetRateKpps: null,
    vfs,
  };
}

function pciDevice({ node, iommuGroup }: DeviceShape, i: number, nodes: number): PciDevice {
  return {
    address: `0000:8${i}:00.0`,
    vendorId: '144d',
    productId: 'a808',
    deviceClass: 'nvme',
    deviceType: 'type-PCI',
    pfAddress: null,
    numaNode: knownNode(node, nodes),
    iommuGroup,
    alias: 'nvme',
    hostInUse: false,
  };
}

function knownNode(node: number | null, nodes: number): number | null {
  return node === null || node >= nodes ? null : node;
}

function bridges(pfs: readonly PfShape[]): Bridge[] {
  const names = new Set(pfs.map((pf) => pf.physicalNetwork).filter((name) => name !== null));
  return [...names].map((name) => ({
    name: `br-${name}`,
    physicalNetwork: name,
    datapath: 'system',
    uplinkMbps: 25_000,
    hwOffload: null,
  }));
}

/** What is not told is left out. */
function given<Members extends object>(
  members: Members,
): { [Name in keyof Members]?: Exclude<Members[Name], undefined> } {
  const told = Object.entries(members).filter(([, value]) => value !== undefined);
  return Object.fromEntries(told) as { [Name in keyof Members]?: Exclude<Members[Name], undefined> };
}
