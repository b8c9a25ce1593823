/** A restarted Redis is found again within this. */
const LONGEST_RECONNECT_MS = 1_000;

export interface RedisQueueOptions {
  readonly url: string;
  /** First part of every key; producers and consumers that belong together share it. */
  readonly prefix: string;
  /** Hears of connection trouble; the client reconnects on its own. */
  readonly onError?: (error: Error) => void;
}

/** For those who answer a caller: a Redis that is away is an error at once, never a wait. */
export const PRODUCER_CONNECTION = {
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  connectTimeout: 1_000,
  retryStrategy: reconnectDelayMs,
};

/** For those who wait for work: they sit out any absence. */
export const CONSUMER_CONNECTION = {
  maxRetriesPerRequest: null,
  connectTimeout: 1_000,
  retryStrategy: reconnectDelayMs,
};

function reconnectDelayMs(attempt: number): number {
  return Math.min(attempt * 50, LONGEST_RECONNECT_MS);
}
