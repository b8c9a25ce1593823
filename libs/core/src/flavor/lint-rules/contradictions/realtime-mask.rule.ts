import { extraSpecPointer, imagePropertyPointer } from '../../../nova/nova-refusal';
import type { ContradictionRule } from '../../lint/contradiction-rule';
import { remove, set } from '../../lint/lint-fix';

export const realtimeMask: ContradictionRule = {
  exception: 'RealtimeMaskNotFoundOrInvalid',
  rule: 'Realtime leaves the emulator a CPU: by `hw:cpu_realtime_mask`, which leaves out at least one vCPU, or by `hw:emulator_threads_policy`.',
  source: 'nova/virt/hardware.py get_realtime_cpu_constraint',
  fixes: () => [
    [set(extraSpecPointer('hw:cpu_realtime_mask'), '^0')],
    [remove(imagePropertyPointer('hw_cpu_realtime_mask')), set(extraSpecPointer('hw:cpu_realtime_mask'), '^0')],
    [remove(extraSpecPointer('hw:cpu_realtime'))],
  ],
};
