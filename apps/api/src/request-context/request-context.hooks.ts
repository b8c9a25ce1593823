import { randomUUID } from 'node:crypto';
import { runWithLogFields } from '@iopath/observability';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const GLOBAL_REQUEST_ID = /^req-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** What Keystone's middleware sets after it has checked a token: believed from nobody who sends it himself (handbook 6.6). */
const IDENTITY_HEADER = /^x-(roles?|project|user|tenant|domain|service|identity|is-admin|system-scope|trust)(-|$)/;

/** `req-<uuid4>`; Fastify asks for it before the first hook, so that a URL that cannot be decoded has one too. */
export function newRequestId(): string {
  return `req-${randomUUID()}`;
}

/** Gives every request its id, its fields in the log, and no identity but the one that we establish. */
export function addRequestContextHooks(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const globalRequestId = globalIdOf(request);
    for (const name of Object.keys(request.raw.headers)) {
      if (IDENTITY_HEADER.test(name)) Reflect.deleteProperty(request.raw.headers, name);
    }
    void reply.header('x-openstack-request-id', request.id);
    const global = globalRequestId === null ? {} : { global_request_id: globalRequestId };
    runWithLogFields({ request_id: request.id, ...global }, done);
  });
}

/** The id that a caller's own request carries through the cloud; null when it sent none that looks like one. */
function globalIdOf(request: FastifyRequest): string | null {
  const sent = request.headers['x-openstack-global-request-id'];
  return typeof sent === 'string' && GLOBAL_REQUEST_ID.test(sent) ? sent : null;
}
