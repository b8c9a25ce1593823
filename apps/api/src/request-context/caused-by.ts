import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Cause } from '@iopath/usecases';
import type { FastifyRequest } from 'fastify';
import { callerIn } from '../access/asking';

/** What the history of the ledger says of a change that this request makes: that it came by the API, by whom, as what, and its id. */
export function CausedBy(reason: string, actor: Cause['actor'] = 'api'): ParameterDecorator {
  return createParamDecorator((_data: unknown, context: ExecutionContext): Cause => {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    return { actor, reason, requestId: request.id, ...callerIn(request) };
  })();
}
