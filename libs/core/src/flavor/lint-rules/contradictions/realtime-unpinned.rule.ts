import type { ContradictionRule } from '../../lint/contradiction-rule';
import { pinnedOrWithout } from '../pinned-or-without';

export const realtimeUnpinned: ContradictionRule = {
  exception: 'RealtimeConfigurationInvalid',
  rule: '`hw:cpu_realtime` needs pinned CPUs (`hw:cpu_policy` dedicated or mixed).',
  source: 'nova/virt/hardware.py numa_get_constraints',
  fixes: (given) => pinnedOrWithout(given, 'hw:cpu_realtime'),
};
