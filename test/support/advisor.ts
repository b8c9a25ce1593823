import type { ApiCloud } from '../../apps/api/src/api.module';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { CronCalendar } from '@iopath/calendar';
import { AdvisorMetrics, createLogger, DecisionLog, type Logger, ReplanLog, TakeLog } from '@iopath/observability';
import { openPersistence, type Persistence } from '@iopath/persistence';
import { InProcessWorkQueue } from '@iopath/queue';
import type { Planner, QueueLimits, Replanner } from '@iopath/usecases';
import { type ApiAccess, EverybodysAccess } from '../../apps/api/src/access/api-access';
import { createApi } from '../../apps/api/src/create-api';
import { createPlanner } from '../../apps/planner/src/create-planner';
import { createReplanner } from '../../apps/planner/src/create-replanner';
import { createWorker } from '../../apps/worker/src/create-worker';
import type { WorkerCloud } from '../../apps/worker/src/worker.module';
import { createTestDatabase } from './database';

/** API and worker in this process, on a database of their own. */
export interface TestAdvisor {
  readonly databaseUrl: string;
  /** Where it listens. */
  readonly url: string;
  readonly persistence: Persistence;
  /** Sends a request; `body` is sent as JSON unless it is text or bytes. */
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Begins to decide, where it was not to do so from the start. */
  startWorker(): Promise<void>;
  /** Ends the API alone. */
  closeApi(): Promise<void>;
  close(): Promise<void>;
}

export interface TestAdvisorOptions {
  /** Plans instead of this thread, on the database of this URL; it is closed with the advisor. */
  readonly plannerOn?: (databaseUrl: string) => Planner;
  /** Plans re-plans instead of this thread, on the database of this URL; it is closed with the advisor. */
  readonly replannerOn?: (databaseUrl: string) => Replanner;
  readonly queueLimits?: QueueLimits;
  /** Accepts only, until it is told to decide. */
  readonly withoutWorker?: boolean;
  /** The cloud that recommendations are realised in. */
  readonly apiCloud?: ApiCloud | null;
  /** What the worker synchronises with, given where it keeps things. */
  readonly cloudOn?: (persistence: Persistence) => WorkerCloud;
  /** Where log lines go, warnings and worse unless said. */
  readonly complain?: (line: string) => void;
  readonly logLevel?: 'warn' | 'trace';
  /** Who gets in; everybody unless said. */
  readonly access?: (logger: Logger) => ApiAccess;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined when it is none. */
  readonly json: unknown;
}

export async function startAdvisor({
  plannerOn,
  replannerOn,
  queueLimits = { total: 10_000, perProject: 5_000 },
  withoutWorker = false,
  cloudOn,
  apiCloud = null,
  complain = () => undefined,
  logLevel = 'warn',
  access = () => new EverybodysAccess(),
}: TestAdvisorOptions = {}): Promise<TestAdvisor> {
  const database = await createTestDatabase();
  const persistence = await openPersistence(database.url);
  const logger = createLogger({ level: logLevel, service: 'test', destination: { write: complain } });
  const queue = new InProcessWorkQueue();
  const policy = { release: '2025.1' } as const;
  const planner =
    plannerOn?.(database.url) ?? createPlanner({ ...persistence, policy, observer: new DecisionLog(logger) });
  const replanner =
    replannerOn?.(database.url) ??
    createReplanner({ ...persistence, policy, onSolverFailed: (error) => complain(String(error)) });
  const calendar = new CronCalendar();
  const ports = { ...persistence, planner, calendar, queue, logger, policy };
  const worker = await createWorker({
    ...ports,
    consumer: queue,
    takeObserver: new TakeLog(logger),
    replanner,
    replanObserver: new ReplanLog(logger),
    concurrency: 4,
    cloud: cloudOn?.(persistence) ?? null,
  });
  if (!withoutWorker) await worker.start();
  const api: NestFastifyApplication = await createApi({
    ...ports,
    access: access(logger),
    metrics: new AdvisorMetrics(),
    queueLimits,
    cloud: apiCloud,
  });
  await api.listen(0, '127.0.0.1');
  const url = (await api.getUrl()).replace(/\/$/, '');
  return {
    databaseUrl: database.url,
    url,
    persistence,
    send: (method, path, body, headers) => send(`${url}${path}`, method, body, headers),
    startWorker: () => worker.start(),
    closeApi: () => api.close(),
    close: async () => {
      await api.close();
      await worker.stop(5_000);
      await planner.close(0);
      await replanner.close();
      await persistence.close();
      await database.drop();
    },
  };
}

async function send(url: string, method: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const content = body === undefined ? {} : { body: bytesOf(body) };
  const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
  const response = await fetch(url, { method, ...content, headers: { ...type, ...headers } });
  const text = await response.text();
  const isJson = /^application\/(problem\+)?json/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson ? (JSON.parse(text) as unknown) : undefined,
  };
}

function bytesOf(body: unknown): Uint8Array<ArrayBuffer> {
  if (body instanceof Uint8Array) return new Uint8Array(body);
  return new Uint8Array(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));
}
