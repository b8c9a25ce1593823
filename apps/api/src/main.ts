import 'reflect-metadata';
import path from 'node:path';
import { planningPolicyOf, readConfig, requireServers } from '@iopath/config';
import { AdvisorMetrics, createLogger } from '@iopath/observability';
import { applyMigrations, openPersistence } from '@iopath/persistence';
import { BullMqWorkQueue } from '@iopath/queue';
import { SilentDecisionObserver } from '@iopath/usecases';
import { createPlanner } from '../../planner/src/create-planner';
import { createApi } from './create-api';

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
  const planner = createPlanner({ ...persistence, policy, observer: new SilentDecisionObserver() });
  const queueLimits = { total: config.queueLimit, perProject: config.projectQueueLimit };
  const metrics = new AdvisorMetrics();
  const api = await createApi({ ...persistence, queue, planner, metrics, logger, policy, queueLimits });

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    logger.info({ signal }, 'ending');
    setTimeout(() => {
      logger.warn('not everything ended in time');
      process.exit(1);
    }, config.shutdownLimitS * 1000).unref();
    await api.close();
    await queue.close();
    await persistence.close();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void end(signal).catch(fail));

  await api.listen(config.port, config.host);
  process.stdout.write(`iopath-advisor API listening on ${await api.getUrl()}\n`);
}

function fail(error: unknown): void {
  process.stderr.write(`The API failed. ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

main().catch(fail);
