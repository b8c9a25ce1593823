import type { ContradictionRule } from '../../lint/contradiction-rule';
import { remove } from '../../lint/lint-fix';

export const imageNumaTopology: ContradictionRule = {
  exception: 'ImageNUMATopologyForbidden',
  rule: 'Guest NUMA nodes are laid out by the flavor or by the image, not by both.',
  source: 'nova/virt/hardware.py _get_numa_node_count_constraint, _get_numa_cpu_constraint',
  fixes: (_given, { pointer }) => [[remove(pointer)]],
};
