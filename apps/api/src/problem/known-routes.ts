import type { FastifyInstance } from 'fastify';

/** Every route of the service, so that a wrong method can be told from a wrong URL (Fastify answers both with 404). */
export class KnownRoutes {
  private readonly routes: { readonly pattern: RegExp; readonly methods: readonly string[] }[] = [];

  /** Has to be called before the first route is added. */
  listenTo(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', ({ url, method }) => {
      if (!url.includes('*')) this.routes.push({ pattern: toPattern(url), methods: [method].flat() });
    });
  }

  methodsOf(url: string): readonly string[] {
    const path = (url.split('?')[0] ?? '/').replace(/(?<=.)\/$/, '');
    const methods = this.routes.filter(({ pattern }) => pattern.test(path)).flatMap((route) => route.methods);
    return [...new Set(methods)].sort();
  }
}

/** In Fastify's paths `:name` is a parameter and `::` a colon. */
function toPattern(url: string): RegExp {
  const source = url
    .split(/(::|:[a-z_]+)/i)
    .map((part) =>
      part === '::' ? ':' : part.startsWith(':') ? '[^/]+' : part.replaceAll(/[.$()+?[\]{}|\\^]/g, '\\$&'),
    )
    .join('');
  return new RegExp(`^${source}$`);
}
