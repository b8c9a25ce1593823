import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { BullMqWorkConsumer } from './bullmq-work-consumer';
import { BullMqWorkQueue } from './bullmq-work-queue';
import { describeWorkQueue } from './work-queue.contract';

const url = process.env['REDIS_URL'] ?? '';

describeWorkQueue('BullMQ work queue on Redis', () => {
  const options = { url, prefix: `iopath-test-${randomUUID()}` };
  const queue = new BullMqWorkQueue(options);
  const consumer = new BullMqWorkConsumer(options);
  const close = async () => {
    await consumer.stop();
    await queue.close();
    await removeKeys(options.prefix);
  };
  return Promise.resolve({ queue, consumer, close });
});

describe('BullMQ work queue without Redis', () => {
  it('refuses at once instead of keeping the caller waiting', async () => {
    const queue = new BullMqWorkQueue({ url: 'redis://127.0.0.1:1' });

    await expect(queue.requestDecision('a')).rejects.toThrow(/Redis/);
    await expect(queue.ping()).rejects.toThrow(/Redis/);
    await queue.close();
  });
});

async function removeKeys(prefix: string): Promise<void> {
  const redis = new Redis(url);
  const keys = await redis.keys(`${prefix}:*`);
  if (keys.length > 0) await redis.del(keys);
  redis.disconnect();
}
