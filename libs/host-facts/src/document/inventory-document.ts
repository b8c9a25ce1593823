import {
  type Bridge,
  type CpuSet,
  formatCpuSet,
  type Inventory,
  type NumaNode,
  type PciDevice,
  type PhysicalFunction,
  type VirtualFunction,
} from '@iopath/core';

/** The document as the wire has it: what `toInventory` takes, with null for what is not known. */
export function inventoryDocument(inventory: Inventory, generation: number | null) {
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
      openvswitch: inventory.versions.openvswitch ?? null,
    },
    cpu: {
      arch: inventory.cpu.arch,
      model: inventory.cpu.model,
      apicv: inventory.cpu.apicv,
      posted_interrupts: inventory.cpu.postedInterrupts,
      isolated_cpus: inventory.cpu.isolatedCpus === undefined ? null : formatCpuSet(inventory.cpu.isolatedCpus),
      smt_active: inventory.cpu.smtActive ?? null,
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
    numa_nodes: inventory.numaNodes.map(numaNodeDocument),
    pfs: inventory.pfs.map(pfDocument),
    pci_devices: inventory.pciDevices.map(pciDeviceDocument),
    bridges: inventory.bridges.map(bridgeDocument),
    network_numa_affinity: inventory.networkNumaAffinity.map(({ physicalNetwork, numaNodes }) => ({
      physical_network: physicalNetwork,
      numa_nodes: numaNodes,
    })),
    packing_host_numa_cells_allocation_strategy: inventory.packingHostNumaCellsAllocationStrategy,
    file_backed_memory: inventory.fileBackedMemory,
    max_queues: inventory.maxQueues,
    traits: inventory.traits,
    kernel_command_line: inventory.kernelCommandLine ?? null,
    vfio: inventory.vfio ?? null,
    fact_sources: inventory.factSources ?? null,
    unseen: inventory.unseen ?? null,
    assumed: inventory.assumed ?? null,
  };
}

/** The wire has no empty CPU list: none of them is the same as not set. */
function cpuListOf(cpus: CpuSet | null): string | null {
  return cpus === null || cpus.length === 0 ? null : formatCpuSet(cpus);
}

function numaNodeDocument(node: NumaNode) {
  return {
    id: node.id,
    socket: node.socket,
    cpus: formatCpuSet(node.cpus),
    siblings: node.siblings,
    memory_mib: node.memoryMib,
    distances: node.distances,
    pages: node.pages.map(({ sizeKib, total, free }) => ({ size_kib: sizeKib, total, free: free ?? null })),
  };
}

export function pfDocument(pf: PhysicalFunction) {
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
    combined_queues_max: pf.combinedQueuesMax ?? null,
    hw_tc_offload: pf.hwTcOffload ?? null,
    firmware_version: pf.firmwareVersion ?? null,
    eswitch_mode: pf.eswitchMode,
    total_vfs: pf.totalVfs,
    vf_total_msix: pf.vfTotalMsix ?? null,
    iommu_group: pf.iommuGroup,
    pcie_root: pf.pcieRoot,
    packet_rate_kpps: pf.packetRateKpps,
    one_time_use: pf.oneTimeUse ?? false,
    vfs: pf.vfs.map(vfDocument),
  };
}

function vfDocument(vf: VirtualFunction) {
  return {
    index: vf.index,
    address: vf.address,
    vendor_id: vf.vendorId,
    product_id: vf.productId,
    driver: vf.driver,
    iommu_group: vf.iommuGroup,
    queues: vf.queues,
    queues_max: vf.queuesMax ?? null,
    msix_vectors: vf.msixVectors ?? null,
    ifname: vf.ifname ?? null,
    vdpa_device: vf.vdpaDevice,
    state: vf.state,
  };
}

function pciDeviceDocument(device: PciDevice) {
  return {
    address: device.address,
    vendor_id: device.vendorId,
    product_id: device.productId,
    class: device.deviceClass,
    driver: device.driver ?? null,
    device_type: device.deviceType,
    pf_address: device.pfAddress,
    numa_node: device.numaNode ?? -1,
    iommu_group: device.iommuGroup,
    alias: device.alias,
    host_in_use: device.hostInUse,
    one_time_use: device.oneTimeUse ?? false,
  };
}

function bridgeDocument(bridge: Bridge) {
  return {
    name: bridge.name,
    physical_network: bridge.physicalNetwork,
    datapath: bridge.datapath,
    uplink_mbps: bridge.uplinkMbps,
    hw_offload: bridge.hwOffload,
  };
}
