import type { IncomingMessage } from 'node:http';

/** `/v1/allocations/{id}:confirm`, `/v1/replans/{id}/steps/{step}:done`, the colon perhaps encoded, the query left alone. */
const ACTION = /^(\/v1\/[a-z]+(?:\/[^/?:]+?(?:\/[a-z]+\/[^/?:]+?)?)?)(?::|%3A)([a-z_]+)(?=\?|$)/i;

/**
 * Fastify's router cannot end a parameter at a colon, so inside of the service an action on a resource is a segment of
 * its own: `/v1/allocations/{id}/:confirm`. Callers and the OpenAPI document never see that.
 */
export function rewriteActionUrl(request: IncomingMessage): string {
  const url = request.url ?? '/';
  return url.replace(ACTION, (_whole, resource: string, action: string) =>
    resource.split('/').length > 3 ? `${resource}/:${action}` : `${resource}:${action}`,
  );
}

/** The path as callers write it. */
export function publicPath(path: string): string {
  return path.replace('/:', ':');
}
