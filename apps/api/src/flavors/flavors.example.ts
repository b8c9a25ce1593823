/** A flavor with one of each: an error, a warning and a notice. */
export const LINT_EXAMPLE = {
  release: '2025.1',
  flavor: {
    vcpus: 4,
    ram_mib: 4096,
    disk_gib: 20,
    extra_specs: {
      'hw:emulator_threads_policy': 'isolate',
      'hw:mem_page_size': '1Gb',
      'hw:vif_multiqueue_enabled': 'true',
    },
  },
  image: { properties: {} },
  ports: [{ name: 'data', 'binding:vnic_type': 'direct', numa_affinity_policy: 'required' }],
};

/** Two that mean the same, and two small ones of which one VM more or less does not matter. */
export const CONSOLIDATE_EXAMPLE = {
  flavors: [
    {
      name: 'pinned',
      vcpus: 4,
      ram_mib: 4096,
      disk_gib: 20,
      extra_specs: { 'hw:cpu_policy': 'dedicated', 'hw:mem_page_size': '2MB' },
      weight: 12,
    },
    {
      name: 'pinned-2048',
      vcpus: 4,
      ram_mib: 4096,
      disk_gib: 20,
      extra_specs: { 'hw:cpu_policy': 'dedicated', 'hw:mem_page_size': '2048' },
      weight: 3,
    },
    { name: 'web', vcpus: 2, ram_mib: 4096, disk_gib: 20, weight: 40 },
    { name: 'web-small', vcpus: 2, ram_mib: 3584, disk_gib: 20, weight: 7 },
  ],
  tolerance: { max_extra_ram_percent: 25 },
};
