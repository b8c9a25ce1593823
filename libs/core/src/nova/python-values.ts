/*
 * Nova is written in Python, and what it takes for a number, a boolean or a size is what Python and oslo.utils
 * take for one. These readers accept and refuse exactly the same texts.
 */

const TRUE_WORDS: ReadonlySet<string> = new Set(['1', 't', 'true', 'on', 'y', 'yes']);
const FALSE_WORDS: ReadonlySet<string> = new Set(['0', 'f', 'false', 'off', 'n', 'no']);

/** `int(text)`: blanks around it, a sign and single underscores between digits are fine; null when it is no integer. */
export function pythonInt(text: string): number | null {
  return /^\s*[+-]?\d+(_\d+)*\s*$/.test(text) ? Number(text.replaceAll('_', '')) : null;
}

/** oslo's `is_int_like`: the number must be written as Python would print it, so `02` and ` 2` are not. */
export function isIntLike(text: string): boolean {
  const value = pythonInt(text);
  return value !== null && String(value) === text;
}

/** oslo's strict `bool_from_string`; null for a word that it does not know. */
export function strictBoolean(text: string): boolean | null {
  const word = text.trim().toLowerCase();
  if (TRUE_WORDS.has(word)) return true;
  return FALSE_WORDS.has(word) ? false : null;
}

/** oslo's lenient `bool_from_string`: everything that is not a word for true is false. */
export function lenientBoolean(text: string): boolean {
  return strictBoolean(text) ?? false;
}

const SIZE = /^([-+]?\d*\.?\d+)([KMGT]i?)?(b|bit|B)$/;
const PREFIX_EXPONENT: Readonly<Record<string, number>> = { K: 1, M: 2, G: 3, T: 4 };

/**
 * oslo's `string_to_bytes` in whole bytes, rounded up: powers of 1024, `b` and `bit` are bits, and a suffix is
 * mandatory. Null for a text that it refuses, such as `2M`, `1Gi` or `2kB`.
 */
export function osloBytes(text: string): number | null {
  const match = SIZE.exec(text);
  if (match === null) return null;
  const [, magnitude = '', prefix = '', unit] = match;
  const exponent = PREFIX_EXPONENT[prefix.charAt(0)] ?? 0;
  const bytes = unit === 'B' ? Number(magnitude) : Number(magnitude) / 8;
  return Math.ceil(bytes * 1024 ** exponent);
}
