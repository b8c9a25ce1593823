import { Queue } from 'bullmq';
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

describe('BullMQ work queue beside workers of other versions', () => {
  it('hears the jobs of before, answers no kind that it does not know, and keeps none of them', async () => {
    const redis = createTestRedis();
    const jobs = new Queue('decisions', { connection: { url: redis.url }, prefix: redis.prefix });
    const consumer = new BullMqWorkConsumer(redis);
    // As the former version rang: the recommendation is the job's name, and there is nothing in it.
    const former = { jobId: '3f1c0d5e-6a7b-4c8d-9e0f-112233445566', removeOnComplete: true, removeOnFail: true };
    await jobs.add('decide-by-dice', { of: 'a later version' }, { removeOnComplete: true });
    await jobs.add('decide', null, { ...former, attempts: 6, backoff: { type: 'exponential', delay: 200 } });
    let calls = 0;
    const called = new Promise<void>((resolve) => {
      void consumer.start(() => {
        calls++;
        resolve();
        return Promise.resolve();
      }, 1);
    });
    await called;
    await consumer.stop();

    expect(calls).toBe(1);
    expect(await jobs.getJobCounts('wait', 'active', 'failed', 'completed', 'delayed')).toEqual({
      wait: 0,
      active: 0,
      failed: 0,
      completed: 0,
      delayed: 0,
    });
    await jobs.close();
  });
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
