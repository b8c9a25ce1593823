import { formatCpuSet } from '../cpu-set';
import type { ChangeValue } from './inventory-change';

/** A value that is longer is cut in what is told of it; the inventory has it whole. */
const MOST_VALUE_CHARACTERS = 512;
const MOST_SENTENCE_CHARACTERS = 120;
/** Runs of numbers that a sentence names. */
const MOST_RUNS = 6;

/** `25000` as `25,000`; what is no whole number stays as it is. */
export function numberWords(value: number): string {
  if (!Number.isInteger(value)) return String(value);
  const digits = String(Math.abs(value)).replace(/\B(?=(?:\d{3})+$)/g, ',');
  return value < 0 ? `-${digits}` : digits;
}

/** `one VF`, `12 VFs`. */
export function countWords(count: number, noun: string): string {
  return count === 1 ? `one ${noun}` : `${numberWords(count)} ${noun}s`;
}

/** Ascending numbers in words: `4`, `4 and 5`, `4 to 7`, `0 to 3, 6 and 9`; very many runs are cut short. */
export function runsWords(numbers: readonly number[]): string {
  const text = formatCpuSet(numbers);
  if (text === '') return 'none';
  const runs = text.split(',').flatMap((run) => {
    const [first, last] = run.split('-');
    if (last === undefined) return [run];
    return Number(last) === Number(first) + 1 ? [String(first), last] : [`${first} to ${last}`];
  });
  if (runs.length <= MOST_RUNS) return listWords(runs);
  return `${runs.slice(0, MOST_RUNS).join(', ')} and more`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listWords(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

/** A value as a sentence has it; null has no words. */
export function valueWords(value: Exclude<ChangeValue, null>): string {
  if (typeof value === 'number') return numberWords(value);
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return value === '' ? 'none' : cut(value.replace(/\p{Cc}/gu, ' '), MOST_SENTENCE_CHARACTERS);
}

/** A value as it is kept. */
export function keptValue(value: ChangeValue): ChangeValue {
  return typeof value === 'string' ? cut(value, MOST_VALUE_CHARACTERS) : value;
}

export function capitalised(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** Never between the halves of a surrogate pair: one alone is no text that JSON or a database takes. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const isHalf = /[\uD800-\uDBFF]/.test(text.charAt(most - 2));
  return `${text.slice(0, isHalf ? most - 2 : most - 1)}…`;
}
