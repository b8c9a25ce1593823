import { type Access, isOfProject, type OperationName, ruleOf } from '@iopath/usecases';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { withoutHosts } from './hide-hosts';

/**
 * The one place where hosts are left out of answers: handlers tell all, and what leaves the service is cut to what its
 * caller may see. (Texts and streams do not come by here; their handlers ask `Access.seesHosts`.)
 */
export function addHostHidingHooks(fastify: FastifyInstance): void {
  fastify.addHook('preSerialization', (request, reply, payload, done) => {
    try {
      done(null, visiblePart(request, reply, payload));
    } catch (error) {
      done(error as Error);
    }
  });
}

function visiblePart(request: FastifyRequest, reply: FastifyReply, payload: unknown): unknown {
  const route = request.routeOptions.config.access;
  const { access } = request;
  if (access === null || route === undefined || route.operation === 'public') return payload;
  requireAsked(route.operation, access);
  if (access.seesHosts || ruleOf(route.operation).isAboutHosts === true) return payload;
  const type = route.answers[reply.statusCode];
  if (type === undefined) throw new Error(`${route.operation} does not say what its ${reply.statusCode} answer is.`);
  return withoutHosts(type, payload);
}

/** A handler that never asked whose it is has perhaps answered with somebody else's. */
function requireAsked(operation: OperationName, access: Access): void {
  if (!isOfProject(operation) || access.reachesAll || access.wasAsked) return;
  throw new Error(`${operation} was answered without asking whose it is.`);
}
