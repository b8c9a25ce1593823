import 'reflect-metadata';
import { CronCalendar } from '@iopath/calendar';
import { readConfig, requireServers } from '@iopath/config';
import { createLogger, DecisionLog, ReplanLog, TakeLog } from '@iopath/observability';
import { applyMigrations, openPersistence } from '@iopath/persistence';
import { drainMs, endOnSignal } from '@iopath/process';
import { BullMqWorkConsumer, BullMqWorkQueue } from '@iopath/queue';
import { openConfiguredCloud } from '../../cloud/src/open-configured-cloud';
import { openPlanner } from '../../planner/src/open-planner';
import { openReplanner } from '../../planner/src/open-replanner';
import { createWorker } from './create-worker';
import { findMigrations } from './migrations-folder';
import { syncStages } from './sync-stages';

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const { databaseUrl, redisUrl } = requireServers(config);
  const logger = createLogger({ level: config.logLevel, service: 'worker' });
  const onError = (error: Error) => logger.debug({ err: error }, 'Redis connection');
  const redis = { url: redisUrl, prefix: config.redisPrefix, onError };
  const persistence = await openPersistence(databaseUrl, { applicationName: 'iopath-advisor worker' });
  await applyMigrations(databaseUrl, findMigrations());
  const queue = new BullMqWorkQueue(redis);
  const planner = openPlanner({
    config,
    databaseUrl,
    applicationName: 'iopath-advisor worker planning',
    stores: persistence,
    observer: new DecisionLog(logger),
    logger,
  });
  const replanner = openReplanner({
    config,
    databaseUrl,
    applicationName: 'iopath-advisor worker re-planning',
    stores: persistence,
    logger,
  });
  const cloud = openConfiguredCloud(config, logger);
  const worker = await createWorker({
    ...persistence,
    queue,
    consumer: new BullMqWorkConsumer(redis),
    planner,
    replanner,
    replanObserver: new ReplanLog(logger),
    calendar: new CronCalendar(),
    takeObserver: new TakeLog(logger),
    logger,
    concurrency: config.workerConcurrency,
    auditEveryS: config.auditEveryS,
    cloud: cloud && {
      reader: cloud.reader,
      stages: syncStages(persistence, config.cloud.pciAliases),
      syncEveryS: config.syncEveryS,
      moving: { ...cloud, pciAliases: config.cloud.pciAliases },
    },
  });
  await worker.start();
  logger.info({ concurrency: config.workerConcurrency }, 'worker ready');
  endOnSignal(
    async () => {
      await worker.stop(drainMs(config.shutdownLimitS));
      await planner.close(0);
      await replanner.close();
      await cloud?.close();
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
