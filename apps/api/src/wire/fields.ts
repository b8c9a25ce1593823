import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { ValidateBy, ValidateNested } from 'class-validator';
import {
  declareField,
  declareRules,
  type FieldShape,
  type HostFact,
  type RuleContext,
  type WireClass,
} from './field-shape';
import {
  atLeast,
  atMost,
  firstBroken,
  isBooleanRule,
  isCleanTextRule,
  isIntegerRule,
  isNumberRule,
  isTextRule,
  lengthBetween,
  matching,
  oneOf,
  type ValueRule,
} from './value-rule';

/** What every field says of itself, once, for validation and for the OpenAPI document alike. */
export interface FieldOptions {
  readonly description: string;
  readonly example?: unknown;
  /** May be left out or null, which mean the same; what then holds belongs into the description or `default`. */
  readonly optional?: boolean;
  readonly default?: unknown;
  /** It tells of a host: null (of lists, empty) in answers to those who may not see hosts. */
  readonly ofHost?: HostFact;
}

interface NumberOptions extends FieldOptions {
  readonly min?: number;
  readonly max?: number;
}

interface TextOptions extends FieldOptions {
  readonly minLength?: number;
  readonly maxLength?: number;
  /** `words` says in the error what the pattern wants. */
  readonly pattern?: { readonly regex: RegExp; readonly words: string };
}

/** Larger than any count the domain knows, and exact in a JSON number. */
const MAX_INTEGER = Number.MAX_SAFE_INTEGER;
const MAX_TEXT = 255;

export function IntField(options: NumberOptions): PropertyDecorator {
  const min = options.min ?? 0;
  const max = options.max ?? MAX_INTEGER;
  return field(options, [isIntegerRule, atLeast(min), atMost(max)], { type: 'integer', minimum: min, maximum: max });
}

/** A number that need not be whole. `above` and `below` are limits that the number itself must not touch. */
export function NumberField(
  options: NumberOptions & { readonly above?: number; readonly below?: number },
): PropertyDecorator {
  const rules = [isNumberRule];
  const schema: ApiPropertyOptions & Record<string, unknown> = { type: 'number' };
  if (options.min !== undefined) rules.push(atLeast(options.min));
  if (options.max !== undefined) rules.push(atMost(options.max));
  if (options.above !== undefined) rules.push(atLeast(options.above, true));
  if (options.below !== undefined) rules.push(atMost(options.below, true));
  if (options.min !== undefined) schema['minimum'] = options.min;
  if (options.max !== undefined) schema['maximum'] = options.max;
  if (options.above !== undefined) Object.assign(schema, { minimum: options.above, exclusiveMinimum: true });
  if (options.below !== undefined) Object.assign(schema, { maximum: options.below, exclusiveMaximum: true });
  return field(options, rules, schema);
}

export function BooleanField(options: FieldOptions): PropertyDecorator {
  return field(options, [isBooleanRule], { type: 'boolean' });
}

export function TextField(options: TextOptions): PropertyDecorator {
  return field(options, textRules(options), textSchema(options));
}

export function EnumField(values: readonly string[], options: FieldOptions): PropertyDecorator {
  return field(options, [isTextRule, oneOf(values)], { type: 'string', enum: [...values] });
}

/** One JSON object of class `type`. */
export function ObjectField(type: () => WireClass, options: FieldOptions): PropertyDecorator {
  return applyDecorators(
    shape({ kind: 'object', ...traitsOf(options), type }),
    ValidateNested(),
    // Nest knows a lazy type by the function's name, which has to be `type`.
    ApiProperty(documented(options, { type: () => type() })),
  );
}

/** A list of JSON objects of class `type`. */
export function ListField(
  type: () => WireClass,
  options: FieldOptions & { readonly minItems?: number; readonly maxItems?: number },
): PropertyDecorator {
  return applyDecorators(
    shape({ kind: 'objects', ...traitsOf(options), type }),
    ...listLength(options),
    ValidateNested(),
    ApiProperty(documented(options, { type: () => type(), isArray: true, ...itemLimits(options) })),
  );
}

interface ValueListOptions extends FieldOptions {
  readonly minItems?: number;
  readonly maxItems?: number;
}

export function TextListField(options: ValueListOptions & { readonly of?: Partial<TextOptions> }): PropertyDecorator {
  const of = { description: options.description, ...options.of };
  return valueList(options, textRules(of), textSchema(of));
}

export function EnumListField(values: readonly string[], options: ValueListOptions): PropertyDecorator {
  return valueList(options, [isTextRule, oneOf(values)], { type: 'string', enum: [...values] });
}

export function IntListField(
  options: ValueListOptions & { readonly min: number; readonly max: number },
): PropertyDecorator {
  const schema = { type: 'integer', minimum: options.min, maximum: options.max };
  return valueList(options, [isIntegerRule, atLeast(options.min), atMost(options.max)], schema);
}

/** A list whose elements keep `rules`, with the schema of one element. */
export function valueList(
  options: ValueListOptions,
  rules: readonly ValueRule[],
  items: Record<string, unknown>,
): PropertyDecorator {
  return applyDecorators(
    shape({ kind: 'values', ...traitsOf(options) }),
    ...listLength(options),
    check({ each: 'element', rules }),
    ApiProperty(documented(options, { type: 'array', items, ...itemLimits(options) })),
  );
}

interface MapOptions extends FieldOptions {
  readonly keys: readonly ValueRule[];
  readonly values: readonly ValueRule[];
  readonly maxEntries?: number;
  /** Schema of one value. */
  readonly of: 'string' | 'number';
}

