import { normalisePciAddress } from '@iopath/core';

/*
 * What others write into JSON and YAML is not always what their schemas say: numbers are texts, lists are null, names are
 * numbers. These take a value if it is what is asked for, in either spelling, and give undefined for anything else.
 */

export type JsonRecord = Readonly<Record<string, unknown>>;

export function recordOf(value: unknown): JsonRecord | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonRecord) : undefined;
}

/** The member of that name; undefined when `value` is no object or has none of its own. */
export function member(value: unknown, name: string): unknown {
  const record = recordOf(value);
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}

/** Whether it is an object with a member of that name. */
export function hasMember(value: unknown, name: string): boolean {
  const record = recordOf(value);
  return record !== undefined && Object.hasOwn(record, name);
}

/** The member at the end of a path of names. */
export function memberAt(value: unknown, ...names: readonly string[]): unknown {
  return names.reduce(member, value);
}

/** Empty when it is no list; null stands for an empty list in what Go writes. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

const UNWANTED = /\p{Cc}|\p{Cs}/u;

/** A text of 1 to `maxLength` characters without control characters, trimmed. Numbers are written out. */
export function textOf(value: unknown, maxLength: number): string | undefined {
  const text = typeof value === 'number' && Number.isFinite(value) ? String(value) : value;
  if (typeof text !== 'string' || text.length > 2 * maxLength) return undefined;
  const trimmed = text.trim();
  return trimmed === '' || trimmed.length > maxLength || UNWANTED.test(trimmed) ? undefined : trimmed;
}

/** A whole number between the bounds, as a number or in decimal digits. */
export function integerOf(value: unknown, min: number, max: number): number | undefined {
  const number = typeof value === 'string' && /^\s{0,9}-?\d{1,16}\s{0,9}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= min && number <= max
    ? number
    : undefined;
}

export function booleanOf(value: unknown): boolean | undefined {
  if (value === 'true') return true;
  if (value === 'false') return false;
  return typeof value === 'boolean' ? value : undefined;
}

/** A PCI id in four lower-case hex digits, from those or fewer, with or without `0x`. */
export function pciIdOf(value: unknown): string | undefined {
  return /^(?:0x)?([0-9a-f]{1,4})$/i
    .exec(textOf(value, 8) ?? '')?.[1]
    ?.toLowerCase()
    .padStart(4, '0');
}

/** A full PCI address as documents write it. */
export function pciAddressOf(value: unknown): string | undefined {
  return normalisePciAddress(textOf(value, 20) ?? '') ?? undefined;
}

/** The object without the members that are undefined, which is how facts are left out. */
export function withoutUndefined<Facts extends object>(
  facts: Facts,
): { [Name in keyof Facts]: Exclude<Facts[Name], undefined> } {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Facts]: Exclude<Facts[Name], undefined>;
  };
}
