import type { ContradictionRule } from '../../lint/contradiction-rule';
import { pinnedOrWithout } from '../pinned-or-without';

export const emulatorThreadsUnpinned: ContradictionRule = {
  exception: 'BadRequirementEmulatorThreadsPolicy',
  rule: '`hw:emulator_threads_policy=isolate` needs pinned CPUs (`hw:cpu_policy` dedicated or mixed).',
  source: 'nova/virt/hardware.py numa_get_constraints',
  fixes: (given) => pinnedOrWithout(given, 'hw:emulator_threads_policy'),
};
