import type { Inventory, NumaNode, PciDevice, PhysicalFunction } from '@iopath/core';
import type { HostRecord } from '@iopath/usecases';

/** An active host of one NUMA node with one PF of `vfs` VFs on physnet1, and nothing on it. */
export function aHostRecord(hostName: string, changes: Partial<HostRecord> = {}): HostRecord {
  const inventory = changes.inventory ?? anInventory();
  return {
    hostName,
    state: 'active',
    generation: 1,
    version: 1,
    inventory,
    inventoryHash: JSON.stringify(inventory),
    claims: [],
    quarantined: [],
    ...changes,
  };
}

export function anInventory(changes: Partial<Inventory> = {}): Inventory {
  return {
    observedAtMs: null,
    source: 'operator',
    availabilityZone: 'nova',
    aggregates: [],
    rack: null,
    versions: { kernel: '6.8.0', qemu: '8.2.2', libvirt: '10.0.0' },
    cpu: { arch: 'x86_64', model: null, apicv: true, postedInterrupts: true },
    iommu: { enabled: true, passthrough: true },
    vhost: { net: true, user: false, vdpa: false },
    allocationRatios: { cpu: 4, ram: 1, disk: 1 },
    reserved: { cpus: 0, memoryMib: 0, diskGib: 0 },
    cpuDedicatedSet: null,
    cpuSharedSet: null,
    localDisk: { totalGib: 10_000, kind: 'nvme' },
    numaNodes: [aNumaNode()],
    pfs: [aPf()],
    pciDevices: [],
    bridges: [
      { name: 'br-physnet1', physicalNetwork: 'physnet1', datapath: 'system', uplinkMbps: 25_000, hwOffload: null },
    ],
    networkNumaAffinity: [],
    packingHostNumaCellsAllocationStrategy: false,
    fileBackedMemory: false,
    maxQueues: null,
    traits: null,
    ...changes,
  };
}

export function aNumaNode(changes: Partial<NumaNode> = {}): NumaNode {
  const cpus = Array.from({ length: 32 }, (_, cpu) => cpu);
  return {
    id: 0,
    socket: 0,
    cpus,
    siblings: [],
    memoryMib: 262_144,
    distances: [10],
    pages: [{ sizeKib: 4, total: 67_108_864 }],
    ...changes,
  };
}

/** A PF at 0000:3b:00.0 with `vfs` free VFs. */
export function aPf(vfs = 4, changes: Partial<PhysicalFunction> = {}): PhysicalFunction {
  return {
    address: '0000:3b:00.0',
    ifname: 'ens1f0',
    vendorId: '15b3',
    productId: '101d',
    driver: 'mlx5_core',
    numaNode: 0,
    physicalNetwork: 'physnet1',
    linkSpeedMbps: 25_000,
    linkState: 'up',
    mtu: 9_000,
    combinedQueues: 63,
    eswitchMode: 'legacy',
    totalVfs: vfs,
    iommuGroup: 12,
    pcieRoot: '0000:3a',
    packetRateKpps: null,
    vfs: Array.from({ length: vfs }, (_, index) => ({
      index,
      address: `0000:3b:${hex(index + 1)}.2`,
      vendorId: '15b3',
      productId: '101e',
      driver: 'vfio-pci',
      iommuGroup: 40 + index,
      queues: 11,
      vdpaDevice: null,
      state: 'available' as const,
    })),
    ...changes,
  };
}

/** An NVMe drive at 0000:5e:00.0 on node 0, which an alias covers. */
export function aPciDevice(changes: Partial<PciDevice> = {}): PciDevice {
  return {
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
    ...changes,
  };
}

function hex(value: number): string {
  return value.toString(16).padStart(2, '0');
}
