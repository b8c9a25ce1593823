import 'reflect-metadata';
import { planningPolicyOf, readConfig, requireServers } from '@iopath/config';
import { createLogger, DecisionLog, TakeLog } from '@iopath/observability';
import { applyMigrations, openPersistence } from '@iopath/persistence';
import { BullMqWorkConsumer, BullMqWorkQueue } from '@iopath/queue';
import { createPlanner } from '../../planner/src/create-planner';
import { createWorker } from './create-worker';
import { drainMs, endOnSignal } from './end-on-signal';
import { findMigrations } from './migrations-folder';

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const { databaseUrl, redisUrl } = requireServers(config);
  const logger = createLogger({ level: config.logLevel, service: 'worker' });
  const onError = (error: Error) => logger.debug({ err: error }, 'Redis connection');
  const redis = { url: redisUrl, prefix: config.redisPrefix, onError };
  const persistence = await openPersistence(databaseUrl, { applicationName: 'iopath-advisor worker' });
  await applyMigrations(databaseUrl, findMigrations());
  const queue = new BullMqWorkQueue(redis);
  const policy = planningPolicyOf(config);
  const planner = createPlanner({ ...persistence, policy, observer: new DecisionLog(logger) });
  const worker = await createWorker({
    ...persistence,
    queue,
    consumer: new BullMqWorkConsumer(redis),
    planner,
    takeObserver: new TakeLog(logger),
    logger,
    concurrency: config.workerConcurrency,
  });
  await worker.start();
  logger.info({ concurrency: config.workerConcurrency }, 'worker ready');
  endOnSignal(
    async () => {
      await worker.stop(drainMs(config.shutdownLimitS));
      await queue.close();
      await persistence.close();
    },
    logger,
    config.shutdownLimitS * 1000,
  );
}

main().catch((error: unknown) => {
  process.stderr.write(`The worker cannot start. ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
