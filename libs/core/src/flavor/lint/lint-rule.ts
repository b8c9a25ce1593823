import type { LintFix } from './lint-fix';
import type { LintGiven } from './lint-given';

/**
 * `error`: Nova or Neutron refuses it, or the guest cannot work. `warning`: it is accepted and is not what it seems.
 * `notice`: it has no effect, or is said elsewhere already.
 */
export type LintSeverity = 'error' | 'warning' | 'notice';

/** One thing that can be wrong with a flavor, its image and its ports taken together. */
export interface LintRule {
  /** Dotted, stable. */
  readonly code: string;
  readonly severity: LintSeverity;
  /** What holds, in a sentence or two; for findings and for docs/flavors.md alike. */
  readonly rule: string;
  /** Where it comes from: a file of Nova, a bug, a section of its guides. */
  readonly source: string;
  readonly find: (given: LintGiven) => readonly Observation[];
}

/** A rule and where it is broken. */
export type Found = Observation & { readonly rule: LintRule };

/** A place where a rule is broken. */
export interface Observation {
  /** RFC 6901 pointer into the request, in wire names. */
  readonly pointer: string;
  readonly message: string;
  /** Ways to put it right, the best first. Each is tried before it is offered. */
  readonly fixes: readonly LintFix[];
}
