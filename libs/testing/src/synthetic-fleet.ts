import {
  canonicalInventory,
  compileHost,
  formatHash,
  hash64,
  type CpuSet,
  type HostClaim,
  type HostFacts,
  type HostState,
  type Inventory,
  type NumaNode,
  type PciDevice,
  type PhysicalFunction,
  type VirtualFunction,
} from '@iopath/core';
import { anInventory } from './builders/a-host-record';

const PROJECTS = 40;
const RACKS = 12;
const KIB_PER_GIB = 1_048_576;

interface HardwareType {
  readonly coresASocket: number;
  readonly memoryGibANode: number;
  readonly hugeGibANode: number;
  readonly speedMbps: number;
  readonly pfProduct: string;
  readonly vfProduct: string;
  readonly vendorId: string;
  readonly driver: string;
  readonly nvme: number;
}

/** Four kinds of two-socket host, so that rules, capacities and predictions differ over the fleet. */
const TYPES: readonly HardwareType[] = [
  {
    coresASocket: 32,
    memoryGibANode: 256,
    hugeGibANode: 128,
    speedMbps: 100_000,
    vendorId: '15b3',
    pfProduct: '101d',
    vfProduct: '101e',
    driver: 'mlx5_core',
    nvme: 2,
  },
  {
    coresASocket: 32,
    memoryGibANode: 256,
    hugeGibANode: 64,
    speedMbps: 100_000,
    vendorId: '8086',
    pfProduct: '1592',
    vfProduct: '1889',
    driver: 'ice',
    nvme: 1,
  },
  {
    coresASocket: 20,
    memoryGibANode: 192,
    hugeGibANode: 96,
    speedMbps: 25_000,
    vendorId: '8086',
    pfProduct: '158b',
    vfProduct: '154c',
    driver: 'i40e',
    nvme: 0,
  },
  {
    coresASocket: 16,
    memoryGibANode: 128,
    hugeGibANode: 0,
    speedMbps: 25_000,
    vendorId: '15b3',
    pfProduct: '1017',
    vfProduct: '1018',
    driver: 'mlx5_core',
    nvme: 0,
  },
];

/** What a synthetic fleet is like. */
export interface FleetShape {
  /** PFs a host, half of them on each NUMA node. */
  readonly pfs: 2 | 4 | 8;
  readonly vfsAPf: number;
  /**
   * `alike`: between none and ten VMs by eleven patterns, so that some hundred kinds of host come up again and again.
   * `varied`: between none and thirty VMs, each on whichever PF with whatever bandwidth, so that hardly two are alike.
   */
  readonly load: 'alike' | 'varied';
}

const SMALL: FleetShape = { pfs: 2, vfsAPf: 16, load: 'alike' };

/** `hosts` compiled hosts, the same ones each time: see {@link syntheticHostFacts}. */
export function syntheticFleet(hosts: number, shape: FleetShape = SMALL): HostState[] {
  return syntheticHostFacts(hosts, shape).map(compileHost);
}

/**
 * A fleet for benches: two sockets a host, four hardware types, a dozen racks with settings of their own, and claims
 * that take between none and most of a host. Made from the host's number alone: no chance is involved.
 */
export function syntheticHostFacts(hosts: number, shape: FleetShape = SMALL): HostFacts[] {
  const makers = new Map<number, DocumentMaker>();
  return Array.from({ length: hosts }, (_, i) => {
    const variant = i % (TYPES.length * RACKS);
    const maker = makers.get(variant) ?? documentMaker(i, shape);
    makers.set(variant, maker);
    const inventory = maker.make();
    return {
      hostName: `compute-${String(i).padStart(5, '0')}`,
      state: i % 97 === 0 ? 'draining' : 'active',
      generation: 1,
      version: 1 + (i % 5),
      inventory,
      inventoryHash: maker.inventoryHash,
      claims: shape.load === 'alike' ? patternedClaims(i, inventory) : variedClaims(i, inventory),
      quarantined: [],
    };
  });
}

/** Makes the documents of one type and rack. */
interface DocumentMaker {
  readonly inventoryHash: string;
  make(): Inventory;
}

