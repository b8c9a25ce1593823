import { checkExtraSpecs } from '../../nova/extra-spec-check';
import { extraSpecPointer } from '../../nova/nova-refusal';
import { remove, set, type LintFix } from '../lint/lint-fix';
import type { LintGiven } from '../lint/lint-given';
import type { LintRule, Observation } from '../lint/lint-rule';
import { imageOnlyProperty } from './image-only-keys';

/** Keys whose presence a rule of their own speaks of; their values are checked like any other. */
const CPU_LIMIT = /^hw:(cpu_max_|max_cpu_)(sockets|cores|threads)$/;

/** A rule for one code of `checkExtraSpecs`, which the API itself uses: what it refuses is an error here, too. */
export function extraSpecFault(
  rule: Pick<LintRule, 'code' | 'rule' | 'source'>,
  fixes: (given: LintGiven, key: string, value: string) => readonly LintFix[],
): LintRule {
  const find = (given: LintGiven): readonly Observation[] =>
    Object.entries(given.flavor.extraSpecs).flatMap(([key, value]) => {
      if (isSpokenOf(key) && rule.code !== 'extra_spec.bad_value') return [];
      return checkExtraSpecs({ [key]: value }, given.release)
        .filter(({ code }) => code === rule.code)
        .map(({ pointer, message }) => ({ pointer, message, fixes: fixes(given, key, value) }));
    });
  return { ...rule, severity: 'error', find };
}

function isSpokenOf(key: string): boolean {
  return CPU_LIMIT.test(key) || imageOnlyProperty(key) !== null;
}

/** Gives a value another key; one that the other key has already is kept. */
export function moved(given: LintGiven, from: string, to: string): LintFix {
  const pointer = extraSpecPointer(to);
  const value = given.spec(from) ?? '';
  return given.spec(to) === null
    ? [remove(extraSpecPointer(from)), set(pointer, value)]
    : [remove(extraSpecPointer(from))];
}
