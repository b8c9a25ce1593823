import 'reflect-metadata';
import path from 'node:path';
import { CronCalendar } from '@iopath/calendar';
import { planningPolicyOf, readConfig, requireServers } from '@iopath/config';
import { AdvisorMetrics, createLogger } from '@iopath/observability';
import { applyMigrations, openPersistence } from '@iopath/persistence';
import { endOnSignal } from '@iopath/process';
import { BullMqWorkQueue } from '@iopath/queue';
import { SilentDecisionObserver } from '@iopath/usecases';
import { openConfiguredCloud } from '../../cloud/src/open-configured-cloud';
import { openPlanner } from '../../planner/src/open-planner';
import { openAccess, openDoorWarning } from './access/open-access';
import { createApi } from './create-api';
import { ReadingThreads } from './inventory-reading/reading-threads';

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const { databaseUrl, redisUrl } = requireServers(config);
  const logger = createLogger({ level: config.logLevel, service: 'api' });
  const persistence = await openPersistence(databaseUrl, { applicationName: 'iopath-advisor api' });
  const applied = await applyMigrations(databaseUrl, path.resolve('prisma/migrations'));
  if (applied.length > 0) logger.info({ applied }, 'database brought up to date');
  const queue = new BullMqWorkQueue({
    url: redisUrl,
    prefix: config.redisPrefix,
    onError: (error) => logger.debug({ err: error }, 'Redis connection'),
  });
  const policy = planningPolicyOf(config);
  const planner = openPlanner({
    config,
    databaseUrl,
    applicationName: 'iopath-advisor api planning',
    stores: persistence,
    observer: new SilentDecisionObserver(),
    logger,
  });
  const queueLimits = { total: config.queueLimit, perProject: config.projectQueueLimit };
  const metrics = new AdvisorMetrics();
  const cloud = openConfiguredCloud(config, logger, metrics);
  const access = openAccess(config, cloud?.tokens ?? null, logger);
  const ports = { ...persistence, queue, planner, calendar: new CronCalendar(), metrics, logger, policy };
  const reading = new ReadingThreads();
  const api = await createApi({ ...ports, access, cloud, queueLimits, importFormats: reading.readers });

  const close = async () => {
    await api.close();
    await reading.close();
    await planner.close(0);
    await cloud?.close();
    await queue.close();
    await persistence.close();
  };
  endOnSignal(close, logger, config.shutdownLimitS * 1000);

  await api.listen(config.port, config.host);
  const url = await api.getUrl();
  process.stderr.write(openDoorWarning(config, url) ?? '');
  process.stdout.write(`iopath-advisor API listening on ${url}\n`);
}

function fail(error: unknown): void {
  process.stderr.write(`The API failed. ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

main().catch(fail);
