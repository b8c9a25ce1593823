import { extraSpecPointer } from '../../../nova/nova-refusal';
import type { LintRule } from '../../lint/lint-rule';

export const threadIsolateOnSmt: LintRule = {
  code: 'thread_policy.isolate_needs_no_smt',
  severity: 'warning',
  rule: '`hw:cpu_thread_policy=isolate` fits only hosts whose hyperthreading is off: Placement is asked for hosts without the trait, and with `[compute]cpu_dedicated_set` Nova never finds whole cores on others. Only hosts of the old `vcpu_pin_set` reserve the siblings.',
  source: 'bug 1889633; nova/virt/hardware.py _pack_instance_onto_cores',
  find: (given) =>
    given.topology?.threadPolicy === 'isolate'
      ? [
          {
            pointer: extraSpecPointer('hw:cpu_thread_policy'),
            message:
              'No host with hyperthreading takes this guest; turn it off on the hosts meant for it, or ask for require.',
            fixes: [],
          },
        ]
      : [],
};
