import {
  formatCpuSet,
  parseCpuSet,
  normalisePciAddress,
  type Bridge,
  type CpuSet,
  type Inventory,
  type NumaNode,
  type PciDevice,
  type PhysicalFunction,
  type VirtualFunction,
} from '@iopath/core';
import type { BridgeDto, InventoryDto } from './inventory.dto';
import type { NumaNodeDto } from './numa-node.dto';
import type { PciDeviceDto, PfDto, VfDto } from './pci.dto';

/** Nova's defaults since 2023.1: `initial_*_allocation_ratio` and `reserved_host_memory_mb`. */
const DEFAULT_RATIOS = { cpu: 4, ram: 1, disk: 1 };
const DEFAULT_RESERVED_MEMORY_MIB = 512;

/** From the wire to the domain. The document has been read by `readDocument`, so its types are right. */
export function toInventory(dto: InventoryDto): Inventory {
  return {
    observedAtMs: dto.observed_at === undefined ? null : Date.parse(dto.observed_at),
    source: dto.source ?? null,
    availabilityZone: dto.availability_zone ?? null,
    aggregates: dto.aggregates ?? [],
    rack: dto.rack ?? null,
    versions: {
      kernel: dto.versions?.kernel ?? null,
      qemu: dto.versions?.qemu ?? null,
      libvirt: dto.versions?.libvirt ?? null,
    },
    cpu: {
      arch: dto.cpu?.arch ?? null,
      model: dto.cpu?.model ?? null,
      apicv: dto.cpu?.apicv ?? null,
      postedInterrupts: dto.cpu?.posted_interrupts ?? null,
    },
    iommu: { enabled: dto.iommu?.enabled ?? null, passthrough: dto.iommu?.passthrough ?? null },
    vhost: { net: dto.vhost?.net ?? null, user: dto.vhost?.user ?? null, vdpa: dto.vhost?.vdpa ?? null },
    ...toCompute(dto),
    numaNodes: dto.numa_nodes.map(toNumaNode),
    pfs: (dto.pfs ?? []).map(toPf),
    pciDevices: (dto.pci_devices ?? []).map(toPciDevice),
    bridges: (dto.bridges ?? []).map(toBridge),
    networkNumaAffinity: (dto.network_numa_affinity ?? []).map(({ physical_network, numa_nodes }) => ({
      physicalNetwork: physical_network ?? null,
      numaNodes: numa_nodes,
    })),
    traits: dto.traits ?? null,
  };
}

type ComputeSettings = Pick<
  Inventory,
  | 'allocationRatios'
  | 'reserved'
  | 'cpuDedicatedSet'
  | 'cpuSharedSet'
  | 'localDisk'
  | 'packingHostNumaCellsAllocationStrategy'
  | 'fileBackedMemory'
  | 'maxQueues'
>;

function toCompute(dto: InventoryDto): ComputeSettings {
  const { allocation_ratios: ratios, reserved, local_disk: disk } = dto;
  return {
    allocationRatios: {
      cpu: ratios?.cpu ?? DEFAULT_RATIOS.cpu,
      ram: ratios?.ram ?? DEFAULT_RATIOS.ram,
      disk: ratios?.disk ?? DEFAULT_RATIOS.disk,
    },
    reserved: {
      cpus: reserved?.cpus ?? 0,
      memoryMib: reserved?.memory_mib ?? DEFAULT_RESERVED_MEMORY_MIB,
      diskGib: reserved?.disk_gib ?? 0,
    },
    cpuDedicatedSet: dto.cpu_dedicated_set === undefined ? null : parseCpuSet(dto.cpu_dedicated_set),
    cpuSharedSet: dto.cpu_shared_set === undefined ? null : parseCpuSet(dto.cpu_shared_set),
    localDisk: disk === undefined ? null : { totalGib: disk.total_gib, kind: disk.kind },
    packingHostNumaCellsAllocationStrategy: dto.packing_host_numa_cells_allocation_strategy ?? false,
    fileBackedMemory: dto.file_backed_memory ?? false,
    maxQueues: dto.max_queues ?? null,
  };
}

