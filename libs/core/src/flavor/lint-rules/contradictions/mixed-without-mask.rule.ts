import { extraSpecPointer, imagePropertyPointer } from '../../../nova/nova-refusal';
import type { ContradictionRule } from '../../lint/contradiction-rule';
import { remove, set } from '../../lint/lint-fix';

export const mixedWithoutMask: ContradictionRule = {
  exception: 'RequiredMixedOrRealtimeCPUMask',
  rule: '`hw:cpu_policy=mixed` takes the pinned vCPUs from `hw:cpu_dedicated_mask` or from the realtime mask: from one of them.',
  source: 'nova/virt/hardware.py numa_get_constraints',
  fixes: () => [
    [remove(extraSpecPointer('hw:cpu_dedicated_mask'))],
    [set(extraSpecPointer('hw:cpu_policy'), 'dedicated')],
    [remove(imagePropertyPointer('hw_cpu_policy'))],
  ],
};
