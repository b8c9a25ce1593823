export interface LayerPrecedence {
  /** As the inventory document names it; also of every fact below it that has no line of its own. */
  readonly fact: string;
  /** Who is believed, first to last. Sources that are not named come after them, by name; what was put comes last. */
  readonly sources: readonly string[];
  readonly why: string;
}

/** Who reads the kernel's own files of the host comes before who reads what another program made of them. */
const KERNEL_FIRST = ['collector', 'sysfs', 'umockdev', 'libvirt', 'hwloc', 'lxd', 'ironic', 'lshw'] as const;

/** The one table of precedence between layers: `layFacts` follows it, and docs/inventory-import.md shows it. */
export const LAYER_PRECEDENCE: readonly LayerPrecedence[] = [
  { fact: 'allocation_ratios', sources: ['nova-conf', 'collector'], why: 'Only the configuration of Nova has it.' },
  { fact: 'reserved', sources: ['nova-conf', 'collector'], why: 'Only the configuration of Nova has it.' },
  { fact: 'cpu_dedicated_set', sources: ['nova-conf', 'collector'], why: 'Only the configuration of Nova has it.' },
  { fact: 'cpu_shared_set', sources: ['nova-conf', 'collector'], why: 'Only the configuration of Nova has it.' },
  {
    fact: 'packing_host_numa_cells_allocation_strategy',
    sources: ['nova-conf', 'collector'],
    why: 'Only the configuration of Nova has it.',
  },
  { fact: 'file_backed_memory', sources: ['nova-conf', 'collector'], why: 'Only the configuration of Nova has it.' },
  { fact: 'max_queues', sources: ['nova-conf', 'collector'], why: 'Only the configuration of Nova has it.' },
  { fact: 'network_numa_affinity', sources: ['nova-conf', 'collector'], why: 'Only the configuration of Nova has it.' },
  {
    fact: 'passthrough',
    sources: ['nova-conf', 'collector'],
    why: 'device_spec and aliases of the host: what Nova gives out, on which network, under which name.',
  },
  {
    fact: 'numa_nodes',
    sources: KERNEL_FIRST,
    why: 'The kernel numbers nodes and CPUs; libvirt repeats it, hwloc may be of another boot, inspection of another kernel.',
  },
  {
    fact: 'pfs',
    sources: ['collector', 'sysfs', 'umockdev', 'libvirt', 'sriov-nodestate', 'hwloc', 'lxd', 'ironic', 'lshw'],
    why: 'libvirt names every PCI function with its driver and IOMMU group; the others leave more out, the later the more.',
  },
  {
    fact: 'pfs.vfs',
    sources: ['collector', 'sysfs', 'umockdev', 'sriov-nodestate', 'libvirt', 'lxd', 'hwloc', 'lshw', 'ironic'],
    why: 'The SR-IOV operator creates the VFs and looks at sysfs often; inspection runs before there are any.',
  },
  {
    fact: 'pfs.total_vfs',
    sources: ['collector', 'sysfs', 'umockdev', 'sriov-nodestate', 'libvirt', 'lxd'],
    why: 'As with the VFs themselves.',
  },
  {
    fact: 'pfs.link_state',
    sources: ['collector', 'sysfs', 'umockdev', 'sriov-nodestate', 'libvirt', 'lxd', 'ironic', 'lshw'],
    why: 'What looks often is believed before what was looked at once.',
  },
  { fact: 'pfs.numa_node', sources: KERNEL_FIRST, why: 'The SR-IOV operator does not tell it.' },
  { fact: 'pci_devices', sources: KERNEL_FIRST, why: 'As with NICs.' },
  { fact: 'bridges', sources: ['collector'], why: 'Only Open vSwitch itself tells them.' },
  { fact: 'versions', sources: KERNEL_FIRST, why: 'Who runs on the host knows what runs on it.' },
  { fact: 'cpu', sources: KERNEL_FIRST, why: 'The kernel tells what is on, others what the CPU could do.' },
  {
    fact: 'iommu',
    sources: KERNEL_FIRST,
    why: 'Groups in sysfs are the effect; the command line only asks for it.',
  },
  { fact: 'vhost', sources: ['collector', 'sysfs', 'umockdev'], why: 'Only who opens the devices knows.' },
  { fact: 'vfio', sources: ['collector', 'sysfs', 'umockdev'], why: 'Only who opens the device knows.' },
  {
    fact: 'local_disk',
    sources: ['collector', 'lxd', 'ironic', 'lshw'],
    why: 'The collector sees the file system of the instances, the others see disks.',
  },
];
