import { formatCpuSet } from '../cpu-set';
import { subtractCpus } from '../cpu-set-algebra';
import { sameJson } from '../same-json';
import { capitalised, keptValue, listWords, valueWords } from './change-words';
import type { InventoryChangeCode } from './inventory-change-codes.data';
import type { ChangeEffect, ChangeValue, InventoryChange } from './inventory-change';

/** A thing of the inventory, as sentences name it and as its paths do. */
export interface NamedThing {
  /** `PF ens1f0 (0000:3b:00.0)` */
  readonly words: string;
  readonly subject: string;
  readonly things: readonly string[];
  readonly count: number;
}

/** How a fact is told when it changes. Values that are not known are undefined or null. */
export interface FieldRule {
  readonly code: (before: unknown, after: unknown) => InventoryChangeCode;
  /** Of the fact, in a sentence: `link speed`. */
  readonly name: string;
  readonly unit?: string;
  readonly show: (value: unknown) => ChangeValue;
  readonly effect: (before: unknown, after: unknown) => ChangeEffect;
  /** The sentence, where the usual one does not do. Null: it does. */
  readonly sentence?: (thing: string, before: unknown, after: unknown) => string | null;
}

/** One rule a fact; a fact that the inventory gets anew does not compile without. */
export type FieldRules<Thing, Left extends keyof Thing = never> = {
  readonly [Name in Exclude<keyof Thing, Left>]-?: FieldRule;
};

interface RuleOptions {
  readonly unit?: string;
  readonly less?: ChangeEffect;
  readonly more?: ChangeEffect;
  readonly sentence?: FieldRule['sentence'];
}

function common(name: string, { unit, sentence }: RuleOptions): Pick<FieldRule, 'name' | 'unit' | 'sentence'> {
  return { name, ...(unit === undefined ? {} : { unit }), ...(sentence === undefined ? {} : { sentence }) };
}

/** A number; where it is not known, none of it is given. */
export function amount(code: InventoryChangeCode, name: string, options: RuleOptions = {}): FieldRule {
  const { less = 'capacity_less', more = 'capacity_more' } = options;
  const known = (value: unknown): number => (typeof value === 'number' ? value : 0);
  return {
    ...common(name, options),
    code: () => code,
    show: (value) => (typeof value === 'number' ? value : null),
    effect: (before, after) => {
      if (known(after) > known(before)) return more;
      if (known(after) === known(before)) return 'note';
      return typeof after === 'number' ? less : unknownNow(less);
    },
  };
}

/** A number that limits: where it is not set, nothing does. */
export function limit(code: InventoryChangeCode, name: string): FieldRule {
  const rule = amount(code, name);
  const known = (value: unknown): number => (typeof value === 'number' ? value : Infinity);
  return { ...rule, effect: (before, after) => rule.effect(known(before), known(after)) };
}

/** Yes or no; not known is no. */
export function flag(
  codes: InventoryChangeCode | { readonly lost: InventoryChangeCode; readonly gained: InventoryChangeCode },
  name: string,
  options: RuleOptions = {},
): FieldRule {
  const { less = 'note', more = 'note' } = options;
  const { lost, gained } = typeof codes === 'string' ? { lost: codes, gained: codes } : codes;
  return {
    ...common(name, options),
    code: (_before, after) => (after === true ? gained : lost),
    show: (value) => (typeof value === 'boolean' ? value : null),
    effect: (before, after) => (after === true ? more : before === true ? less : 'note'),
    sentence: (thing, before, after) => {
      const own = options.sentence?.(thing, before, after) ?? null;
      if (own !== null) return own;
      if (typeof after !== 'boolean') return `nobody tells any more whether ${name} of ${thing} is on`;
      return `${name} of ${thing} is ${after ? 'on' : 'off'} now`;
    },
  };
}

/** A word or number that names something. */
export function label(
  code: InventoryChangeCode,
  name: string,
  effect: ChangeEffect = 'note',
  sentence?: FieldRule['sentence'],
): FieldRule {
  return {
    ...common(name, { sentence }),
    code: () => code,
    show: (value) =>
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null,
    effect: (before, after) => (isUnknown(after) ? unknownNow(effect) : isUnknown(before) ? 'note' : effect),
  };
}

/** That nobody tells a fact any more hurts no guest that runs; but nothing new is given on it. */
function unknownNow(effect: ChangeEffect): ChangeEffect {
  return effect === 'breaks_guests' ? 'capacity_less' : effect;
}

