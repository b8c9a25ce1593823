import { CronCalendar } from '@iopath/calendar';
import { planningPolicyOf, type AdvisorConfig } from '@iopath/config';
import {
  AdvisorMetrics,
  createLogger,
  DecisionLog,
  DecisionObservers,
  type Logger,
  MeasuredReplanLog,
  TakeLog,
  TakeObservers,
} from '@iopath/observability';
import { applyMigrations, openPersistence, type Persistence, startEmbeddedPostgres } from '@iopath/persistence';
import { drainMs } from '@iopath/process';
import { BullMqWorkConsumer, BullMqWorkQueue, InProcessWorkQueue } from '@iopath/queue';
import type { WorkConsumer, WorkQueue } from '@iopath/usecases';
import { openAccess } from '../../api/src/access/open-access';
import { createApi } from '../../api/src/create-api';
import { ReadingThreads } from '../../api/src/inventory-reading/reading-threads';
import { openConfiguredCloud } from '../../cloud/src/open-configured-cloud';
import { openPlanner } from '../../planner/src/open-planner';
import { openReplanner } from '../../planner/src/open-replanner';
import { createWorker } from '../../worker/src/create-worker';
import { findMigrations } from '../../worker/src/migrations-folder';
import { syncStages } from '../../worker/src/sync-stages';
import { Opened } from './opened';
import { requireFreePort } from './port-check';
import { messageOf, StartError } from './start-error';

export interface Standalone {
  /** Where it serves, e.g. `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Takes nothing new, ends what is running, closes everything. May be called again. */
  close(): Promise<void>;
}

/**
 * Starts API and worker in this process, on the servers that the configuration names, or on the embedded PostgreSQL
 * and the queue in the process where it names none. Resolves when it serves.
 *
 * @throws StartError, or an error whose message says what to do
 */
export async function startStandalone(config: AdvisorConfig): Promise<Standalone> {
  const logger = createLogger({ level: config.logLevel, service: 'standalone' });
  const opened = new Opened((name, error) => logger.warn({ part: name, err: error }, 'could not be closed'));
  try {
    const url = await open(config, opened, logger);
    return { url, close: () => opened.closeAll() };
  } catch (error) {
    await opened.closeAll();
    throw error;
  }
}

async function open(config: AdvisorConfig, opened: Opened, logger: Logger): Promise<string> {
  await requireFreePort(config.host, config.port);
  const { persistence, databaseUrl } = await openDatabase(config, opened, logger);
  const work = openQueue(config, opened, logger);
  const metrics = new AdvisorMetrics();
  const cloud = openConfiguredCloud(config, logger, metrics);
  if (cloud !== null) opened.add('cloud', () => cloud.close());
  const observer = new DecisionObservers(metrics, new DecisionLog(logger));
  const takeObserver = new TakeObservers(metrics, new TakeLog(logger));
  const applicationName = 'iopath-advisor planning';
  const planner = openPlanner({ config, databaseUrl, applicationName, stores: persistence, observer, logger });
  opened.add('planner', () => planner.close(0));
  const replanner = openReplanner({ config, databaseUrl, applicationName, stores: persistence, logger });
  opened.add('re-planner', () => replanner.close());
  const calendar = new CronCalendar();
  const ports = { ...persistence, ...work, planner, calendar, metrics, logger, policy: planningPolicyOf(config) };

  const worker = await createWorker({
    ...ports,
    replanner,
    takeObserver,
    replanObserver: new MeasuredReplanLog(logger, metrics),
    concurrency: config.workerConcurrency,
    auditEveryS: config.auditEveryS,
    cloud: cloud && {
      reader: cloud.reader,
      stages: syncStages(persistence, config.cloud.pciAliases),
      syncEveryS: config.syncEveryS,
      moving: { ...cloud, pciAliases: config.cloud.pciAliases },
    },
  });
  const limitMs = config.shutdownLimitS * 1000;
  opened.add('worker', () => worker.stop(drainMs(config.shutdownLimitS)), limitMs);
  await worker.start();

  const queueLimits = { total: config.queueLimit, perProject: config.projectQueueLimit };
  const access = openAccess(config, cloud?.tokens ?? null, logger);
  const reading = new ReadingThreads();
  opened.add('reading threads', () => reading.close());
  const api = await createApi({ ...ports, access, cloud, queueLimits, importFormats: reading.readers });
  opened.add('api', () => api.close());
  await api.listen(config.port, config.host);
  return (await api.getUrl()).replace(/\/$/, '');
}

interface OpenedDatabase {
  readonly persistence: Persistence;
  readonly databaseUrl: string;
}

async function openDatabase(config: AdvisorConfig, opened: Opened, logger: Logger): Promise<OpenedDatabase> {
  const databaseUrl = config.databaseUrl ?? (await startDatabase(config, opened));
  const onConnectionLost = (error: Error) => {
    if (!opened.isClosing) logger.warn({ err: error }, 'database connection lost');
  };
  try {
    const persistence = await openPersistence(databaseUrl, { onConnectionLost });
    opened.add('database', () => persistence.close());
    const applied = await applyMigrations(databaseUrl, findMigrations());
    if (applied.length > 0) logger.info({ applied }, 'database brought up to date');
    return { persistence, databaseUrl };
  } catch (error) {
    throw new StartError(`The database cannot be used: ${messageOf(error)}`, { cause: error });
  }
}

async function startDatabase({ dataDir }: AdvisorConfig, opened: Opened): Promise<string> {
  const server = await startEmbeddedPostgres(dataDir);
  opened.add('embedded PostgreSQL', () => server.stop());
  return server.databaseUrl;
}

interface Work {
  readonly queue: WorkQueue;
  readonly consumer: WorkConsumer;
}

function openQueue({ redisUrl, redisPrefix }: AdvisorConfig, opened: Opened, logger: Logger): Work {
  if (redisUrl === null) {
    const queue = new InProcessWorkQueue();
    return { queue, consumer: queue };
  }
  const onError = (error: Error) => logger.debug({ err: error }, 'Redis connection');
  const redis = { url: redisUrl, prefix: redisPrefix, onError };
  const queue = new BullMqWorkQueue(redis);
  opened.add('queue', () => queue.close());
  return { queue, consumer: new BullMqWorkConsumer(redis) };
}
