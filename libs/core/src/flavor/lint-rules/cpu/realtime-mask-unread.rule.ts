import { extraSpecPointer } from '../../../nova/nova-refusal';
import { remove } from '../../lint/lint-fix';
import type { LintRule } from '../../lint/lint-rule';

const KEY = 'hw:cpu_realtime_mask';

export const realtimeMaskUnread: LintRule = {
  code: 'realtime.mask_without_realtime',
  severity: 'notice',
  rule: 'A realtime mask is read only beside `hw:cpu_realtime=true`.',
  source: 'nova/virt/hardware.py get_realtime_cpu_constraint',
  find: (given) =>
    given.spec(KEY) !== null && !given.isOn('hw:cpu_realtime')
      ? [
          {
            pointer: extraSpecPointer(KEY),
            message: 'The flavor has no realtime CPUs, so the mask is not read.',
            fixes: [[remove(extraSpecPointer(KEY))]],
          },
        ]
      : [],
};
