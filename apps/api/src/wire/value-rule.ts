import { isInt, isNumber } from 'class-validator';

/** One question about one JSON value, with the code and the words for a "no". */
export interface ValueRule {
  /** Dotted, stable: goes into `errors[].code`. */
  readonly code: string;
  readonly accepts: (value: unknown) => boolean;
  readonly message: string;
}

/** The first rule that the value breaks; null when it keeps all of them. Rules go from type to content. */
export function firstBroken(rules: readonly ValueRule[], value: unknown): ValueRule | null {
  return rules.find((rule) => !rule.accepts(value)) ?? null;
}

export const isBooleanRule: ValueRule = {
  code: 'field.not_boolean',
  accepts: (value) => typeof value === 'boolean',
  message: 'must be true or false',
};

export const isIntegerRule: ValueRule = {
  code: 'field.not_integer',
  accepts: (value) => isInt(value),
  message: 'must be a whole number (a JSON number, without quotes or a unit)',
};

export const isNumberRule: ValueRule = {
  code: 'field.not_number',
  accepts: (value) => isNumber(value),
  message: 'must be a number (a JSON number, without quotes or a unit)',
};

export const isTextRule: ValueRule = {
  code: 'field.not_text',
  accepts: (value) => typeof value === 'string',
  message: 'must be a string',
};

/** PostgreSQL stores neither NUL nor half of a surrogate pair, and no other control character belongs into a name. */
export const isCleanTextRule: ValueRule = {
  code: 'field.bad_characters',
  accepts: (value) => typeof value === 'string' && !/[\p{Cc}\p{Cs}]/u.test(value),
  message: 'must not contain control characters or unpaired surrogates',
};

export function atLeast(min: number, exclusive = false): ValueRule {
  return {
    code: 'field.too_small',
    accepts: (value) => typeof value === 'number' && (exclusive ? value > min : value >= min),
    message: exclusive ? `must be above ${min}` : `must be at least ${min}`,
  };
}

export function atMost(max: number, exclusive = false): ValueRule {
  return {
    code: 'field.too_large',
    accepts: (value) => typeof value === 'number' && (exclusive ? value < max : value <= max),
    message: exclusive ? `must be below ${max}` : `must be at most ${max}`,
  };
}

export function lengthBetween(min: number, max: number): ValueRule {
  return {
    code: 'field.bad_length',
    accepts: (value) => typeof value === 'string' && value.length >= min && value.length <= max,
    message: `must be ${min} to ${max} characters long`,
  };
}

export function matching(pattern: RegExp, message: string): ValueRule {
  return {
    code: 'field.malformed',
    accepts: (value) => typeof value === 'string' && pattern.test(value),
    message,
  };
}

export function oneOf(values: readonly string[]): ValueRule {
  return {
    code: 'field.not_one_of',
    accepts: (value) => typeof value === 'string' && values.includes(value),
    message: `must be one of ${values.join(', ')}`,
  };
}
