import {
  type CpuSet,
  DEFAULT_ALLOCATION_RATIOS,
  DEFAULT_RESERVED,
  parseCpuSet,
  normalisePciAddress,
  type Bridge,
  type Inventory,
  type NumaNode,
  type PciDevice,
  type PhysicalFunction,
  type VirtualFunction,
} from '@iopath/core';
import type { BridgeDto, InventoryDto } from './inventory.dto';
import type { NumaNodeDto } from './numa-node.dto';
import type { PciDeviceDto, PfDto, VfDto } from './pci.dto';

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
      ...given({ openvswitch: dto.versions?.openvswitch }),
    },
    cpu: {
      arch: dto.cpu?.arch ?? null,
      model: dto.cpu?.model ?? null,
      apicv: dto.cpu?.apicv ?? null,
      postedInterrupts: dto.cpu?.posted_interrupts ?? null,
      ...given({ isolatedCpus: cpusOf(dto.cpu?.isolated_cpus), smtActive: dto.cpu?.smt_active }),
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
    ...given({
      kernelCommandLine: dto.kernel_command_line,
      vfio: dto.vfio,
      factSources: dto.fact_sources,
      unseen: dto.unseen,
      assumed: dto.assumed,
    }),
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
      cpu: ratios?.cpu ?? DEFAULT_ALLOCATION_RATIOS.cpu,
      ram: ratios?.ram ?? DEFAULT_ALLOCATION_RATIOS.ram,
      disk: ratios?.disk ?? DEFAULT_ALLOCATION_RATIOS.disk,
    },
    reserved: {
      cpus: reserved?.cpus ?? DEFAULT_RESERVED.cpus,
      memoryMib: reserved?.memory_mib ?? DEFAULT_RESERVED.memoryMib,
      diskGib: reserved?.disk_gib ?? DEFAULT_RESERVED.diskGib,
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
    cpus: cpusOf(dto.cpus) ?? [],
    siblings: (dto.siblings ?? []).map((group) => [...new Set(group)].sort((a, b) => a - b)),
    memoryMib: dto.memory_mib ?? null,
    distances: dto.distances ?? [],
    pages: (dto.pages ?? []).map(({ size_kib, total, free }) => ({ sizeKib: size_kib, total, ...given({ free }) })),
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
    ...given({
      combinedQueuesMax: dto.combined_queues_max,
      hwTcOffload: dto.hw_tc_offload,
      firmwareVersion: dto.firmware_version,
      vfTotalMsix: dto.vf_total_msix,
    }),
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
    ...given({ queuesMax: dto.queues_max, msixVectors: dto.msix_vectors, ifname: dto.ifname }),
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
    ...given({ driver: dto.driver }),
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

/** The empty list is none of them. */
function cpusOf(list: string | undefined): CpuSet | undefined {
  if (list === undefined) return undefined;
  return list === '' ? [] : parseCpuSet(list);
}

/** What was left out stays left out: documents from before these facts were known keep their hash. */
function given<Members extends object>(
  members: Members,
): { [Name in keyof Members]?: Exclude<Members[Name], undefined | null> } {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(entries) as { [Name in keyof Members]?: Exclude<Members[Name], undefined | null> };
}
