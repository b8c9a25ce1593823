import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@iopath/observability';

/** Does something again and again until stopped, never twice at a time. */
export class RepeatedTask {
  private readonly ended = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private failing = false;

  constructor(
    private readonly name: string,
    private readonly everyMs: number,
    private readonly task: () => Promise<unknown>,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.running = this.run();
  }

  /** Resolves when the round that is running has ended. */
  async stop(): Promise<void> {
    this.ended.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.ended.signal.aborted) {
      await this.round();
      await sleep(this.everyMs, undefined, { signal: this.ended.signal }).catch(() => undefined);
    }
  }

  /** One line when trouble begins and one when it is over: a Redis that is away for an hour is one event. */
  private async round(): Promise<void> {
    try {
      await this.task();
      if (this.failing) this.logger.info({ task: this.name }, 'background task works again');
      this.failing = false;
    } catch (error) {
      if (!this.failing) this.logger.warn({ task: this.name, err: error }, 'background task fails');
      this.failing = true;
    }
  }
}
