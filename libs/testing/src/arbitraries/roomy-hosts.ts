import type { HostFacts, Inventory, NumaNode, PciDevice, PhysicalFunction } from '@iopath/core';
import fc from 'fast-check';
import { anInventory } from '../builders/a-host-record';
import { hostFacts } from '../builders/a-host-state';

const KIB_PER_GIB = 1_048_576;
const KIB_PER_MIB = 1_024;

interface RoomyShape {
  /** Kernel ids of the NUMA nodes, which may be sparse. */
  readonly ids: readonly number[];
  readonly threads: number;
  readonly cores: number;
  readonly gigabytePages: number;
  readonly vhostNet: boolean;
  /** What carries packets on the host: the kernel, OVS-DPDK, or OVS that offloads flows to PFs in switchdev mode. */
  readonly switching: 'kernel' | 'dpdk' | 'offload';
  readonly isFileBacked: boolean;
  readonly pfs: readonly PfShape[];
  readonly drives: readonly (number | null)[];
}

interface PfShape {
  readonly vfs: number;
  readonly at: number | null;
  readonly network: string | null;
  readonly vfDriver: string;
  /** How many VFs have a vDPA device, on hosts that offload. */
  readonly vdpa: number;
}

const at = fc.option(fc.nat({ max: 2 }), { freq: 5 });

const roomyShape: fc.Arbitrary<RoomyShape> = fc.record({
  ids: fc.constantFrom([0], [0, 1], [0, 1], [1, 4], [0, 2, 3]),
  threads: fc.constantFrom(1, 2, 2),
  cores: fc.integer({ min: 3, max: 6 }),
  gigabytePages: fc.integer({ min: 0, max: 4 }),
  vhostNet: fc.constantFrom(true, true, false),
  switching: fc.constantFrom('kernel', 'kernel', 'kernel', 'dpdk', 'offload'),
  isFileBacked: fc.constantFrom(false, false, false, false, false, true),
  pfs: fc.array(
    fc.record({
      vfs: fc.integer({ min: 1, max: 4 }),
      at,
      network: fc.constantFrom('physnet1', 'physnet1', 'physnet1', 'PhysNet2', 'PhysNet2', null),
      vfDriver: fc.constantFrom('vfio-pci', 'vfio-pci', 'mlx5_core'),
      vdpa: fc.integer({ min: 0, max: 2 }),
    }),
    { maxLength: 3 },
  ),
  drives: fc.array(at, { maxLength: 2 }),
});

/**
 * Empty hosts that can take small VMs of nearly every kind: on each node one core is shared and the others are
 * dedicated, there are huge pages, PFs with VFs, and drives under the alias `nvme`.
 */
export function roomyHosts(): fc.Arbitrary<HostFacts> {
  return roomyShape.map((shape) => hostFacts('compute-1', { inventory: inventoryOf(shape) }));
}

function inventoryOf(shape: RoomyShape): Inventory {
  const { ids, threads, cores, gigabytePages, vhostNet, switching, isFileBacked, pfs, drives } = shape;
  const nodes = ids.map((id, position) => {
    const firstCpu = position * cores * threads;
    const siblings = Array.from({ length: cores }, (_, core) =>
      Array.from({ length: threads }, (_thread, t) => firstCpu + core * threads + t),
    );
    return numaNode(id, position, siblings, gigabytePages, ids);
  });
  const shared = nodes.flatMap((node) => node.siblings[0] ?? []);
  const nodeAt = (position: number | null): number | null => (position === null ? null : (ids[position] ?? null));
  return anInventory({
    numaNodes: nodes,
    cpuSharedSet: shared,
    cpuDedicatedSet: nodes.flatMap((node) => node.cpus).filter((cpu) => !shared.includes(cpu)),
    vhost: { net: vhostNet, user: switching === 'dpdk', vdpa: switching === 'offload' },
    fileBackedMemory: isFileBacked,
    pfs: pfs.map((pf, index) => physicalFunction(index, pf, nodeAt(pf.at), switching === 'offload')),
    pciDevices: drives.map((position, index) => drive(index, nodeAt(position))),
    bridges: ['physnet1', 'physnet2'].map((name) => ({
      name: `br-${name}`,
      physicalNetwork: name,
      datapath: switching === 'dpdk' ? ('netdev' as const) : ('system' as const),
      uplinkMbps: 25_000,
      hwOffload: switching === 'offload' ? true : null,
    })),
  });
}

function numaNode(
  id: number,
  position: number,
  siblings: readonly number[][],
  gigabytePages: number,
  ids: readonly number[],
): NumaNode {
  const memoryGib = 8 + 1 + gigabytePages;
  return {
    id,
    socket: position,
    cpus: siblings.flat(),
    siblings,
    memoryMib: memoryGib * KIB_PER_MIB,
    distances: ids.map((other) => (other === id ? 10 : 21)),
    pages: [
      { sizeKib: 4, total: (8 * KIB_PER_GIB) / 4 },
      { sizeKib: 2_048, total: KIB_PER_GIB / 2_048 },
      { sizeKib: KIB_PER_GIB, total: gigabytePages },
    ],
  };
}

function physicalFunction(
  index: number,
  { vfs, network, vfDriver, vdpa }: PfShape,
  numaNode: number | null,
  offloads: boolean,
): PhysicalFunction {
  const bus = (0x30 + index).toString(16);
  const firstGroup = 100 * (index + 1);
  return {
    address: `0000:${bus}:00.0`,
    ifname: `ens${index}`,
    vendorId: '15b3',
    productId: '101d',
    driver: 'mlx5_core',
    numaNode,
    physicalNetwork: network,
    linkSpeedMbps: 25_000,
    linkState: 'up',
    mtu: 9_000,
    combinedQueues: 63,
    eswitchMode: offloads ? 'switchdev' : 'legacy',
    totalVfs: 8,
    iommuGroup: firstGroup,
    pcieRoot: null,
    packetRateKpps: null,
    vfs: Array.from({ length: vfs }, (_, n) => ({
      index: n,
      address: `0000:${bus}:01.${n}`,
      vendorId: '15b3',
      productId: '101e',
      driver: vfDriver,
      iommuGroup: firstGroup + 1 + n,
      queues: 11,
      vdpaDevice: offloads && n < vdpa ? `vdpa${index}${n}` : null,
      state: 'available',
    })),
  };
}

function drive(index: number, numaNode: number | null): PciDevice {
  return {
    address: `0000:8${index}:00.0`,
    vendorId: '144d',
    productId: 'a808',
    deviceClass: 'nvme',
    deviceType: 'type-PCI',
    pfAddress: null,
    numaNode,
    iommuGroup: 900 + index,
    alias: 'nvme',
    hostInUse: false,
  };
}