function toNumaNode(dto: NumaNodeDto): NumaNode {
  return {
    id: dto.id,
    socket: known(dto.socket),
    cpus: parseCpuSet(dto.cpus),
    siblings: (dto.siblings ?? []).map((group) => [...new Set(group)].sort((a, b) => a - b)),
    memoryMib: dto.memory_mib,
    distances: dto.distances ?? [],
    pages: (dto.pages ?? []).map(({ size_kib, total }) => ({ sizeKib: size_kib, total })),
  };
}

export function toPf(dto: PfDto): PhysicalFunction {
  return {
    address: addressOf(dto.address),
    ifname: dto.ifname ?? null,
    vendorId: dto.vendor_id.toLowerCase(),
    productId: dto.product_id.toLowerCase(),
    driver: dto.driver ?? null,
    numaNode: known(dto.numa_node),
    physicalNetwork: dto.physical_network ?? null,
    linkSpeedMbps: dto.link_speed_mbps ?? null,
    linkState: dto.link_state ?? 'unknown',
    mtu: dto.mtu ?? null,
    combinedQueues: dto.combined_queues ?? null,
    eswitchMode: dto.eswitch_mode ?? null,
    totalVfs: dto.total_vfs ?? null,
    iommuGroup: dto.iommu_group ?? null,
    pcieRoot: dto.pcie_root ?? null,
    packetRateKpps: dto.packet_rate_kpps ?? null,
    ...(dto.one_time_use === true ? { oneTimeUse: true } : {}),
    vfs: (dto.vfs ?? []).map(toVf),
  };
}

function toVf(dto: VfDto): VirtualFunction {
  return {
    index: dto.index,
    address: addressOf(dto.address),
    vendorId: dto.vendor_id.toLowerCase(),
    productId: dto.product_id.toLowerCase(),
    driver: dto.driver ?? null,
    iommuGroup: dto.iommu_group ?? null,
    queues: dto.queues ?? null,
    vdpaDevice: dto.vdpa_device ?? null,
    state: dto.state,
  };
}

function toPciDevice(dto: PciDeviceDto): PciDevice {
  return {
    address: addressOf(dto.address),
    vendorId: dto.vendor_id.toLowerCase(),
    productId: dto.product_id.toLowerCase(),
    deviceClass: dto.class,
    deviceType: dto.device_type ?? 'type-PCI',
    pfAddress: dto.pf_address === undefined ? null : addressOf(dto.pf_address),
    numaNode: known(dto.numa_node),
    iommuGroup: dto.iommu_group ?? null,
    alias: dto.alias ?? null,
    hostInUse: dto.host_in_use ?? false,
    ...(dto.one_time_use === true ? { oneTimeUse: true } : {}),
  };
}

function toBridge(dto: BridgeDto): Bridge {
  return {
    name: dto.name,
    physicalNetwork: dto.physical_network ?? null,
    datapath: dto.datapath,
    uplinkMbps: dto.uplink_mbps ?? null,
    hwOffload: dto.hw_offload ?? null,
  };
}

/** The address has been checked; the fallback only tells the compiler so. */
function addressOf(text: string): string {
  return normalisePciAddress(text) ?? text;
}

/** sysfs says -1 for a node that it does not know. */
function known(node: number | undefined): number | null {
  return node === undefined || node === -1 ? null : node;
}

