import { createHash, randomUUID } from 'node:crypto';

/** Namespace of the ids below; drawn once, never to change. */
const NAMESPACE = '6f2f5c1e-8f0b-4f6d-9a3e-2d5b7c9e1a40';

/**
 * The id of a recommendation: a version 5 UUID (RFC 9562, 5.5) of project and idempotency key where there is a key, so
 * that a caller who lost the answer gets the same resource by asking again; a random one otherwise.
 */
export function newRecommendationId(projectId: string, idempotencyKey: string | null): string {
  if (idempotencyKey === null) return randomUUID();
  const namespace = Buffer.from(NAMESPACE.replaceAll('-', ''), 'hex');
  // JSON keeps ("a", "bc") and ("ab", "c") apart.
  const name = JSON.stringify([projectId, idempotencyKey]);
  const bytes = createHash('sha1').update(namespace).update(name).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
