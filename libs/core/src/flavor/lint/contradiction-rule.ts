import type { NovaRefusal } from '../../nova/nova-refusal';
import type { LintFix } from './lint-fix';
import type { LintGiven } from './lint-given';

/** How to put right what Nova refuses with one of its exceptions; when it does is for Nova's own checks to say. */
export interface ContradictionRule {
  /** Class name in `nova/exception.py`. */
  readonly exception: string;
  readonly rule: string;
  readonly source: string;
  /** The best first; a fix that does not help, or breaks something else, is passed over. */
  readonly fixes: (given: LintGiven, refusal: NovaRefusal) => readonly LintFix[];
}
