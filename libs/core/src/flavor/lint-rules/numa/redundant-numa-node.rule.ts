import { extraSpecPointer } from '../../../nova/nova-refusal';
import { flavorMeaning } from '../../flavor-meaning';
import { applyFix, remove } from '../../lint/lint-fix';
import type { LintRule } from '../../lint/lint-rule';

const KEY = 'hw:numa_nodes';

export const redundantNumaNode: LintRule = {
  code: 'numa.one_node_implied',
  severity: 'notice',
  rule: 'Pinned CPUs, a page size or `hw:pmem` make one guest NUMA node by themselves; `hw:numa_nodes=1` beside them does no more than keep an image from asking for several.',
  source: 'nova/virt/hardware.py numa_get_constraints',
  find: (given) => {
    if (given.count(KEY) !== 1 || !given.guest.ok) return [];
    const fix = [remove(extraSpecPointer(KEY))];
    const without = applyFix(given.subject, fix);
    const same = flavorMeaning(without.flavor, given.image) === flavorMeaning(given.flavor, given.image);
    if (!same) return [];
    return [{ pointer: extraSpecPointer(KEY), message: 'The guest has one NUMA node without it.', fixes: [fix] }];
  },
};
