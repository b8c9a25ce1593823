import { randomUUID } from 'node:crypto';
import { keyedId } from '../idempotency/keyed-id';

/** Namespace of the ids below; drawn once, never to change. */
const NAMESPACE = 'b6a4d3f2-51c7-4e0e-8d43-7f0f9b1f6c25';

/** The id of an audit: one of its idempotency key where there is a key, a random one otherwise. */
export function newAuditId(idempotencyKey: string | null): string {
  return idempotencyKey === null ? randomUUID() : keyedId(NAMESPACE, [idempotencyKey]);
}
