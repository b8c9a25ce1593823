import { extraSpecPointer } from '../../../nova/nova-refusal';
import { remove, set } from '../../lint/lint-fix';
import type { LintRule } from '../../lint/lint-rule';
import { mappedNodes, numaMapKeys, withoutNumaMap } from '../numa-map';

export const numaMapWithoutNodes: LintRule = {
  code: 'numa.map_without_nodes',
  severity: 'warning',
  rule: '`hw:numa_cpus.N` and `hw:numa_mem.N` lay nothing out without `hw:numa_nodes`: alone they are silently ignored.',
  source: 'nova/virt/hardware.py numa_get_constraints',
  find: (given) => {
    if (!given.hasNoTopology) return [];
    const nodes = set(extraSpecPointer('hw:numa_nodes'), `${mappedNodes(given)}`);
    return numaMapKeys(given).map(({ key }) => ({
      pointer: extraSpecPointer(key),
      message: `Nova ignores ${key}: the flavor has no hw:numa_nodes.`,
      fixes: [[nodes], withoutNumaMap(given), [remove(extraSpecPointer(key))]],
    }));
  },
};
