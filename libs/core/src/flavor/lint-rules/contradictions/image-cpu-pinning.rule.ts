import { extraSpecPointer, imagePropertyPointer } from '../../../nova/nova-refusal';
import type { ContradictionRule } from '../../lint/contradiction-rule';
import { remove } from '../../lint/lint-fix';

export const imageCpuPinning: ContradictionRule = {
  exception: 'ImageCPUPinningForbidden',
  rule: 'An image may pin CPUs only where the flavor states no policy; it may not overrule a flavor that says `shared`, nor ask a `mixed` one for `dedicated`.',
  source: 'nova/virt/hardware.py get_cpu_policy_constraint',
  fixes: () => [[remove(imagePropertyPointer('hw_cpu_policy'))], [remove(extraSpecPointer('hw:cpu_policy'))]],
};
