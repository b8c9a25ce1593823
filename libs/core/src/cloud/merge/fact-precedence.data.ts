import type { FactSource } from './host-sources';

export interface FactPrecedence {
  /** As the inventory document names it. */
  readonly fact: string;
  /** Who is believed, first to last: the first that tells the fact wins. */
  readonly sources: readonly FactSource[];
  readonly why: string;
}

/** The one table of precedence: `mergeHost` follows it, and docs/sync.md shows it. */
export const FACT_PRECEDENCE: readonly FactPrecedence[] = [
  { fact: 'availability_zone', sources: ['nova', 'put'], why: 'Nova schedules by its own aggregates.' },
  { fact: 'aggregates', sources: ['nova', 'put'], why: 'Nova schedules by its own aggregates.' },
  { fact: 'compute_service', sources: ['nova'], why: 'Only Nova knows whether its service is up and enabled.' },
  {
    fact: 'allocation_ratios',
    sources: ['placement', 'put'],
    why: 'Placement multiplies with its own, class by class.',
  },
  { fact: 'reserved', sources: ['placement', 'put'], why: 'Placement subtracts its own, class by class.' },
  { fact: 'traits', sources: ['placement', 'put'], why: 'Placement compares with its own.' },
  {
    fact: 'totals',
    sources: ['placement'],
    why: 'Only of a host whose NUMA nodes nobody put: how many CPUs and how much memory Placement counts.',
  },
  { fact: 'numa_nodes', sources: ['put'], why: 'No service of the cloud tells the NUMA topology of a host.' },
  { fact: 'cpu_dedicated_set', sources: ['put'], why: 'Placement counts PCPUs and does not say which they are.' },
  { fact: 'cpu_shared_set', sources: ['put'], why: 'Placement counts VCPUs and does not say which they are.' },
  { fact: 'pfs', sources: ['put'], why: 'Placement knows of PFs no interface, link or VF addresses.' },
  {
    fact: 'pfs.physical_network',
    sources: ['put', 'neutron'],
    why: "Nova matches by its device_spec, which was put; the NIC Switch agent's device_mappings fill what is missing.",
  },
  {
    fact: 'pci_devices',
    sources: ['put', 'placement'],
    why: 'Providers of devices tell address, vendor and product; NUMA node and IOMMU group stay unknown.',
  },
  { fact: 'bridges', sources: ['put'], why: 'Agents name bridges and do not say what is behind them.' },
  {
    fact: 'bridges.physical_network',
    sources: ['put', 'neutron'],
    why: "The agents' bridge_mappings fill what is missing.",
  },
  { fact: 'network_agents', sources: ['neutron'], why: 'Only Neutron knows whether its agents live.' },
  { fact: 'versions', sources: ['put', 'nova'], why: 'The hypervisor of Nova tells the version of QEMU only.' },
  { fact: 'local_disk', sources: ['put'], why: 'Placement knows how large it is and not of what kind.' },
  { fact: 'rack', sources: ['put'], why: 'Nobody else tells it.' },
  { fact: 'cpu', sources: ['put'], why: 'Nobody else tells it.' },
  { fact: 'iommu', sources: ['put'], why: 'Nobody else tells it.' },
  { fact: 'vhost', sources: ['put'], why: 'Nobody else tells it.' },
  { fact: 'network_numa_affinity', sources: ['put'], why: 'Nobody else tells it.' },
  { fact: 'packing_host_numa_cells_allocation_strategy', sources: ['put'], why: 'Nobody else tells it.' },
  { fact: 'file_backed_memory', sources: ['put'], why: 'Nobody else tells it.' },
  { fact: 'max_queues', sources: ['put'], why: 'Nobody else tells it.' },
];
