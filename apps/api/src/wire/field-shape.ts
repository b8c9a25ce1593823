import type { ValueRule } from './value-rule';

/** A class whose properties were declared with the field decorators. */
export type WireClass<T extends object = object> = abstract new (...args: never[]) => T;

/** What a field tells of a host: its name, or something else that is for those only who may see hosts. */
export type HostFact = 'name' | 'fact';

interface FieldTraits {
  readonly required: boolean;
  readonly ofHost?: HostFact;
}

/** How a field of a document is built, as far as reading it, and leaving hosts out of it, needs to know. */
export type FieldShape =
  | (FieldTraits & { readonly kind: 'value' })
  | (FieldTraits & { readonly kind: 'values' })
  | (FieldTraits & { readonly kind: 'map' })
  | (FieldTraits & { readonly kind: 'object'; readonly type: () => WireClass })
  | (FieldTraits & { readonly kind: 'objects'; readonly type: () => WireClass });

/** Where class-validator carries our rules, so that a failure can be told element by element. */
export interface RuleContext {
  readonly each: 'no' | 'element' | 'entry';
  readonly rules: readonly ValueRule[];
}

const shapes = new Map<object, Map<string, FieldShape>>();
/** Looked up for every object of every document, so walked once a class. */
const fieldsByType = new Map<WireClass, ReadonlyMap<string, FieldShape>>();

export function declareField(prototype: object, name: string, shape: FieldShape): void {
  const own = shapes.get(prototype) ?? new Map<string, FieldShape>();
  own.set(name, shape);
  shapes.set(prototype, own);
}

const rules = new Map<object, Map<string, RuleContext[]>>();
const rulesByType = new Map<WireClass, ReadonlyMap<string, readonly RuleContext[]>>();

export function declareRules(prototype: object, name: string, context: RuleContext): void {
  const own = rules.get(prototype) ?? new Map<string, RuleContext[]>();
  own.set(name, [...(own.get(name) ?? []), context]);
  rules.set(prototype, own);
}

/** The rules of every field of a class, with those that its parents have for it. */
export function rulesOf(type: WireClass): ReadonlyMap<string, readonly RuleContext[]> {
  const known = rulesByType.get(type) ?? collectRules(type);
  rulesByType.set(type, known);
  return known;
}

function collectRules(type: WireClass): ReadonlyMap<string, readonly RuleContext[]> {
  const found = new Map<string, readonly RuleContext[]>();
  for (let prototype: unknown = type.prototype; isDeclaring(prototype); prototype = Object.getPrototypeOf(prototype)) {
    for (const [name, its] of rules.get(prototype) ?? []) found.set(name, [...(found.get(name) ?? []), ...its]);
  }
  return found;
}

/** Every field of a class, those of its parents included. */
export function fieldsOf(type: WireClass): ReadonlyMap<string, FieldShape> {
  const known = fieldsByType.get(type) ?? collectFields(type);
  fieldsByType.set(type, known);
  return known;
}

function collectFields(type: WireClass): ReadonlyMap<string, FieldShape> {
  const fields = new Map<string, FieldShape>();
  for (let prototype: unknown = type.prototype; isDeclaring(prototype); prototype = Object.getPrototypeOf(prototype)) {
    for (const [name, shape] of shapes.get(prototype) ?? []) if (!fields.has(name)) fields.set(name, shape);
  }
  return fields;
}

function isDeclaring(prototype: unknown): prototype is object {
  return typeof prototype === 'object' && prototype !== null && prototype !== Object.prototype;
}

/** Gives a class that was made of others (by `PartialType` and the like, which know nothing of shapes) their fields. */
export function inheritFields<T extends WireClass>(
  made: T,
  sources: readonly WireClass[],
  except: readonly string[] = [],
): T {
  for (const source of sources) {
    for (const [name, shape] of fieldsOf(source)) {
      if (!except.includes(name)) declareField(made.prototype as object, name, shape);
    }
    for (const [name, its] of rulesOf(source)) {
      if (!except.includes(name)) for (const context of its) declareRules(made.prototype as object, name, context);
    }
  }
  return made;
}
