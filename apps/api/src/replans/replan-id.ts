import { randomUUID } from 'node:crypto';
import { keyedId } from '../idempotency/keyed-id';

/** Namespaces of the ids below; drawn once, never to change. */
const REPLANS = '5d0a2c38-7b5e-4a1f-9c62-3e8f4b7d1a90';
const SCHEDULES = '9e1b6f47-02c4-4d8a-b3f5-71a6c0d92e5b';

/** The id of a re-plan: one of its idempotency key where there is a key, a random one otherwise. */
export function newReplanId(idempotencyKey: string | null): string {
  return idempotencyKey === null ? randomUUID() : keyedId(REPLANS, [idempotencyKey]);
}

/** The same of a schedule. */
export function newScheduleId(idempotencyKey: string | null): string {
  return idempotencyKey === null ? randomUUID() : keyedId(SCHEDULES, [idempotencyKey]);
}
