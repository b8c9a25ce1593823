import type { ContradictionRule } from '../../lint/contradiction-rule';
import { remove } from '../../lint/lint-fix';

export const imageCpuLimits: ContradictionRule = {
  exception: 'ImageVCPULimitsRangeExceeded',
  rule: 'An image limits sockets, cores and threads no higher than the flavor does.',
  source: 'nova/virt/hardware.py _get_cpu_topology_constraints',
  fixes: (_given, { pointer }) => [[remove(pointer)]],
};
