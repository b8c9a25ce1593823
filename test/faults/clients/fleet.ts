import type { Capacity } from '../history/evidence';

/** The hosts of a run: few and small, so that everything gets scarce. */
export const PHYSICAL_NETWORKS = ['physnet1', 'physnet2'] as const;

const CPUS_A_NODE = 16;
const MEMORY_MIB_A_NODE = 65_536;
const GIB_PAGES_A_NODE = 24;
const VFS_A_PF = 6;
const LINK_MBPS = 25_000;
const DISK_GIB = 400;
const CPU_RATIO = 4;
const SHARED_CPUS_A_NODE = 4;
const MIB_A_GIB = 1024;
const GIB_PAGE_KIB = 1_048_576;

export function hostNames(hosts: number): readonly string[] {
  return Array.from({ length: hosts }, (_, index) => `compute-${String(index + 1).padStart(2, '0')}`);
}

/** The address of a node's PF; each NUMA node has one, on a network of its own. */
export function pfAddress(node: number): string {
  return `0000:${node === 0 ? '3b' : '86'}:00.0`;
}

export function vfAddress(node: number, index: number): string {
  return `0000:${node === 0 ? '3b' : '86'}:${index < 7 ? '00' : '01'}.${(index + 1) % 8}`;
}

/** Every VF of a host. */
export const VF_ADDRESSES: readonly string[] = PHYSICAL_NETWORKS.flatMap((_, node) =>
  Array.from({ length: VFS_A_PF }, (_unused, index) => vfAddress(node, index)),
);

/**
 * An inventory document of two NUMA nodes with a PF each.
 *
 * @param missing addresses of VFs that it leaves out
 */
export function inventoryOf(generation: number | null, missing: readonly string[]): object {
  return {
    generation,
    availability_zone: 'nova',
    cpu: { arch: 'x86_64', apicv: true, posted_interrupts: true },
    iommu: { enabled: true, passthrough: true },
    vhost: { net: true },
    allocation_ratios: { cpu: CPU_RATIO, ram: 1, disk: 1 },
    cpu_shared_set: '0-3,16-19',
    cpu_dedicated_set: '4-15,20-31',
    local_disk: { total_gib: DISK_GIB, kind: 'nvme' },
    numa_nodes: PHYSICAL_NETWORKS.map((_, node) => ({
      id: node,
      socket: node,
      cpus: node === 0 ? '0-15' : '16-31',
      memory_mib: MEMORY_MIB_A_NODE,
      distances: node === 0 ? [10, 21] : [21, 10],
      pages: [
        { size_kib: 4, total: ((MEMORY_MIB_A_NODE - GIB_PAGES_A_NODE * MIB_A_GIB) * MIB_A_GIB) / 4 },
        { size_kib: GIB_PAGE_KIB, total: GIB_PAGES_A_NODE },
      ],
    })),
    pfs: PHYSICAL_NETWORKS.map((network, node) => pf(network, node, missing)),
    bridges: PHYSICAL_NETWORKS.map((network) => ({
      name: `br-${network}`,
      physical_network: network,
      datapath: 'system',
      uplink_mbps: LINK_MBPS,
    })),
  };
}

/** What such a host has to give. */
export const HOST_CAPACITY: Capacity = {
  vcpus: PHYSICAL_NETWORKS.length * SHARED_CPUS_A_NODE * CPU_RATIO,
  pcpus: PHYSICAL_NETWORKS.length * (CPUS_A_NODE - SHARED_CPUS_A_NODE),
  memoryMib: PHYSICAL_NETWORKS.length * MEMORY_MIB_A_NODE,
  diskGib: DISK_GIB,
  hugePagesMib: Object.fromEntries(
    PHYSICAL_NETWORKS.map((_, node) => [`${node}/${GIB_PAGE_KIB}`, GIB_PAGES_A_NODE * MIB_A_GIB]),
  ),
  bandwidthMbps: Object.fromEntries(PHYSICAL_NETWORKS.map((_, node) => [pfAddress(node), LINK_MBPS])),
};

function pf(network: string, node: number, missing: readonly string[]): object {
  return {
    address: pfAddress(node),
    ifname: `ens${node + 1}f0`,
    vendor_id: '15b3',
    product_id: '101d',
    driver: 'mlx5_core',
    numa_node: node,
    physical_network: network,
    link_speed_mbps: LINK_MBPS,
    link_state: 'up',
    combined_queues: 63,
    eswitch_mode: 'legacy',
    total_vfs: VFS_A_PF,
    iommu_group: 12 + node,
    vfs: Array.from({ length: VFS_A_PF }, (_, index) => vf(node, index)).filter(
      ({ address }) => !missing.includes(address),
    ),
  };
}

function vf(node: number, index: number) {
  return {
    index,
    address: vfAddress(node, index),
    vendor_id: '15b3',
    product_id: '101e',
    driver: 'vfio-pci',
    iommu_group: 40 + node * VFS_A_PF + index,
    queues: 11,
    state: 'available',
  };
}
