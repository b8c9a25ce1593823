import {
  compileHost,
  type HostState,
  type Inventory,
  type NumaNode,
  type PciDevice,
  type PhysicalFunction,
} from '@iopath/core';
import { anInventory, aPf, hostFacts } from '@iopath/testing';
import fc from 'fast-check';
import { wishes, withClaim } from './claims';

interface NodeShape {
  readonly cores: number;
  readonly memoryMib: number;
  readonly hugeMib: number;
  readonly gigantic: boolean;
}

interface PfShape {
  readonly vfs: number;
  /** How many of the VFs have a vDPA device. */
  readonly vdpa: number;
  readonly at: number | null;
  readonly network: string;
}

interface HostShape {
  readonly nodes: readonly NodeShape[];
  readonly firstId: number;
  readonly sockets: 'each' | 'pairs' | 'unknown';
  readonly threads: number;
  readonly cpuSets: 'none' | 'dedicated' | 'shared' | 'by core' | 'by thread';
  readonly ratios: { readonly cpu: number; readonly ram: number; readonly disk: number };
  readonly pfs: readonly PfShape[];
  readonly drives: readonly { readonly at: number | null; readonly alias: 'nvme' | 'hba' }[];
  readonly networks: Inventory['networkNumaAffinity'];
  readonly packs: boolean;
}

/** The one physical network whose PFs are in switchdev mode: Nova cannot tell the two kinds of VF apart. */
export const OFFLOADED = 'physnet3';

const CPU_SETS = [
  'none',
  'dedicated',
  'dedicated',
  'shared',
  'by core',
  'by core',
  'by core',
  'by core',
  'by core',
  'by thread',
] as const;
const at = fc.option(fc.nat({ max: 7 }), { freq: 6 });

