import { createTestRedis } from '../../../test/support/redis';
import { BullMqWorkConsumer } from './bullmq-work-consumer';
import { BullMqWorkQueue } from './bullmq-work-queue';
import { describeWorkQueue } from './work-queue.contract';

describeWorkQueue('BullMQ work queue on Redis', async () => {
  const redis = createTestRedis();
  const queue = new BullMqWorkQueue(redis);
  const consumer = new BullMqWorkConsumer(redis);
  const close = async () => {
    await consumer.stop();
    await queue.close();
  };
  await queue.ping();
  return { queue, consumer, close };
});

describe('BullMQ work queue without Redis', () => {
  const nowhere = { url: 'redis://127.0.0.1:1', prefix: 'nowhere' };

  it('refuses at once instead of keeping the caller waiting', async () => {
    const queue = new BullMqWorkQueue(nowhere);

    await expect(queue.requestDecision('a')).rejects.toThrow(/Redis/);
    await expect(queue.ping()).rejects.toThrow(/Redis/);
    await queue.close();
  });

  it('lets a waiter go when its time is up', async () => {
    const queue = new BullMqWorkQueue(nowhere);

    await expect(queue.decided('a', 5)).resolves.toBeUndefined();
    await queue.close();
  });

  it('starts and ends a consumer all the same', async () => {
    const consumer = new BullMqWorkConsumer(nowhere);
    await consumer.start(() => Promise.resolve(), 1);

    await expect(consumer.stop()).resolves.toBeUndefined();
  });
});
