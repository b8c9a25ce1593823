import { randomUUID } from 'node:crypto';
import { keyedId } from '../idempotency/keyed-id';

/** Namespace of the ids below; drawn once, never to change. */
const NAMESPACE = '0c8f5a6e-6f0b-4f43-9a55-0f9d3c1b7e42';

/** The id of a synchronisation: one of its idempotency key where there is a key, a random one otherwise. */
export function newSyncId(idempotencyKey: string | null): string {
  return idempotencyKey === null ? randomUUID() : keyedId(NAMESPACE, [idempotencyKey]);
}
