import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { ProblemError } from '../problem/problem';

/**
 * The `Idempotency-Key` of a request; null when it has none. Keys are their project's own: with the same one a caller of
 * another project means something else.
 */
export function idempotencyKeyOf(request: FastifyRequest): string | null {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return null;
  if (typeof key === 'string' && /^[\x21-\x7e]{1,255}$/.test(key)) {
    const caller = request.access?.caller ?? null;
    return caller === null ? key : `${caller.projectId ?? ''} ${key}`;
  }
  const message = 'must be 1 to 255 visible ASCII characters';
  const errors = [{ pointer: '', parameter: 'Idempotency-Key', code: 'idempotency.key_malformed', message }];
  throw new ProblemError(400, 'idempotency.key_malformed', `An Idempotency-Key ${message}.`, errors);
}

/** Equal for bodies that say the same, whatever their white space and the order of their fields. */
export function bodyHashOf(json: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(json)))
    .digest('hex');
}

function sorted(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(sorted);
  if (typeof json !== 'object' || json === null) return json;
  const fields = Object.entries(json).sort(([a], [b]) => (a < b ? -1 : 1));
  return { fields: fields.map(([name, value]) => [name, sorted(value)]) };
}
