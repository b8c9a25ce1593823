import { extraSpecPointer } from '../../../nova/nova-refusal';
import { remove, set } from '../../lint/lint-fix';
import type { LintRule } from '../../lint/lint-rule';
import { takesPciDevice } from '../../lint/lint-subject';
import { portPointer } from './port-pointer';

export const portPolicyWithoutTopology: LintRule = {
  code: 'port_policy.no_guest_numa',
  severity: 'warning',
  rule: "A port's `numa_affinity_policy` is ignored for a guest without NUMA nodes of its own, as the flavor's is.",
  source: 'nova/pci/stats.py _filter_pools_for_numa_cells',
  find: (given) =>
    given.ports.flatMap((port, index) => {
      if (port.numaAffinityPolicy === null || !takesPciDevice(port) || !given.hasNoTopology) return [];
      const pointer = portPointer(index, 'numa_affinity_policy');
      const message = `The guest has no NUMA nodes, so that "${port.numaAffinityPolicy}" does nothing.`;
      return [{ pointer, message, fixes: [[set(extraSpecPointer('hw:numa_nodes'), '1')], [remove(pointer)]] }];
    }),
};
