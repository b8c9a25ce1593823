import 'reflect-metadata';
import { ApiModule, type ApiPorts } from '../api.module';
import type { RouteAccess } from './route-access';

/** Where the decorators of Nest keep what they are told (`@nestjs/common/constants`, `@nestjs/platform-fastify/constants`). */
const PATH = 'path';
const ROUTE_CONFIG = '__fastify_route_config__';

export interface DescribedRoute {
  /** `HostsController.list`. */
  readonly name: string;
  readonly access: RouteAccess | undefined;
}

/** Every route that a controller of the API has. */
export function routesOfTheApi(): readonly DescribedRoute[] {
  const nothing = { policy: { release: '2025.1' } } as unknown as ApiPorts;
  const controllers = ApiModule.of(nothing).controllers ?? [];
  return controllers.flatMap((controller) => {
    const prototype = controller.prototype as Record<string, unknown>;
    return Object.getOwnPropertyNames(prototype).flatMap((name) => {
      const handler = prototype[name];
      if (name === 'constructor' || typeof handler !== 'function' || !Reflect.hasMetadata(PATH, handler)) return [];
      const config = Reflect.getMetadata(ROUTE_CONFIG, handler) as { readonly access?: RouteAccess } | undefined;
      return [{ name: `${controller.name}.${name}`, access: config?.access }];
    });
  });
}