/** Hosts of one type and rack have equal documents: one hash serves them, and one list of each PF's VFs. */
function documentMaker(i: number, shape: FleetShape): DocumentMaker {
  const first = buildInventory(i, shape);
  return {
    inventoryHash: formatHash(hash64(canonicalInventory(first))),
    make: () => {
      const own = buildInventory(i, { ...shape, vfsAPf: 0 });
      return { ...own, pfs: own.pfs.map((pf, at) => ({ ...pf, ...pick(first.pfs[at]) })) };
    },
  };
}

function pick(pf: PhysicalFunction | undefined): Pick<PhysicalFunction, 'vfs' | 'totalVfs'> {
  return { vfs: pf?.vfs ?? [], totalVfs: pf?.totalVfs ?? 0 };
}

function buildInventory(i: number, { pfs, vfsAPf }: FleetShape): Inventory {
  const type = TYPES[i % TYPES.length] as HardwareType;
  const rack = Math.floor(i / TYPES.length) % RACKS;
  const cpus = type.coresASocket * 2;
  const pinnable = rack % 3 !== 0;
  const shared = pinnable ? [...range(0, 8), ...range(cpus, cpus + 8)] : null;
  return anInventory({
    availabilityZone: rack % 4 === 3 ? 'az2' : 'nova',
    aggregates: rack % 2 === 0 ? ['sriov'] : [],
    rack: `r${rack}`,
    numaNodes: [0, 1].map((id) => numaNode(type, id)),
    cpuSharedSet: shared,
    cpuDedicatedSet: pinnable ? [...range(8, cpus), ...range(cpus + 8, cpus * 2)] : null,
    reserved: { cpus: 0, memoryMib: 8192, diskGib: 20 },
    localDisk: { totalGib: 3_600, kind: 'nvme' },
    pfs: range(0, pfs).map((at) => physicalFunction(type, at, rack, vfsAPf)),
    pciDevices: range(0, type.nvme).map(nvmeDrive),
    bridges: [
      { name: 'br-ex', physicalNetwork: 'physnet1', datapath: 'system', uplinkMbps: type.speedMbps, hwOffload: null },
    ],
  });
}

function numaNode(type: HardwareType, id: number): NumaNode {
  const cores = range(id * type.coresASocket, (id + 1) * type.coresASocket);
  const offset = type.coresASocket * 2;
  return {
    id,
    socket: id,
    cpus: [...cores, ...cores.map((core) => core + offset)],
    siblings: cores.map((core) => [core, core + offset]),
    memoryMib: type.memoryGibANode * 1024,
    distances: id === 0 ? [10, 21] : [21, 10],
    pages: [
      { sizeKib: 4, total: ((type.memoryGibANode - type.hugeGibANode) * KIB_PER_GIB) / 4 },
      { sizeKib: KIB_PER_GIB, total: type.hugeGibANode },
    ],
  };
}

/** @param at position of the PF on the host: even ones lie on node 0. */
function physicalFunction(type: HardwareType, at: number, rack: number, vfs: number): PhysicalFunction {
  const node = at % 2;
  const bus = ((node === 0 ? 0x3b : 0xaf) + (at >> 1)).toString(16);
  const firstGroup = 40 + at * 100;
  return {
    address: `0000:${bus}:00.0`,
    ifname: `ens${at}f0`,
    vendorId: type.vendorId,
    productId: type.pfProduct,
    driver: type.driver,
    numaNode: node,
    physicalNetwork: node === 0 || rack % 5 !== 0 ? 'physnet1' : 'physnet2',
    linkSpeedMbps: type.speedMbps,
    linkState: rack === 7 && node === 1 ? 'down' : 'up',
    mtu: 9000,
    combinedQueues: 63,
    eswitchMode: 'legacy',
    totalVfs: vfs,
    iommuGroup: firstGroup,
    pcieRoot: `0000:${node === 0 ? '3a' : 'ae'}`,
    packetRateKpps: null,
    vfs: range(0, vfs).map((index) => virtualFunction(type, bus, index, firstGroup)),
  };
}

