import type { ModelAuthor } from '@iopath/usecases';
import type { FastifyRequest } from 'fastify';
import { callerIn } from '../access/asking';

/** Who says something of a version by this request. */
export function modelAuthor(request: FastifyRequest): ModelAuthor {
  return { userId: callerIn(request).caller?.userId ?? null, requestId: request.id };
}
