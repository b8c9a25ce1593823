import type { AdvisorMetrics, Logger } from '@iopath/observability';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Probes come every few seconds and would drown the rest. */
const PROBES: readonly string[] = ['/healthz', '/readyz', '/metrics'];

/** Counts, times and logs what was served. */
export function addServedRequestHooks(fastify: FastifyInstance, metrics: AdvisorMetrics, logger: Logger): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    // The pattern, not the URL: names and ids would make a time series each.
    const route = request.routeOptions.url ?? 'none';
    const durationMs = reply.elapsedTime;
    metrics.served(request.method, route, reply.statusCode, durationMs);
    const fields = {
      method: request.method,
      path: request.originalUrl.split('?')[0],
      status: reply.statusCode,
      ...callerFields(request),
      duration_ms: Math.round(durationMs * 10) / 10,
    };
    logger[PROBES.includes(route) ? 'debug' : 'info'](fields, 'served');
    done();
  });
}

function callerFields({ access }: FastifyRequest): Record<string, string> {
  const caller = access?.caller ?? null;
  if (caller === null) return {};
  const { userId, projectId } = caller;
  return { user_id: userId, ...(projectId === null ? {} : { project_id: projectId }) };
}