/** The document as the wire has it: what `toInventory` takes, with null for what is not known. */
export function fromInventory(inventory: Inventory, generation: number) {
  return {
    generation,
    observed_at: inventory.observedAtMs === null ? null : new Date(inventory.observedAtMs).toISOString(),
    source: inventory.source,
    availability_zone: inventory.availabilityZone,
    aggregates: inventory.aggregates,
    rack: inventory.rack,
    versions: {
      kernel: inventory.versions.kernel,
      qemu: inventory.versions.qemu,
      libvirt: inventory.versions.libvirt,
    },
    cpu: {
      arch: inventory.cpu.arch,
      model: inventory.cpu.model,
      apicv: inventory.cpu.apicv,
      posted_interrupts: inventory.cpu.postedInterrupts,
    },
    iommu: { enabled: inventory.iommu.enabled, passthrough: inventory.iommu.passthrough },
    vhost: { net: inventory.vhost.net, user: inventory.vhost.user, vdpa: inventory.vhost.vdpa },
    allocation_ratios: {
      cpu: inventory.allocationRatios.cpu,
      ram: inventory.allocationRatios.ram,
      disk: inventory.allocationRatios.disk,
    },
    reserved: {
      cpus: inventory.reserved.cpus,
      memory_mib: inventory.reserved.memoryMib,
      disk_gib: inventory.reserved.diskGib,
    },
    cpu_dedicated_set: cpuListOf(inventory.cpuDedicatedSet),
    cpu_shared_set: cpuListOf(inventory.cpuSharedSet),
    local_disk:
      inventory.localDisk === null ? null : { total_gib: inventory.localDisk.totalGib, kind: inventory.localDisk.kind },
    numa_nodes: inventory.numaNodes.map(fromNumaNode),
    pfs: inventory.pfs.map(fromPf),
    pci_devices: inventory.pciDevices.map(fromPciDevice),
    bridges: inventory.bridges.map(fromBridge),
    network_numa_affinity: inventory.networkNumaAffinity.map(({ physicalNetwork, numaNodes }) => ({
      physical_network: physicalNetwork,
      numa_nodes: numaNodes,
    })),
    packing_host_numa_cells_allocation_strategy: inventory.packingHostNumaCellsAllocationStrategy,
    file_backed_memory: inventory.fileBackedMemory,
    max_queues: inventory.maxQueues,
    traits: inventory.traits,
  };
}

/** The wire has no empty CPU list: none of them is the same as not set. */
function cpuListOf(cpus: CpuSet | null): string | null {
  return cpus === null || cpus.length === 0 ? null : formatCpuSet(cpus);
}

function fromNumaNode(node: NumaNode) {
  return {
    id: node.id,
    socket: node.socket,
    cpus: formatCpuSet(node.cpus),
    siblings: node.siblings,
    memory_mib: node.memoryMib,
    distances: node.distances,
    pages: node.pages.map(({ sizeKib, total }) => ({ size_kib: sizeKib, total })),
  };
}

export function fromPf(pf: PhysicalFunction) {
  return {
    address: pf.address,
    ifname: pf.ifname,
    vendor_id: pf.vendorId,
    product_id: pf.productId,
    driver: pf.driver,
    numa_node: pf.numaNode ?? -1,
    physical_network: pf.physicalNetwork,
    link_speed_mbps: pf.linkSpeedMbps,
    link_state: pf.linkState,
    mtu: pf.mtu,
    combined_queues: pf.combinedQueues,
    eswitch_mode: pf.eswitchMode,
    total_vfs: pf.totalVfs,
    iommu_group: pf.iommuGroup,
    pcie_root: pf.pcieRoot,
    packet_rate_kpps: pf.packetRateKpps,
    one_time_use: pf.oneTimeUse ?? false,
    vfs: pf.vfs.map(fromVf),
  };
}

function fromVf(vf: VirtualFunction) {
  return {
    index: vf.index,
    address: vf.address,
    vendor_id: vf.vendorId,
    product_id: vf.productId,
    driver: vf.driver,
    iommu_group: vf.iommuGroup,
    queues: vf.queues,
    vdpa_device: vf.vdpaDevice,
    state: vf.state,
  };
}

function fromPciDevice(device: PciDevice) {
  return {
    address: device.address,
    vendor_id: device.vendorId,
    product_id: device.productId,
    class: device.deviceClass,
    device_type: device.deviceType,
    pf_address: device.pfAddress,
    numa_node: device.numaNode ?? -1,
    iommu_group: device.iommuGroup,
    alias: device.alias,
    host_in_use: device.hostInUse,
    one_time_use: device.oneTimeUse ?? false,
  };
}

function fromBridge(bridge: Bridge) {
  return {
    name: bridge.name,
    physical_network: bridge.physicalNetwork,
    datapath: bridge.datapath,
    uplink_mbps: bridge.uplinkMbps,
    hw_offload: bridge.hwOffload,
  };
}
