import { pythonInt, strictBoolean } from './python-values';

/** What a validator takes for the value of an extra spec. */
export type ExtraSpecValue =
  | { readonly kind: 'integer'; readonly min: number | null; readonly max: number | null }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'word'; readonly words: readonly string[] }
  | { readonly kind: 'pattern'; readonly pattern: RegExp; readonly example: string }
  | { readonly kind: 'text' };

export const BOOLEAN: ExtraSpecValue = { kind: 'boolean' };
export const TEXT: ExtraSpecValue = { kind: 'text' };

/** An integer, from `min` up where one is given. */
export function integer(min: number | null = null, max: number | null = null): ExtraSpecValue {
  return { kind: 'integer', min, max };
}

export function word(...words: readonly string[]): ExtraSpecValue {
  return { kind: 'word', words };
}

/** @param pattern Must match the whole value. */
export function pattern(pattern: RegExp, example: string): ExtraSpecValue {
  return { kind: 'pattern', pattern, example };
}

/** Says what a value ought to be, in words that follow "must be"; null when it is right. */
export function wantedInstead(value: ExtraSpecValue, text: string): string | null {
  switch (value.kind) {
    case 'text':
      return null;
    case 'boolean':
      return strictBoolean(text) === null ? 'true or false (or 1, t, on, y, yes, 0, f, off, n, no)' : null;
    case 'word':
      return value.words.includes(text) ? null : `one of ${value.words.join(', ')}`;
    case 'pattern':
      return value.pattern.test(text) ? null : `of a form like ${value.example}`;
    case 'integer':
      return wantedInteger(value, pythonInt(text));
  }
}

function wantedInteger(
  { min, max }: { readonly min: number | null; readonly max: number | null },
  value: number | null,
): string | null {
  const right = value !== null && (min === null || value >= min) && (max === null || value <= max);
  if (right) return null;
  if (max !== null) return `an integer from ${min ?? 'any'} to ${max}`;
  return min === null ? 'an integer' : `an integer, at least ${min}`;
}
