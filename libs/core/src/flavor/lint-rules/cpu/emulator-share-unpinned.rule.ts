import { extraSpecPointer } from '../../../nova/nova-refusal';
import { remove } from '../../lint/lint-fix';
import type { LintRule } from '../../lint/lint-rule';

const KEY = 'hw:emulator_threads_policy';

export const emulatorShareUnpinned: LintRule = {
  code: 'emulator_threads.no_pinned_cpus',
  severity: 'notice',
  rule: '`hw:emulator_threads_policy=share` has an effect only beside pinned CPUs; without them it is accepted and ignored.',
  source: 'nova/virt/hardware.py get_emulator_thread_policy_constraint',
  find: (given) =>
    given.guest.ok && !given.isPinned && given.spec(KEY) === 'share'
      ? [
          {
            pointer: extraSpecPointer(KEY),
            message: 'No CPU of this guest is pinned, so its emulator threads share CPUs anyway.',
            fixes: [[remove(extraSpecPointer(KEY))]],
          },
        ]
      : [],
};
