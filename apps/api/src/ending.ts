import type { OnModuleDestroy } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

/** Knows whether the API is about to end: who is only waited with is answered then, with what there is. */
export class Ending implements OnModuleDestroy {
  private begun = false;

  get hasBegun(): boolean {
    return this.begun;
  }

  /** Nest calls it when `close` is called, before the requests that run are waited for. */
  onModuleDestroy(): void {
    this.begun = true;
  }
}

/** Hangs up after each answer given at the end: a connection that its client keeps open would hold the process. */
export function addEndingHooks(fastify: FastifyInstance, ending: Ending): void {
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (ending.hasBegun) void reply.header('connection', 'close');
    done();
  });
}
