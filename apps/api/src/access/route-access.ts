import { RouteConfig } from '@nestjs/platform-fastify';
import type { OperationName } from '@iopath/usecases';
import type { WireClass } from '../wire/field-shape';

/** Who may use a route (`public`: everybody, without a token), and what its answers are made of. */
export interface RouteAccess {
  readonly operation: OperationName | 'public';
  /** By status; those without a type have nothing in them that could be left out. */
  readonly answers: Readonly<Record<number, WireClass | undefined>>;
  /** Whether answers are JSON objects, from which hosts can be left out, rather than text or a stream. */
  readonly isJson: boolean;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    readonly access?: RouteAccess;
  }
}

/** Says it of the route of a handler; `documented` does for every operation. */
export function accessBy(access: RouteAccess): MethodDecorator & ClassDecorator {
  return RouteConfig({ access });
}
