import { extraSpecPointer } from '../../../nova/nova-refusal';
import type { LintRule } from '../../lint/lint-rule';

const KEY = 'hw:emulator_threads_policy';

export const emulatorShareNeedsSharedSet: LintRule = {
  code: 'emulator_threads.needs_shared_set',
  severity: 'notice',
  rule: '`hw:emulator_threads_policy=share` of a pinned guest needs `[compute]cpu_shared_set` on the host. The scheduler does not ask for it, and without it a realtime guest without a mask fails when it is spawned.',
  source: 'nova/virt/libvirt/driver.py _get_guest_numa_config; Nova, CPU topologies guide',
  find: (given) =>
    given.isPinned && given.spec(KEY) === 'share'
      ? [
          {
            pointer: extraSpecPointer(KEY),
            message: 'Every host for this flavor must have [compute]cpu_shared_set.',
            fixes: [],
          },
        ]
      : [],
};
