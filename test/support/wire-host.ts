/** An inventory document of one large NUMA node and one PF with `vfs` VFs on physnet1. */
export function wireHost(vfs: number): object {
  return {
    generation: null,
    availability_zone: 'nova',
    cpu: { arch: 'x86_64', apicv: true, posted_interrupts: true },
    iommu: { enabled: true, passthrough: true },
    vhost: { net: true },
    allocation_ratios: { cpu: 16, ram: 1 },
    numa_nodes: [{ id: 0, socket: 0, cpus: '0-63', memory_mib: 524_288, pages: [{ size_kib: 4, total: 134_217_728 }] }],
    pfs: [
      {
        address: '0000:3b:00.0',
        ifname: 'ens1f0',
        vendor_id: '15b3',
        product_id: '101d',
        driver: 'mlx5_core',
        numa_node: 0,
        physical_network: 'physnet1',
        link_speed_mbps: 100_000,
        link_state: 'up',
        combined_queues: 63,
        eswitch_mode: 'legacy',
        total_vfs: vfs,
        iommu_group: 12,
        vfs: Array.from({ length: vfs }, (_, index) => vf(index)),
      },
    ],
    bridges: [{ name: 'br-physnet1', physical_network: 'physnet1', datapath: 'system', uplink_mbps: 100_000 }],
  };
}

function vf(index: number): object {
  const device = Math.floor((index + 1) / 8);
  return {
    index,
    address: `0000:3b:${device.toString(16).padStart(2, '0')}.${(index + 1) % 8}`,
    vendor_id: '15b3',
    product_id: '101e',
    driver: 'vfio-pci',
    iommu_group: 40 + index,
    queues: 11,
    state: 'available',
  };
}

/** A small VM on physnet1 that prizes latency; `paths` narrows its NIC. */
export function wireRequest(name: string, paths: readonly string[] | null = null): object {
  return {
    name,
    flavor: { vcpus: 2, ram_mib: 2048, disk_gib: 0 },
    image: { os_id: 'ubuntu24.04', properties: {} },
    nics: [{ name: 'data', physical_network: 'physnet1', bandwidth_mbps: 1000, paths }],
    migration: 'cold_ok',
    profile: 'latency',
  };
}
