import { refusalCode, type NovaRefusal } from '../../nova/nova-refusal';
import { CONTRADICTION_RULES } from '../lint-rules/contradictions/contradiction-rules';
import { applyFix, remove } from './lint-fix';
import type { ContradictionRule } from './contradiction-rule';
import { LintGiven } from './lint-given';
import type { Found, LintRule } from './lint-rule';

const RULES = new Map(CONTRADICTION_RULES.map((rule) => [rule.exception, rule]));

/** More than these nobody reads at once; the rest shows when they are gone. */
const MAX_CONTRADICTIONS = 16;

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
    const contradiction = contradictionOf(current, current.guest.refusal);
    const toldHere = errors.filter(({ pointer }) => pointer === contradiction.pointer);
    if (found.some((other) => isSame(other, contradiction))) break;
    found.push(contradiction);
    const next = [...toldHere, contradiction]
      .flatMap(({ fixes }) => fixes)
      .map((fix) => new LintGiven(applyFix(current.subject, fix)))
      .find(({ guest }) => guest.ok || !isSame(contradiction, contradictionOf(current, guest.refusal)));
    if (next === undefined) break;
    current = next;
  }
  return found.filter((one) => !errors.some(({ pointer }) => pointer === one.pointer));
}

function isSame(a: Found, b: Found): boolean {
  return a.rule.code === b.rule.code && a.pointer === b.pointer;
}

function contradictionOf(given: LintGiven, refusal: NovaRefusal): Found {
  const known = RULES.get(refusal.exception) ?? otherRefusal(refusal.exception);
  return {
    rule: asLintRule(known),
    pointer: refusal.pointer,
    message: `Nova refuses this (${refusal.exception}): ${refusal.message}`,
    fixes: known.fixes(given, refusal),
  };
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
