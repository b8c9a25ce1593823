import type { ContradictionRule } from '../../lint/contradiction-rule';
import { remove } from '../../lint/lint-fix';

export const imageCpuTopology: ContradictionRule = {
  exception: 'ImageVCPUTopologyRangeExceeded',
  rule: 'An image asks for no more sockets, cores and threads than the limits allow.',
  source: 'nova/virt/hardware.py _get_cpu_topology_constraints',
  fixes: (_given, { pointer }) => [[remove(pointer)]],
};
