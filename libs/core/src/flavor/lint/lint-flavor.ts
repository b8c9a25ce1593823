import { CONTRADICTION_RULES } from '../lint-rules/contradictions/contradiction-rules';
import { asLintRule, contradictions } from './contradictions';
import { applyFix, type LintFix } from './lint-fix';
import { LintGiven } from './lint-given';
import type { Found, LintRule, LintSeverity } from './lint-rule';
import { LINT_RULES } from './lint-rules';
import type { LintSubject } from './lint-subject';

/** A rule that is broken, where, and what to do. */
export interface LintFinding {
  readonly code: string;
  readonly severity: LintSeverity;
  readonly pointer: string;
  readonly rule: { readonly text: string; readonly source: string };
  readonly message: string;
  /** Null where only the operator can know what was meant. */
  readonly fix: LintFix | null;
}

/** Everything that is asked, for the documentation: the rules, and what Nova refuses. */
export const ALL_LINT_RULES: readonly LintRule[] = [...LINT_RULES, ...CONTRADICTION_RULES.map(asLintRule)];

const SEVERITIES: readonly LintSeverity[] = ['error', 'warning', 'notice'];

/**
 * How many extra specs and image properties are read for fixes that are tried. What people write has a tenth of it; the
 * limit keeps what nobody wrote from costing many seconds.
 */
const MAX_KEYS_READ = 3000;

/**
 * What is wrong with a flavor, its image and its ports in a release: contradictions that Nova refuses, values that pass
 * and fail later, and what has no effect. A fix is offered only after it was tried: with it the finding is gone, and no
 * error is there that was not there before.
 *
 * @returns Errors first, then warnings, then notices, each by pointer and code.
 */
export function lintFlavor(subject: LintSubject): readonly LintFinding[] {
  const found = findIn(subject);
  const errors = errorsOf(found);
  let keysLeft = MAX_KEYS_READ;
  const keys = Object.keys(subject.flavor.extraSpecs).length + Object.keys(subject.image.properties).length;
  const tried = new Map<string, readonly Found[]>();
  const works = (one: Found, fix: LintFix): boolean => {
    const key = JSON.stringify(fix);
    if (!tried.has(key)) {
      if (keysLeft <= 0) return false;
      keysLeft -= keys;
      tried.set(key, findIn(applyFix(subject, fix)));
    }
    const after = tried.get(key) ?? [];
    return !after.some((other) => isSame(other, one)) && [...errorsOf(after)].every((error) => errors.has(error));
  };
  return found
    .map((one) => ({ one, fix: one.fixes.find((fix) => works(one, fix)) ?? null }))
    .map(({ one: { rule, pointer, message }, fix }) => {
      const { code, severity, rule: text, source } = rule;
      return { code, severity, pointer, rule: { text, source }, message, fix };
    })
    .sort(inOrder);
}

function findIn(subject: LintSubject): readonly Found[] {
  const given = new LintGiven(subject);
  const found = LINT_RULES.flatMap((rule) => rule.find(given).map((observation) => ({ ...observation, rule })));
  return [...found, ...contradictions(given, found)];
}

function isSame(a: Found, b: Found): boolean {
  return a.rule.code === b.rule.code && a.pointer === b.pointer;
}

function errorsOf(found: readonly Found[]): ReadonlySet<string> {
  return new Set(
    found.filter(({ rule }) => rule.severity === 'error').map(({ rule, pointer }) => `${rule.code} ${pointer}`),
  );
}

function inOrder(a: LintFinding, b: LintFinding): number {
  const bySeverity = SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
  return bySeverity || compare(a.pointer, b.pointer) || compare(a.code, b.code);
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