const shapes: fc.Arbitrary<HostShape> = fc.record({
  nodes: fc
    .constantFrom(1, 2, 2, 2, 3, 4, 4, 6, 8)
    .chain((count) => fc.array(nodeShapes(), { minLength: count, maxLength: count })),
  firstId: fc.constantFrom(0, 0, 0, 2),
  sockets: fc.constantFrom('each', 'pairs', 'pairs', 'unknown'),
  threads: fc.constantFrom(1, 2, 2),
  cpuSets: fc.constantFrom(...CPU_SETS),
  ratios: fc.record({ cpu: fc.constantFrom(1, 2, 4, 16), ram: fc.constantFrom(1, 1, 1.5), disk: fc.constant(1) }),
  pfs: fc.array(
    fc.record({
      vfs: fc.constantFrom(0, 1, 2, 3, 4),
      at,
      vdpa: fc.nat({ max: 4 }),
      network: fc.constantFrom('physnet1', 'physnet1', 'physnet1', 'physnet2', OFFLOADED),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  drives: fc.array(fc.record({ at, alias: fc.constantFrom('nvme' as const, 'nvme' as const, 'hba' as const) }), {
    maxLength: 4,
  }),
  networks: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    {
      weight: 2,
      arbitrary: fc.uniqueArray(
        fc.record({
          physicalNetwork: fc.constantFrom('physnet1', 'physnet2', null),
          numaNodes: fc.uniqueArray(fc.nat({ max: 4 }), { minLength: 1, maxLength: 2 }),
        }),
        { selector: ({ physicalNetwork }) => physicalNetwork, maxLength: 3 },
      ),
    },
  ),
  packs: fc.constantFrom(false, false, false, true),
});

function nodeShapes(): fc.Arbitrary<NodeShape> {
  return fc.record({
    cores: fc.integer({ min: 1, max: 10 }),
    memoryMib: fc.constantFrom(1024, 2048, 4096, 8192),
    hugeMib: fc.constantFrom(0, 0, 512, 1024),
    gigantic: fc.boolean(),
  });
}

/** Hosts as inventories with claims, compiled: what the planner sees. */
export const hosts: fc.Arbitrary<HostState> = fc
  .record({ shape: shapes, before: fc.oneof(fc.array(wishes, { maxLength: 2 }), fc.array(wishes, { maxLength: 6 })) })
  .map(({ shape, before }) =>
    compileHost(before.reduce(withClaim, hostFacts('compute-1', { inventory: inventoryOf(shape) }))),
  );

function inventoryOf(shape: HostShape): Inventory {
  const numaNodes = shape.nodes.map((_, position) => numaNode(shape, position));
  const ids = numaNodes.map(({ id }) => id);
  const known = (position: number | null): number | null =>
    position === null ? null : (ids[position % ids.length] ?? null);
  return anInventory({
    allocationRatios: shape.ratios,
    ...cpuSets(shape, numaNodes),
    numaNodes,
    pfs: shape.pfs.map((pf, index) => physicalFunction(pf, index, known(pf.at))),
    pciDevices: shape.drives.map((drive, index) => pciDevice(drive.alias, index, known(drive.at))),
    vhost: { net: true, user: false, vdpa: true },
    bridges: ['physnet1', 'physnet2', OFFLOADED, null].map((physicalNetwork) => ({
      name: `br-${physicalNetwork ?? 'tun'}`,
      physicalNetwork,
      datapath: 'system',
      uplinkMbps: 25_000,
      hwOffload: physicalNetwork === OFFLOADED,
    })),
    networkNumaAffinity: shape.networks,
    packingHostNumaCellsAllocationStrategy: shape.packs,
  });
}

/** Threads of a core are as many CPUs apart as the host has cores, as Linux numbers them. */
function numaNode(shape: HostShape, position: number): NumaNode {
  const { cores, memoryMib, hugeMib, gigantic } = shape.nodes[position] as NodeShape;
  const before = shape.nodes.slice(0, position).reduce((sum, node) => sum + node.cores, 0);
  const all = shape.nodes.reduce((sum, node) => sum + node.cores, 0);
  const siblings = Array.from({ length: cores }, (_, core) =>
    Array.from({ length: shape.threads }, (_thread, thread) => before + core + thread * all),
  );
  const hugeKib = Math.min(hugeMib, memoryMib) * 1024;
  const gigabytes = gigantic && hugeKib + 1_048_576 <= memoryMib * 1024 ? 1 : 0;
  const socketOf = { each: position, pairs: position >> 1, unknown: null };
  return {
    id: shape.firstId + position,
    socket: socketOf[shape.sockets],
    cpus: siblings.flat().sort((a, b) => a - b),
    siblings: shape.threads === 1 ? [] : siblings,
    memoryMib,
    distances: [],
    pages: [
      { sizeKib: 4, total: (memoryMib * 1024 - hugeKib - gigabytes * 1_048_576) / 4 },
      { sizeKib: 2048, total: hugeKib / 2048 },
      { sizeKib: 1_048_576, total: gigabytes },
    ],
  };
}

/** On mixed hosts every third core, or the second thread of each, is shared. */
function cpuSets(
  { cpuSets: how, threads }: HostShape,
  nodes: readonly NumaNode[],
): Pick<Inventory, 'cpuSharedSet' | 'cpuDedicatedSet'> {
  const cpus = nodes.flatMap((node) => node.cpus).sort((a, b) => a - b);
  const cores = cpus.length / threads;
  const isShared = (cpu: number): boolean => (how === 'by core' ? (cpu % cores) % 3 === 0 : cpu >= cores);
  switch (how) {
    case 'none':
      return { cpuSharedSet: null, cpuDedicatedSet: null };
    case 'dedicated':
      return { cpuSharedSet: null, cpuDedicatedSet: cpus };
    case 'shared':
      return { cpuSharedSet: cpus, cpuDedicatedSet: null };
    case 'by core':
    case 'by thread':
      return { cpuSharedSet: cpus.filter(isShared), cpuDedicatedSet: cpus.filter((cpu) => !isShared(cpu)) };
  }
}

function physicalFunction({ vfs, vdpa, network }: PfShape, index: number, numaNode: number | null): PhysicalFunction {
  const bus = `0000:${(0x20 + index).toString(16)}`;
  return aPf(vfs, {
    address: `${bus}:00.0`,
    ifname: `ens${index}`,
    numaNode,
    physicalNetwork: network,
    totalVfs: 8,
    iommuGroup: 100 * (index + 1),
    eswitchMode: network === OFFLOADED ? 'switchdev' : 'legacy',
    vfs: aPf(vfs).vfs.map((vf, nth) => ({
      ...vf,
      address: `${bus}:01.${nth}`,
      driver: 'mlx5_core',
      iommuGroup: 100 * (index + 1) + 1 + nth,
      vdpaDevice: network === OFFLOADED && nth < vdpa ? `vdpa${nth}` : null,
    })),
  });
}

function pciDevice(alias: 'nvme' | 'hba', index: number, numaNode: number | null): PciDevice {
  const ids = alias === 'nvme' ? { vendorId: '144d', productId: 'a808' } : { vendorId: '1000', productId: '00e1' };
  return {
    ...ids,
    address: `0000:${(0x80 + index).toString(16)}:00.0`,
    deviceClass: alias,
    deviceType: 'type-PCI',
    pfAddress: null,
    numaNode,
    iommuGroup: 2000 + index,
    alias,
    hostInUse: false,
  };
}