function isUnknown(value: unknown): boolean {
  return value === null || value === undefined;
}

/** CPUs. */
export function cpuList(
  code: InventoryChangeCode,
  name: string,
  effects: (left: number, came: number) => ChangeEffect,
): FieldRule {
  const known = (value: unknown): readonly number[] => (Array.isArray(value) ? (value as readonly number[]) : []);
  return {
    name,
    code: () => code,
    show: (value) => (Array.isArray(value) ? formatCpuSet(known(value)) : null),
    effect: (before, after) =>
      effects(subtractCpus(known(before), known(after)).length, subtractCpus(known(after), known(before)).length),
  };
}

/** Names in any order: which came and which went is what matters. */
export function names(code: InventoryChangeCode, name: string): FieldRule {
  const known = (value: unknown): readonly string[] => (Array.isArray(value) ? (value as readonly string[]) : []);
  const shown = (list: readonly string[]): string => valueWords(list.join(', '));
  return {
    name,
    code: () => code,
    show: (value) => (Array.isArray(value) ? known(value).join(',') : null),
    effect: () => 'note',
    sentence: (thing, before, after) => {
      const [old, now] = [new Set(known(before)), new Set(known(after))];
      const came = [...now].filter((one) => !old.has(one));
      const went = [...old].filter((one) => !now.has(one));
      const parts = [
        ...(came.length === 0 ? [] : [`${shown(came)} came`]),
        ...(went.length === 0 ? [] : [`${shown(went)} went`]),
      ];
      return parts.length === 0 ? null : `${name} of ${thing}: ${listWords(parts)}`;
    },
  };
}

/** What is too much for a line; that it changed is told. */
export function unshown(code: InventoryChangeCode, name: string, effect: ChangeEffect = 'note'): FieldRule {
  return { name, code: () => code, show: () => null, effect: () => effect };
}

/** A fact that no rule knows: an older or newer program wrote it. */
export function unknownField(code: InventoryChangeCode, field: string): FieldRule {
  return unshown(code, valueWords(field.replaceAll('_', ' ')));
}

/** What is different of one thing, a line a fact. `rest` is the code of facts without a rule. */
export function describeFields(
  thing: NamedThing,
  rules: Readonly<Record<string, FieldRule>>,
  before: object,
  after: object,
  rest: InventoryChangeCode,
): InventoryChange[] {
  const [old, now] = [before as Record<string, unknown>, after as Record<string, unknown>];
  return changedFields(old, now).map((field) => {
    const rule = Object.hasOwn(rules, field) ? (rules[field] as FieldRule) : unknownField(rest, wireName(field));
    return describeField(thing, rule, wireName(field), old[field], now[field]);
  });
}

/** Names of the facts that are different, in the order of the newer inventory. */
export function changedFields(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): readonly string[] {
  const gone = Object.keys(before).filter((name) => !Object.hasOwn(after, name));
  return [...Object.keys(after), ...gone].filter((name) => !sameJson(before[name], after[name]));
}

export function describeField(
  { words, subject, things, count }: NamedThing,
  rule: FieldRule,
  field: string,
  before: unknown,
  after: unknown,
): InventoryChange {
  const sentence = rule.sentence?.(words, before, after) ?? usualSentence(words, rule, before, after);
  return {
    code: rule.code(before, after),
    subject,
    field,
    count,
    text: `${capitalised(sentence)}.`,
    before: keptValue(rule.show(before)),
    after: keptValue(rule.show(after)),
    effect: rule.effect(before, after),
    things,
  };
}

function usualSentence(thing: string, { name, unit, show }: FieldRule, before: unknown, after: unknown): string {
  const [old, now] = [show(before), show(after)];
  const fact = `the ${name} of ${thing}`;
  const measure = unit === undefined ? '' : ` ${unit}`;
  if (now === null && old === null) return `${fact} changed`;
  if (now === null)
    return `nobody tells ${fact} any more; it was ${valueWords(old as NonNullable<ChangeValue>)}${measure}`;
  if (old === null) return `${fact} is known now: ${valueWords(now)}${measure}`;
  return `${fact} went from ${valueWords(old)} to ${valueWords(now)}${measure}`;
}

/** A field of the domain as the document names it: `linkSpeedMbps` as `link_speed_mbps`. */
export function wireName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
