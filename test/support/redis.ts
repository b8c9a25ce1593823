import { randomBytes } from 'node:crypto';

/** Where a test keeps its keys. */
export interface TestRedis {
  readonly url: string;
  /** Of this test alone; everything under it is removed when the run ends. */
  readonly prefix: string;
}

/** A prefix of a test's own on the Redis of this run. */
export function createTestRedis(): TestRedis {
  const prefix = `${process.env['TEST_REDIS_PREFIX'] ?? ''}-${randomBytes(4).toString('hex')}`;
  return { url: process.env['TEST_REDIS_URL'] ?? '', prefix };
}
