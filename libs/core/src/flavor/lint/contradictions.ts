import { refusalCode, type NovaRefusal } from '../../nova/nova-refusal';
import { CONTRADICTION_RULES } from '../lint-rules/contradictions/contradiction-rules';
import { applyFix, remove } from './lint-fix';
import type { ContradictionRule } from './contradiction-rule';
import { LintGiven } from './lint-given';
import type { Found, LintRule } from './lint-rule';

const RULES = new Map(CONTRADICTION_RULES.map((rule) => [rule.exception, { rule, asLint: asLintRule(rule) }]));

/** More than these nobody reads at once; the rest shows when they are gone. */
const MAX_CONTRADICTIONS = 8;

/**
 * What Nova refuses flavor and image for. Nova names one contradiction at a time; here each is put right in turn and
 * Nova's checks (`guestTopologyOf`) are asked again, so that all of them are told at once, each under Nova's own name.
 *
 * @param told What is wrong by itself, such as a value that no validator takes. Nova's own words for it would only repeat
 *   that, so they are left out, and it is put right in the way that was told.
 */
export function contradictions(given: LintGiven, told: readonly Found[]): readonly Found[] {
  const errors = told.filter(({ rule }) => rule.severity === 'error');
  const found: Found[] = [];
  let current = given;
  while (!current.guest.ok && found.length < MAX_CONTRADICTIONS) {
    const { refusal } = current.guest;
    if (found.some((other) => isOf(other, refusal))) break;
    const contradiction = contradictionOf(current, refusal);
    found.push(contradiction);
    const toldHere = errors.filter(({ pointer }) => pointer === refusal.pointer);
    const next = withoutRefusal(current, refusal, [...toldHere, contradiction]);
    if (next === null) break;
    current = next;
  }
  return found.filter((one) => !errors.some(({ pointer }) => pointer === one.pointer));
}

function isOf({ rule, pointer }: Found, refusal: NovaRefusal): boolean {
  return rule.code === lintRuleOf(refusal).asLint.code && pointer === refusal.pointer;
}

/** What the first fix that helps makes of it; Nova may still refuse it for something else. Null when none helps. */
function withoutRefusal(given: LintGiven, refusal: NovaRefusal, found: readonly Found[]): LintGiven | null {
  for (const { fixes } of found) {
    for (const fix of fixes) {
      const fixed = new LintGiven(applyFix(given.subject, fix));
      const { guest } = fixed;
      const isGone =
        guest.ok || guest.refusal.exception !== refusal.exception || guest.refusal.pointer !== refusal.pointer;
      if (isGone) return fixed;
    }
  }
  return null;
}

function contradictionOf(given: LintGiven, refusal: NovaRefusal): Found {
  const { rule, asLint } = lintRuleOf(refusal);
  return {
    rule: asLint,
    pointer: refusal.pointer,
    message: `Nova refuses this (${refusal.exception}): ${refusal.message}`,
    fixes: rule.fixes(given, refusal),
  };
}

function lintRuleOf({ exception }: NovaRefusal): { readonly rule: ContradictionRule; readonly asLint: LintRule } {
  const known = RULES.get(exception);
  if (known !== undefined) return known;
  const rule = otherRefusal(exception);
  return { rule, asLint: asLintRule(rule) };
}

/** A contradiction in the form of any other rule, for findings and for the documentation. */
export function asLintRule({ exception, rule, source }: ContradictionRule): LintRule {
  return { code: refusalCode(exception), severity: 'error', rule, source, find: () => [] };
}

/** A text that Nova cannot read; which text is wanted is for the key's own rule to say. */
function otherRefusal(exception: string): ContradictionRule {
  return {
    exception,
    rule: 'The value is one that Nova can read.',
    source: 'nova/virt/hardware.py',
    fixes: (_given, { pointer }) => [[remove(pointer)]],
  };
}