function virtualFunction(type: HardwareType, bus: string, index: number, pfGroup: number): VirtualFunction {
  const slot = (1 + (index >> 3)).toString(16).padStart(2, '0');
  return {
    index,
    address: `0000:${bus}:${slot}.${index & 7}`,
    vendorId: type.vendorId,
    productId: type.vfProduct,
    driver: 'vfio-pci',
    iommuGroup: pfGroup + 1 + index,
    queues: 8,
    vdpaDevice: null,
    state: 'available',
  };
}

function nvmeDrive(i: number): PciDevice {
  return {
    address: `0000:${i === 0 ? '5e' : 'd8'}:00.0`,
    vendorId: '144d',
    productId: 'a80a',
    deviceClass: 'nvme',
    deviceType: 'type-PCI',
    pfAddress: null,
    numaNode: i,
    iommuGroup: 300 + i,
    alias: 'nvme-pm9a3',
    hostInUse: false,
  };
}

/** Between none and ten VMs a host; every third of them is pinned where the host can pin, every second holds a VF. */
function patternedClaims(i: number, inventory: Inventory): HostClaim[] {
  return range(0, (i * 7) % 11).map((vm) =>
    claimOf(i, vm, inventory, {
      node: vm % 2,
      pins: vm % 3 === 0,
      memoryMib: 4096 * (1 + (vm % 4)),
      pf: vm % 2 === i % 2 ? vm % 2 : null,
      bandwidthMbps: 1000 * (vm % 3),
    }),
  );
}

/** Between none and thirty VMs a host: what each takes follows from scrambled numbers. */
function variedClaims(i: number, inventory: Inventory): HostClaim[] {
  return range(0, scrambled(i) % 31).map((vm) => {
    const taken = scrambled(i * 64 + vm);
    return claimOf(i, vm, inventory, {
      node: taken % 2,
      pins: (taken >> 1) % 8 === 0,
      memoryMib: 1024 * (1 + ((taken >> 4) % 8)),
      pf: (taken >> 7) % 2 === 0 ? (taken >> 8) % inventory.pfs.length : null,
      bandwidthMbps: 100 * ((taken >> 12) % 16),
    });
  });
}

/** Spreads consecutive numbers over 0..2^31 (multiplication by the golden ratio, then a shift). */
function scrambled(value: number): number {
  const product = Math.imul(value + 1, 0x9e3779b1);
  return ((product ^ (product >>> 15)) >>> 1) & 0x7fffffff;
}

/** What one VM of a synthetic host takes. */
interface Taken {
  readonly node: number;
  readonly pins: boolean;
  readonly memoryMib: number;
  /** Position of the PF that carries its VF; null for none. */
  readonly pf: number | null;
  readonly bandwidthMbps: number;
}

function claimOf(i: number, vm: number, inventory: Inventory, taken: Taken): HostClaim {
  const { node, pins, memoryMib, bandwidthMbps } = taken;
  const pinnedCpus = pins ? fourDedicated(inventory, node, vm) : [];
  const pinned = pinnedCpus.length > 0;
  const pf = taken.pf === null ? undefined : inventory.pfs[taken.pf];
  const vf = pf?.vfs[vm];
  return {
    reservationId: `${i}-${vm}`,
    projectId: `project-${(i + vm) % PROJECTS}`,
    vcpus: pinned ? 0 : 4,
    pcpus: pinnedCpus.length,
    memoryMib,
    diskGib: 40,
    cells: pinned ? [{ hostNode: node, sharedVcpus: 0, pinnedCpus, memoryMib, pageSizeKib: 4 }] : [],
    devices:
      pf !== undefined && vf !== undefined
        ? [{ kind: 'vf', address: vf.address, pfAddress: pf.address, bandwidthMbps, packetRateKpps: 0 }]
        : [],
    groupId: vm === 0 ? `group-${i % 50}` : null,
  };
}

/** Two whole cores of this node that no other VM of the host has. */
function fourDedicated(inventory: Inventory, node: number, vm: number): CpuSet {
  const { cpuDedicatedSet, numaNodes } = inventory;
  if (cpuDedicatedSet === null) return [];
  const dedicated = new Set(cpuDedicatedSet);
  const cores = (numaNodes[node]?.siblings ?? []).filter((core) => core.every((cpu) => dedicated.has(cpu)));
  return cores
    .slice(vm * 2, vm * 2 + 2)
    .flat()
    .sort((a, b) => a - b);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
}
