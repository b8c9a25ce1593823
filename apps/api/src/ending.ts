import type { OnModuleDestroy } from '@nestjs/common';

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
