import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Access } from '@iopath/usecases';
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