/** A JSON object with free names. */
export function MapField(options: MapOptions): PropertyDecorator {
  const max = options.maxEntries ?? 256;
  const size: ValueRule = {
    code: 'field.too_many',
    accepts: (value) => typeof value === 'object' && value !== null && Object.keys(value).length <= max,
    message: `must have at most ${max} entries`,
  };
  const keys = options.keys.map((rule) => ({ ...rule, message: `the name ${rule.message}`, onKey: true }));
  return applyDecorators(
    shape({ kind: 'map', ...traitsOf(options) }),
    check({ each: 'no', rules: [size] }),
    check({ each: 'entry', rules: [...keys, ...options.values] }),
    ApiProperty(documented(options, { type: 'object', additionalProperties: { type: options.of } })),
  );
}

/** A field with rules of its own; {@link IntField} and the rest are made of it. */
export function field(
  options: FieldOptions,
  rules: readonly ValueRule[],
  schema: Record<string, unknown>,
): PropertyDecorator {
  return applyDecorators(
    shape({ kind: 'value', ...traitsOf(options) }),
    check({ each: 'no', rules }),
    ApiProperty(documented(options, schema)),
  );
}

function isRequired(options: FieldOptions): boolean {
  return options.optional !== true && options.default === undefined;
}

function traitsOf(options: FieldOptions): Pick<FieldShape, 'required' | 'ofHost'> {
  const { ofHost } = options;
  return { required: isRequired(options), ...(ofHost === undefined ? {} : { ofHost }) };
}

function shape(value: FieldShape): PropertyDecorator {
  return (target, name) => declareField(target, String(name), value);
}

/** Hands rules to class-validator; `readBody` reads them back from the failure and finds the element that broke one. */
function check(context: RuleContext): PropertyDecorator {
  const accepts = (value: unknown): boolean => brokenIn(context, value).length === 0;
  // class-validator passes the context on only where there is a message; ours are in the rules.
  const validator = { validate: accepts, defaultMessage: () => 'breaks a rule' };
  return applyDecorators(
    ValidateBy({ name: `wire_${context.each}`, validator }, { context }),
    (target: object, name: string | symbol) => declareRules(target, String(name), context),
  );
}

/** Which elements of a checked value break a rule; the empty path is the value itself. */
export function brokenIn(context: RuleContext, value: unknown): { path: string | null; rule: ValueRule }[] {
  const found: { path: string | null; rule: ValueRule }[] = [];
  const look = (path: string | null, rules: readonly ValueRule[], one: unknown): void => {
    const rule = firstBroken(rules, one);
    if (rule !== null) found.push({ path, rule });
  };
  if (context.each === 'no') look(null, context.rules, value);
  else if (context.each === 'element' && Array.isArray(value))
    value.forEach((one: unknown, index) => look(String(index), context.rules, one));
  else if (context.each === 'entry' && typeof value === 'object' && value !== null)
    for (const [key, one] of Object.entries(value)) {
      look(key, context.rules.filter(isKeyRule), key);
      look(
        key,
        context.rules.filter((rule) => !isKeyRule(rule)),
        one,
      );
    }
  return found;
}

function isKeyRule(rule: ValueRule): boolean {
  return 'onKey' in rule;
}

function listLength({ minItems = 0, maxItems = 10_000 }: ValueListOptions): PropertyDecorator[] {
  const between = (value: unknown): boolean =>
    Array.isArray(value) && value.length >= minItems && value.length <= maxItems;
  const message = minItems === 0 ? `must have at most ${maxItems} items` : `must have ${minItems} to ${maxItems} items`;
  return [check({ each: 'no', rules: [{ code: 'field.bad_count', accepts: between, message }] })];
}

function itemLimits(options: ValueListOptions): Record<string, unknown> {
  const { minItems, maxItems } = options;
  return { ...(minItems === undefined ? {} : { minItems }), ...(maxItems === undefined ? {} : { maxItems }) };
}

export function textRules(options: Partial<TextOptions>): ValueRule[] {
  const rules = [isTextRule, lengthBetween(options.minLength ?? 1, options.maxLength ?? MAX_TEXT), isCleanTextRule];
  if (options.pattern !== undefined) rules.push(matching(options.pattern.regex, options.pattern.words));
  return rules;
}

function textSchema(options: Partial<TextOptions>): Record<string, unknown> {
  return {
    type: 'string',
    minLength: options.minLength ?? 1,
    maxLength: options.maxLength ?? MAX_TEXT,
    ...(options.pattern === undefined ? {} : { pattern: options.pattern.regex.source }),
  };
}

function documented(options: FieldOptions, schema: Record<string, unknown>): ApiPropertyOptions {
  const required = isRequired(options);
  const { ofHost } = options;
  const isList = schema['isArray'] === true || schema['type'] === 'array';
  const hidden = ofHost === undefined ? '' : ` ${isList ? 'Empty' : 'Null'} for those who may not see hosts.`;
  return {
    ...(required && (ofHost === undefined || isList) ? schema : orNull(schema)),
    description: options.description + hidden,
    required,
    ...(options.default === undefined ? {} : { default: options.default }),
    ...(options.example === undefined ? {} : { example: options.example }),
  };
}

/**
 * OpenAPI 3.0 has `nullable` beside a `type` only: of several types it stands with the first. An `enum` has to name null
 * as well, for it says all that there may be.
 */
function orNull(schema: Record<string, unknown>): Record<string, unknown> {
  const { oneOf, enum: values } = schema;
  if (Array.isArray(values)) return { ...schema, enum: [...(values as readonly unknown[]), null], nullable: true };
  if (!Array.isArray(oneOf)) return { ...schema, nullable: true };
  const [first, ...others] = oneOf as readonly Record<string, unknown>[];
  return { ...schema, oneOf: [{ ...first, nullable: true }, ...others] };
}
