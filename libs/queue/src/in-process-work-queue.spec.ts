import { InProcessWorkQueue } from './in-process-work-queue';
import { describeWorkQueue } from './work-queue.contract';

describeWorkQueue('in-process work queue', () => {
  const queue = new InProcessWorkQueue();
  return Promise.resolve({ queue, consumer: queue, close: () => queue.stop() });
});
