import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Cause } from '@iopath/usecases';
import type { FastifyRequest } from 'fastify';

/** What the history of the ledger says of a change that this request makes: that it came by the API, as what, and its id. */
export function CausedBy(reason: string, actor: Cause['actor'] = 'api'): ParameterDecorator {
  return createParamDecorator((_data: unknown, context: ExecutionContext): Cause => {
    return { actor, reason, requestId: context.switchToHttp().getRequest<FastifyRequest>().id };
  })();
}
