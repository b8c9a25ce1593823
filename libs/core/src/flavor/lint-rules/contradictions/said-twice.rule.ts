import { extraSpecPointer } from '../../../nova/nova-refusal';
import type { ContradictionRule } from '../../lint/contradiction-rule';
import { remove } from '../../lint/lint-fix';

/** What says again what a CPU policy, or a thread policy, says. */
const SAID_BY_PLACEMENT = /^(resources|trait)([1-9][0-9]*)?:(VCPU|PCPU|HW_CPU_HYPERTHREADING)/;
const SAID_BY_POLICY = ['hw:cpu_policy', 'hw:cpu_thread_policy'];

export const saidTwice: ContradictionRule = {
  exception: 'InvalidRequest',
  rule: 'CPUs are pinned by `hw:cpu_policy` or by `resources:PCPU`, which equals the vCPUs (one more with isolated emulator threads), and hyperthreading is ruled by a thread policy or by the trait; not by both.',
  source: 'nova/virt/hardware.py numa_get_constraints, get_cpu_thread_policy_constraint',
  fixes: (given, { pointer }) => [
    ...given
      .specKeys()
      .filter((key) => SAID_BY_PLACEMENT.test(key))
      .map((key) => [remove(extraSpecPointer(key))]),
    ...SAID_BY_POLICY.map((key) => [remove(extraSpecPointer(key))]),
    ...(pointer === '/flavor/extra_specs' ? [] : [[remove(pointer)]]),
  ],
};
