import { imagePropertyPointer } from '../../../nova/nova-refusal';
import type { ContradictionRule } from '../../lint/contradiction-rule';
import { remove } from '../../lint/lint-fix';
import { pinnedOrWithout } from '../pinned-or-without';

export const threadPolicyUnpinned: ContradictionRule = {
  exception: 'CPUThreadPolicyConfigurationInvalid',
  rule: '`hw:cpu_thread_policy` needs pinned CPUs (`hw:cpu_policy` dedicated or mixed).',
  source: 'nova/virt/hardware.py numa_get_constraints',
  fixes: (given) => [
    ...pinnedOrWithout(given, 'hw:cpu_thread_policy'),
    [remove(imagePropertyPointer('hw_cpu_thread_policy'))],
  ],
};
