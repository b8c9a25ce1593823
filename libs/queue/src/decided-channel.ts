import { Redis } from 'ioredis';
import { DecisionWaiters } from './decision-waiters';
import { CONSUMER_CONNECTION, PRODUCER_CONNECTION, type RedisQueueOptions } from './redis-connection';

/** Redis' publish and subscribe: nobody keeps what is said, which is all that a signal needs. */
function channelOf({ prefix }: RedisQueueOptions): string {
  return `${prefix}:decided`;
}

/** Says which recommendations are decided. */
export class DecidedSpeaker {
  private readonly connection: Redis;

  constructor(private readonly options: RedisQueueOptions) {
    this.connection = new Redis(options.url, PRODUCER_CONNECTION);
    this.connection.on('error', (error: Error) => options.onError?.(error));
  }

  /** Best effort: who waits looks for himself from time to time. */
  say(recommendationId: string): void {
    this.connection.publish(channelOf(this.options), recommendationId).catch(() => undefined);
  }

  close(): void {
    this.connection.disconnect();
  }
}

/** Hears which recommendations are decided, for all who wait in this process. */
export class DecidedListener {
  private readonly waiters = new DecisionWaiters();
  private readonly connection: Redis;
  private readonly channel: string;

  constructor(options: RedisQueueOptions) {
    this.channel = channelOf(options);
    // ioredis subscribes again after each reconnection; what was said meanwhile is lost.
    this.connection = new Redis(options.url, CONSUMER_CONNECTION);
    this.connection.on('error', (error: Error) => options.onError?.(error));
    this.connection.on('message', (_channel: string, id: string) => this.waiters.announce(id));
    this.connection.subscribe(this.channel).catch(() => undefined);
  }

  wait(recommendationId: string, timeoutMs: number): Promise<void> {
    return this.waiters.wait(recommendationId, timeoutMs);
  }

  /** Resolves once it does hear; to subscribe a second time changes nothing. */
  async listening(): Promise<void> {
    await this.connection.subscribe(this.channel);
  }

  close(): void {
    this.waiters.releaseAll();
    this.connection.disconnect();
  }
}
