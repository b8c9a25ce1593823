import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Access, type Cause } from '@iopath/usecases';
import type { FastifyRequest } from 'fastify';

/** What the caller of an operation may do in it. */
export function Asking(): ParameterDecorator {
  return createParamDecorator((_data: unknown, context: ExecutionContext): Access => {
    return accessOf(context.switchToHttp().getRequest<FastifyRequest>());
  })();
}

/** @throws Error on a route that is open to everybody: there is nothing to know of its callers. */
export function accessOf(request: FastifyRequest): Access {
  const { access } = request;
  if (access instanceof Access) return access;
  throw new Error('The route is open to everybody and knows no caller.');
}

/** The caller as a cause has it; nothing where nobody is asked who he is. */
export function callerIn(request: FastifyRequest): Pick<Cause, 'caller'> {
  const caller = request.access?.caller ?? null;
  return caller === null ? {} : { caller: { userId: caller.userId, projectId: caller.projectId } };
}
