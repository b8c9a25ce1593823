import { extraSpecPointer } from '../../../nova/nova-refusal';
import type { ContradictionRule } from '../../lint/contradiction-rule';
import { remove, set } from '../../lint/lint-fix';

export const maskWithoutMixed: ContradictionRule = {
  exception: 'RequiredMixedInstancePolicy',
  rule: '`hw:cpu_dedicated_mask` needs `hw:cpu_policy=mixed`.',
  source: 'nova/virt/hardware.py numa_get_constraints',
  fixes: () => [[set(extraSpecPointer('hw:cpu_policy'), 'mixed')], [remove(extraSpecPointer('hw:cpu_dedicated_mask'))]],
};
