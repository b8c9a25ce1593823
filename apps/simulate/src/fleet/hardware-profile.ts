import type { CpuSet, Inventory, NumaNode, PhysicalFunction, VirtualFunction } from '@iopath/core';
import { PHYSICAL_NETWORK } from '../needs/need-mix';

/** What a node list tells of a host. */
export interface HostSize {
  /** Logical CPUs. */
  readonly cpus: number;
  readonly memoryMib: number;
}

/** What every described host has beside its size: a common virtualisation server (docs/simulation.md). */
export const HARDWARE = {
  /** Hosts from so many logical CPUs on have two sockets, with a NUMA node each. */
  twoSocketsFromCpus: 32,
  /** Of the cores of each node, so many of a hundred may be pinned; the rest floats. */
  pinnablePercent: 50,
  hugePagesPercent: 25,
  hugePageKib: 2048,
  reservedMemoryMib: 8_192,
  cpuAllocationRatio: 4,
  linkSpeedMbps: 25_000,
  /** Of each PF; there is one PF a NUMA node. */
  vfs: 8,
  localDiskGib: 7_680,
} as const;

const BASE_PAGE_KIB = 4;
const KIB_PER_MIB = 1024;
const BUSES = ['3b', 'af'] as const;
const XXV710 = { vendorId: '8086', productId: '158b', driver: 'i40e', vfProductId: '154c', vfQueues: 4, queues: 64 };

/** A host of this size with the NICs of the common profile: one 25 GbE PF on each NUMA node, both on one network. */
export function describedHost({ cpus, memoryMib }: HostSize): Inventory {
  const nodes = cpus >= HARDWARE.twoSocketsFromCpus ? 2 : 1;
  const coresANode = Math.max(1, Math.floor(cpus / 2 / nodes));
  const pinnableCores = Math.floor((coresANode * HARDWARE.pinnablePercent) / 100);
  const ids = Array.from({ length: nodes }, (_, id) => id);
  const cpusOf = (from: number, to: number): CpuSet =>
    ids.flatMap((node) => threadsOf(node, coresANode, from, to, nodes)).sort((a, b) => a - b);
  return {
    observedAtMs: null,
    source: 'simulation',
    availabilityZone: 'nova',
    aggregates: [],
    rack: null,
    versions: { kernel: '6.8.0', qemu: '8.2.2', libvirt: '10.0.0' },
    cpu: { arch: 'x86_64', model: null, apicv: true, postedInterrupts: true },
    iommu: { enabled: true, passthrough: true },
    vhost: { net: true, user: false, vdpa: false },
    allocationRatios: { cpu: HARDWARE.cpuAllocationRatio, ram: 1, disk: 1 },
    reserved: { cpus: 0, memoryMib: HARDWARE.reservedMemoryMib, diskGib: 100 },
    cpuSharedSet: cpusOf(pinnableCores, coresANode),
    cpuDedicatedSet: pinnableCores === 0 ? null : cpusOf(0, pinnableCores),
    localDisk: { totalGib: HARDWARE.localDiskGib, kind: 'nvme' },
    numaNodes: ids.map((id) => numaNode(id, nodes, coresANode, Math.floor(memoryMib / nodes))),
    pfs: ids.map(physicalFunction),
    pciDevices: [],
    bridges: [
      {
        name: 'br-ex',
        physicalNetwork: PHYSICAL_NETWORK,
        datapath: 'system',
        uplinkMbps: HARDWARE.linkSpeedMbps,
        hwOffload: null,
      },
    ],
    networkNumaAffinity: [],
    packingHostNumaCellsAllocationStrategy: false,
    fileBackedMemory: false,
    maxQueues: null,
    traits: null,
  };
}

/** Linux numbers all first threads of the cores first, node by node, then all second ones. */
function threadsOf(node: number, coresANode: number, from: number, to: number, nodes: number): number[] {
  return Array.from({ length: to - from }, (_, i) => node * coresANode + from + i).flatMap((core) => [
    core,
    core + nodes * coresANode,
  ]);
}

function numaNode(id: number, nodes: number, coresANode: number, memoryMib: number): NumaNode {
  const siblings = Array.from({ length: coresANode }, (_, core) => threadsOf(id, coresANode, core, core + 1, nodes));
  const hugePages = Math.floor((memoryMib * KIB_PER_MIB * HARDWARE.hugePagesPercent) / 100 / HARDWARE.hugePageKib);
  const basePages = (memoryMib * KIB_PER_MIB - hugePages * HARDWARE.hugePageKib) / BASE_PAGE_KIB;
  return {
    id,
    socket: id,
    cpus: siblings.flat().sort((a, b) => a - b),
    siblings,
    memoryMib,
    distances: Array.from({ length: nodes }, (_, other) => (other === id ? 10 : 21)),
    pages: [
      { sizeKib: BASE_PAGE_KIB, total: basePages },
      { sizeKib: HARDWARE.hugePageKib, total: hugePages },
    ],
  };
}

function physicalFunction(node: number): PhysicalFunction {
  const bus = BUSES[node] ?? BUSES[0];
  const firstGroup = 40 + node * 100;
  return {
    address: `0000:${bus}:00.0`,
    ifname: `ens${node}f0`,
    vendorId: XXV710.vendorId,
    productId: XXV710.productId,
    driver: XXV710.driver,
    numaNode: node,
    physicalNetwork: PHYSICAL_NETWORK,
    linkSpeedMbps: HARDWARE.linkSpeedMbps,
    linkState: 'up',
    mtu: 9000,
    combinedQueues: XXV710.queues,
    eswitchMode: 'legacy',
    totalVfs: 64,
    iommuGroup: firstGroup,
    pcieRoot: null,
    packetRateKpps: null,
    vfs: Array.from({ length: HARDWARE.vfs }, (_, index) => virtualFunction(bus, index, firstGroup)),
  };
}

/** VFs of this controller begin in slot 02 (SR-IOV 1.1, 3.3.9). */
function virtualFunction(bus: string, index: number, pfGroup: number): VirtualFunction {
  return {
    index,
    address: `0000:${bus}:0${2 + (index >> 3)}.${index & 7}`,
    vendorId: XXV710.vendorId,
    productId: XXV710.vfProductId,
    driver: 'iavf',
    iommuGroup: pfGroup + 1 + index,
    queues: XXV710.vfQueues,
    vdpaDevice: null,
    state: 'available',
  };
}
