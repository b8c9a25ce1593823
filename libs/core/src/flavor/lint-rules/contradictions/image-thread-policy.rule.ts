import { imagePropertyPointer } from '../../../nova/nova-refusal';
import type { ContradictionRule } from '../../lint/contradiction-rule';
import { remove } from '../../lint/lint-fix';

export const imageThreadPolicy: ContradictionRule = {
  exception: 'ImageCPUThreadPolicyForbidden',
  rule: 'An image may state the thread policy of CPUs only as the flavor does, or where the flavor states none.',
  source: 'nova/virt/hardware.py get_cpu_thread_policy_constraint',
  fixes: () => [[remove(imagePropertyPointer('hw_cpu_thread_policy'))]],
};
