export { BullMqWorkConsumer } from './bullmq-work-consumer';
export { BullMqWorkQueue } from './bullmq-work-queue';
export { InProcessWorkQueue } from './in-process-work-queue';
export type { RedisQueueOptions } from './redis-connection';
