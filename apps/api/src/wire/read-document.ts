import type { Fault } from '@iopath/core';
import { validateSync, type ValidationError } from 'class-validator';
import { fieldsOf, type FieldShape, type RuleContext, rulesOf, type WireClass } from './field-shape';
import { brokenIn } from './fields';
import { pointerTo } from './json-pointer';

export type ReadResult<T> =
  { readonly ok: true; readonly document: T } | { readonly ok: false; readonly faults: readonly Fault[] };

/**
 * Reads parsed JSON as a document of class `type`. Every fault is told at once: fields that do not exist, are
 * missing, have the wrong JSON type (nothing is converted: "8" is not 8), or break a rule of their own. A field that is
 * null counts as left out. Rules between fields are for whoever takes the document.
 */
export function readDocument<T extends object>(type: WireClass<T>, json: unknown): ReadResult<T> {
  const faults: Fault[] = [];
  const document = instantiate(type, json, '', faults);
  if (document === undefined) return { ok: false, faults };
  if (faults.length === 0 && keepsRules(type, document)) return { ok: true, document };
  // What is missing was told above, so class-validator looks at what is there.
  const errors = validateSync(document, { skipMissingProperties: true, forbidUnknownValues: false });
  for (const error of errors) collect(error, '', faults);
  return faults.length === 0 ? { ok: true, document } : { ok: false, faults };
}

/**
 * Whether nothing of a document breaks a rule. class-validator finds the same out in many times the time, which is worth it
 * only where there is something to tell.
 */
function keepsRules(type: WireClass, document: object): boolean {
  const values = document as Readonly<Record<string, unknown>>;
  for (const [name, contexts] of rulesOf(type)) {
    const value = values[name];
    if (value === undefined) continue;
    for (const context of contexts) if (brokenIn(context, value).length > 0) return false;
  }
  for (const [name, field] of fieldsOf(type)) {
    const value = values[name];
    if (value === undefined) continue;
    if (field.kind === 'object' && !keepsRules(field.type(), value as object)) return false;
    if (field.kind === 'objects') {
      const element = field.type();
      for (const one of value as readonly object[]) if (!keepsRules(element, one)) return false;
    }
  }
  return true;
}

function instantiate<T extends object>(
  type: WireClass<T>,
  json: unknown,
  pointer: string,
  faults: Fault[],
): T | undefined {
  if (!isPlainObject(json)) {
    faults.push({ pointer, code: 'field.not_object', message: 'must be a JSON object' });
    return undefined;
  }
  const fields = fieldsOf(type);
  const document = Object.create(type.prototype as object) as T & Record<string, unknown>;
  for (const name of Object.keys(json)) {
    if (fields.has(name)) continue;
    faults.push({ pointer: pointerTo(pointer, name), code: 'field.unknown', message: 'there is no such field here' });
  }
  for (const [name, field] of fields) {
    const value = readField(
      field,
      Object.hasOwn(json, name) ? json[name] : undefined,
      pointerTo(pointer, name),
      faults,
    );
    if (value !== undefined) (document as Record<string, unknown>)[name] = value;
  }
  return document;
}

/** Undefined stands for "nothing to look at any further": left out, or already told to be wrong. */
function readField(field: FieldShape, json: unknown, pointer: string, faults: Fault[]): unknown {
  if (json === undefined || json === null) {
    if (field.required) faults.push({ pointer, code: 'field.required', message: 'must be given' });
    return undefined;
  }
  switch (field.kind) {
    case 'value':
      return json;
    case 'object':
      return instantiate(field.type(), json, pointer, faults);
    case 'map':
      if (isPlainObject(json)) return json;
      faults.push({ pointer, code: 'field.not_object', message: 'must be a JSON object' });
      return undefined;
    case 'values':
    case 'objects':
      return readList(field, json, pointer, faults);
  }
}

function readList(
  field: FieldShape & { kind: 'values' | 'objects' },
  json: unknown,
  pointer: string,
  faults: Fault[],
): unknown {
  if (!Array.isArray(json)) {
    faults.push({ pointer, code: 'field.not_list', message: 'must be a JSON array' });
    return undefined;
  }
  if (field.kind === 'values') return json;
  const type = field.type();
  // An element that is no object stays a hole, so that the pointers of those after it stay right.
  return json.map((element: unknown, index) => instantiate(type, element, pointerTo(pointer, index), faults));
}

function collect(error: ValidationError, parent: string, faults: Fault[]): void {
  const pointer = pointerTo(parent, error.property);
  for (const context of Object.values(error.contexts ?? {}) as RuleContext[]) {
    for (const { path, rule } of brokenIn(context, error.value)) {
      const at = path === null ? pointer : pointerTo(pointer, path);
      faults.push({ pointer: at, code: rule.code, message: rule.message });
    }
  }
  for (const child of error.children ?? []) collect(child, pointer, faults);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
