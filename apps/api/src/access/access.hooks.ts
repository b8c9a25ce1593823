import type { Access } from '@iopath/usecases';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ApiAccess } from './api-access';

declare module 'fastify' {
  interface FastifyRequest {
    /** What the caller may do here; null on routes that are open to everybody. */
    access: Access | null;
  }
}

/** What everybody may read without a token, beside the operations that say so: the pages that describe the API. */
export const OPEN_PAGES = /^\/(docs(\/.*)?|openapi\.(json|yaml))$/;

/**
 * Lets nobody further who may not do what the route is for, before the body of the request is read. A route that does not
 * say what it is for serves nobody.
 */
export function addAccessHooks(fastify: FastifyInstance, access: ApiAccess): void {
  fastify.decorateRequest('access', null);
  fastify.addHook('onRequest', async (request) => {
    const token = takeToken(request);
    const { url } = request.routeOptions;
    // Nothing is there, or nothing but a description.
    if (url === undefined || OPEN_PAGES.test(url)) return;
    const operation = request.routeOptions.config.access?.operation;
    if (operation === undefined) throw new Error(`The route ${request.method} ${url} has no operation.`);
    if (operation !== 'public') request.access = await access.of(operation, token);
  });
}

/** Takes it out of the request, where nobody else needs it. */
function takeToken(request: FastifyRequest): string | null {
  const token = request.raw.headers['x-auth-token'];
  Reflect.deleteProperty(request.raw.headers, 'x-auth-token');
  return typeof token === 'string' && token !== '' ? token : null;
}
