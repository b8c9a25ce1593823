import 'reflect-metadata';
import { PROFILES } from '@iopath/core';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { addAccessHooks } from './access/access.hooks';
import { addHostHidingHooks } from './access/hide-hosts.hooks';
import { ApiModule, type ApiPorts } from './api.module';
import { addBodyParsers } from './body/body-parsers';
import { rewriteActionUrl } from './action-url';
import { addEndingHooks, Ending } from './ending';
import { addDocs } from './openapi/openapi-document';
import { KnownRoutes } from './problem/known-routes';
import { answerClientError } from './problem/client-error';
import { ProblemFilter } from './problem/problem.filter';
import { addRequestContextHooks, newRequestId } from './request-context/request-context.hooks';
import { NestLogger } from './request-context/nest-logger';
import { addServedRequestHooks } from './request-context/served-requests.hooks';

/** A host name is the longest parameter; encoded, each of its characters may take three. */
const MAX_PARAMETER_LENGTH = 1024;

/** Long enough for the whole fleet over a slow line, and an end for those who never finish. */
const REQUEST_TIMEOUT_MS = 600_000;

/**
 * The API on these ports, ready to listen, with the profiles of this release brought in; opening and closing the ports is
 * the caller's business.
 */
export async function createApi(ports: ApiPorts): Promise<NestFastifyApplication> {
  const { logger, metrics } = ports;
  await ports.profiles.install(Object.values(PROFILES));
  const routes = new KnownRoutes();
  const problems = new ProblemFilter(routes, logger);
  const adapter = new FastifyAdapter({
    genReqId: newRequestId,
    requestIdHeader: false,
    rewriteUrl: rewriteActionUrl,
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) =>
      problems.answer(error, request, reply),
    clientErrorHandler: answerClientError,
    requestTimeout: REQUEST_TIMEOUT_MS,
    routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH, ignoreTrailingSlash: true },
  });
  const fastify = adapter.getInstance();
  routes.listenTo(fastify);
  addRequestContextHooks(fastify);
  addServedRequestHooks(fastify, metrics, logger);
  addAccessHooks(fastify, ports.access);
  addHostHidingHooks(fastify);
  addBodyParsers(fastify);

  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.of(ports), adapter, {
    logger: new NestLogger(logger),
    abortOnError: false,
    bodyParser: false,
  });
  addEndingHooks(fastify, app.get(Ending));
  app.useGlobalFilters(problems);
  addDocs(app);
  return app;
}
