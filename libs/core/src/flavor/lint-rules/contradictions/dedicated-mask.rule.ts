import { extraSpecPointer } from '../../../nova/nova-refusal';
import type { ContradictionRule } from '../../lint/contradiction-rule';
import { remove, set } from '../../lint/lint-fix';

export const dedicatedMask: ContradictionRule = {
  exception: 'InvalidMixedInstanceDedicatedMask',
  rule: "`hw:cpu_dedicated_mask` names at least one of the flavor's vCPUs and leaves at least one out.",
  source: 'nova/virt/hardware.py get_dedicated_cpu_constraint',
  fixes: () => [
    [remove(extraSpecPointer('hw:cpu_dedicated_mask')), set(extraSpecPointer('hw:cpu_policy'), 'dedicated')],
    [remove(extraSpecPointer('hw:cpu_dedicated_mask'))],
  ],
};
