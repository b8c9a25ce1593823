import { type CpuSet, CpuSetSyntaxError, parseCpuSet } from '@iopath/core';
import { UnreadableImport } from '../import/import-reader';
import type { NovaOption } from './nova-options';

const TRUE_WORDS: ReadonlySet<string> = new Set(['1', 'true', 'on', 'yes']);
/** Every second CPU of 2,000 by itself; ranges of all CPUs, over and over, would take minutes. */
const MAX_CPU_LIST_LENGTH = 8192;

const FALSE_WORDS: ReadonlySet<string> = new Set(['0', 'false', 'off', 'no']);

/*
 * What oslo.config takes for a number, a truth and a list (`oslo_config/types.py`). Each gives undefined for an option that is
 * not set, and throws UnreadableImport, with where the option stands, for a value that Nova would not start with.
 */

export function integerOption(option: NovaOption | null, min: number, max: number): number | undefined {
  if (option === null) return undefined;
  const text = option.value.trim();
  const value = /^[+-]?\d{1,15}$/.test(text) ? Number(text) : NaN;
  if (!(value >= min && value <= max)) throw wrong(option, `is no whole number from ${min} to ${max}`);
  return value;
}

export function numberOption(option: NovaOption | null, min: number, max: number): number | undefined {
  if (option === null) return undefined;
  const text = option.value.trim();
  const value = /^[+-]?(?:\d{1,15}\.?\d{0,15}|\.\d{1,15})(?:e[+-]?\d{1,3})?$/i.test(text) ? Number(text) : NaN;
  if (!(value >= min && value <= max)) throw wrong(option, `is no number from ${min} to ${max}`);
  return value;
}

export function booleanOption(option: NovaOption | null): boolean | undefined {
  if (option === null) return undefined;
  const word = option.value.trim().toLowerCase();
  if (TRUE_WORDS.has(word)) return true;
  if (FALSE_WORDS.has(word)) return false;
  throw wrong(option, 'is neither true nor false');
}

/** Parts between commas, blanks around them aside. */
export function listOption(option: NovaOption | null): readonly string[] | undefined {
  return option?.value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** A CPU list as Nova reads it, which is more lenient than Linux: blanks and empty parts fall away. */
export function cpuSetOption(option: NovaOption | null): CpuSet | undefined {
  if (option === null) return undefined;
  if (option.value.length > MAX_CPU_LIST_LENGTH) {
    throw new UnreadableImport(
      'import.too_large',
      `a CPU list has at most ${MAX_CPU_LIST_LENGTH} characters`,
      option.where,
    );
  }
  const rules = option.value.split(',').map((rule) =>
    rule
      .trim()
      .replace(/^\^\s+/, '^')
      .replace(/\s*-\s*/, '-'),
  );
  try {
    return parseCpuSet(rules.filter((rule) => rule !== '').join(','));
  } catch (error) {
    if (error instanceof CpuSetSyntaxError) throw wrong(option, `is no CPU list: ${error.message}`);
    throw error;
  }
}

export function wrong({ where }: NovaOption, message: string): UnreadableImport {
  return new UnreadableImport('import.malformed', `the value ${message}`, where);
}
