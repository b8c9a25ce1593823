import { extraSpecPointer } from '../../nova/nova-refusal';
import { remove, set, type LintFix } from '../lint/lint-fix';
import type { LintGiven } from '../lint/lint-given';

/**
 * Ways to put right what only pinned CPUs can have: where the flavor states no policy it was meant for pinned ones; where
 * it states `shared`, the extra spec is what does not belong.
 */
export function pinnedOrWithout(given: LintGiven, key: string): readonly LintFix[] {
  const pin = [set(extraSpecPointer('hw:cpu_policy'), 'dedicated')];
  const without = [remove(extraSpecPointer(key))];
  return given.spec('hw:cpu_policy') === null ? [pin, without] : [without, pin];
}
