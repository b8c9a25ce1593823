import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Logger } from '@iopath/observability';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { KnownRoutes } from './known-routes';
import { ProblemError, toProblem } from './problem';
import { toProblemError } from './to-problem-error';

const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** Answers everything that goes wrong as `application/problem+json`, and never with our insides. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly routes: KnownRoutes,
    private readonly logger: Logger,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(thrown, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  /** The work of `catch`, for what fails before Nest is reached, such as a URL that cannot be decoded. */
  answer(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const error = this.refineNotFound(toProblemError(thrown) ?? this.unforeseen(thrown), request);
    if (error.status === 503) this.logger.warn({ err: thrown, code: error.code }, 'a service behind this one is away');
    if (reply.sent) return;
    void reply.headers({ 'x-openstack-request-id': request.id, ...error.headers, 'content-type': PROBLEM_TYPE });
    const problem = toProblem(error, request.originalUrl.split('?')[0] ?? '/', request.id);
    void reply.code(error.status).serializer(String).send(JSON.stringify(problem));
  }

  /** A known URL asked with a method that it does not have is told which ones it has. */
  private refineNotFound(error: ProblemError, request: FastifyRequest): ProblemError {
    if (error.code !== 'route.not_found') return error;
    const allowed = this.routes.methodsOf(request.url);
    if (allowed.length === 0) return new ProblemError(404, error.code, 'There is no such resource.');
    const detail = `This resource allows ${allowed.join(', ')}.`;
    return new ProblemError(405, 'method.not_allowed', detail, [], { allow: allowed.join(', ') });
  }

  private unforeseen(thrown: unknown): ProblemError {
    this.logger.error({ err: thrown }, 'unforeseen failure');
    const detail = 'The service failed. Its log says why, under the id of this request.';
    return new ProblemError(500, 'internal.error', detail);
  }
}
