import { extraSpecPointer, imagePropertyPointer } from '../../../nova/nova-refusal';
import { remove, set } from '../../lint/lint-fix';
import type { LintRule } from '../../lint/lint-rule';

export const pciPolicyWithoutTopology: LintRule = {
  code: 'pci_policy.no_guest_numa',
  severity: 'warning',
  rule: 'A PCI NUMA affinity policy, even `required`, is ignored for a guest without NUMA nodes of its own. These come of `hw:numa_nodes`, `hw:mem_page_size`, pinned CPUs or `hw:pmem`; a PCI alias does not make any. (`socket` then still asks hosts for a trait.)',
  source: 'nova/virt/hardware.py numa_get_constraints; nova/pci/stats.py _filter_pools_for_numa_cells',
  find: (given) => {
    const policy = given.guest.ok ? given.guest.pciNumaPolicy : null;
    if (policy === null || !given.hasNoTopology) return [];
    const byFlavor = given.spec('hw:pci_numa_affinity_policy') !== null;
    const pointer = byFlavor
      ? extraSpecPointer('hw:pci_numa_affinity_policy')
      : imagePropertyPointer('hw_pci_numa_affinity_policy');
    return [
      {
        pointer,
        message: `The guest has no NUMA nodes, so that its devices may come from anywhere whatever "${policy}" says.`,
        fixes: [[set(extraSpecPointer('hw:numa_nodes'), '1')], [remove(pointer)]],
      },
    ];
  },
};
