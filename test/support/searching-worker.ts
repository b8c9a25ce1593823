import 'reflect-metadata';
import path from 'node:path';
import { CronCalendar } from '@iopath/calendar';
import { createLogger, ReplanLog, TakeLog } from '@iopath/observability';
import { openPersistence } from '@iopath/persistence';
import { ReplanningThread } from '@iopath/planning-threads';
import { InProcessWorkQueue } from '@iopath/queue';
import { SilentDecisionObserver } from '@iopath/usecases';
import { createPlanner } from '../../apps/planner/src/create-planner';
import { createWorker } from '../../apps/worker/src/create-worker';
import type { SearchingThreadData } from './searching-thread';

/** A worker as a process of its own that goes on searching until it is killed. Its database is `DATABASE_URL`. */
async function main(): Promise<void> {
  const data: SearchingThreadData = { databaseUrl: process.env['DATABASE_URL'] ?? '' };
  const persistence = await openPersistence(data.databaseUrl);
  const logger = createLogger({ level: 'warn', service: 'searching worker' });
  const queue = new InProcessWorkQueue();
  const worker = await createWorker({
    ...persistence,
    queue,
    consumer: queue,
    planner: createPlanner({ ...persistence, policy: { release: '2025.1' }, observer: new SilentDecisionObserver() }),
    replanner: new ReplanningThread({
      file: path.join(__dirname, 'searching-thread.ts'),
      data,
      onSolverFailed: () => undefined,
    }),
    replanObserver: new ReplanLog(logger),
    calendar: new CronCalendar(),
    takeObserver: new TakeLog(logger),
    logger,
    concurrency: 1,
  });
  await worker.start();
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
