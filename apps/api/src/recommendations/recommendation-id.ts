import { randomUUID } from 'node:crypto';
import { keyedId } from '../idempotency/keyed-id';

/** Namespace of the ids below; drawn once, never to change. */
const NAMESPACE = '6f2f5c1e-8f0b-4f6d-9a3e-2d5b7c9e1a40';

/** The id of a recommendation: one of project and idempotency key where there is a key, a random one otherwise. */
export function newRecommendationId(projectId: string, idempotencyKey: string | null): string {
  return idempotencyKey === null ? randomUUID() : keyedId(NAMESPACE, [projectId, idempotencyKey]);
}
