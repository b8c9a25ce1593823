import type { Fault } from '@iopath/core';
import { Refusal, type RefusalKind, StaleSnapshotError } from '@iopath/usecases';

/** An error as it goes from thread to thread: structured cloning keeps neither its class nor its fields. */
export interface CarriedError {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  /** Own fields other than the above, e.g. the `code` by which an outage is known. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly cause: CarriedError | null;
  readonly refusal: { readonly kind: RefusalKind; readonly code: string; readonly faults: readonly Fault[] } | null;
  readonly isStale: boolean;
}

/** Beyond this nobody asks any more, and a cycle ends. */
const MAX_DEPTH = 5;
const CARRIED_APART: readonly string[] = ['name', 'message', 'stack', 'cause'];

/** Anything that was thrown, ready to be posted. */
export function carryError(thrown: unknown, depth = 0): CarriedError {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  return {
    name: error.name,
    message: error.message,
    stack: error.stack,
    fields: fieldsOf(error, depth),
    cause: error.cause === undefined || depth >= MAX_DEPTH ? null : carryError(error.cause, depth + 1),
    refusal: error instanceof Refusal ? { kind: error.kind, code: error.code, faults: error.faults } : null,
    isStale: error instanceof StaleSnapshotError,
  };
}

/** The error again, with the stack of the thread it comes from. */
export function errorFrom(carried: CarriedError): Error {
  const error = emptyErrorFrom(carried);
  if (carried.cause !== null) error.cause = errorFrom(carried.cause);
  if (carried.refusal === null) Object.assign(error, carried.fields);
  if (carried.stack !== undefined) error.stack = carried.stack;
  return error;
}

function emptyErrorFrom({ name, message, refusal, isStale }: CarriedError): Error {
  if (refusal !== null) return new Refusal(refusal.kind, refusal.code, message, refusal.faults);
  const error = isStale ? new StaleSnapshotError(message) : new Error(message);
  Object.defineProperty(error, 'name', { value: name, configurable: true, writable: true });
  return error;
}

function fieldsOf(error: object, depth: number): Record<string, unknown> {
  const entries = Object.entries(error).filter(([field]) => !CARRIED_APART.includes(field));
  return Object.fromEntries(entries.map(([field, value]) => [field, plain(value, depth + 1)]));
}

/** Text, numbers and what is made of them; of anything else its kind. */
function plain(value: unknown, depth: number): unknown {
  if (value === null || ['string', 'number', 'boolean', 'undefined', 'bigint'].includes(typeof value)) return value;
  if (typeof value !== 'object' || depth > MAX_DEPTH) return typeof value;
  if (Array.isArray(value)) return value.map((each) => plain(each, depth + 1));
  const own = value instanceof Error ? { name: value.name, message: value.message, cause: value.cause } : {};
  const entries = Object.entries({ ...own, ...value });
  return Object.fromEntries(entries.map(([field, each]) => [field, plain(each, depth + 1)]));
}
