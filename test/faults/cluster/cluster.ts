import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { applyMigrations } from '@iopath/persistence';
import { Client } from 'pg';
import { findFreePort } from '../../support/free-port';
import { findAnyBinaries, PrivatePostgres } from '../../support/private-postgres';
import { findRedisProgram, PrivateRedis } from '../../support/private-redis';
import { type App, ServiceProcess } from './service-process';
import { TcpProxy } from './tcp-proxy';

export interface ClusterSize {
  readonly apis: number;
  readonly workers: number;
}

/** A member that serves HTTP. */
export interface ApiProcess {
  readonly process: ServiceProcess;
  readonly url: string;
}

/**
 * The service and its stores, all of this run's own: APIs, workers, a PostgreSQL, a Redis, and a proxy before each of
 * the two.
 */
export interface Cluster {
  readonly postgres: PrivatePostgres;
  readonly redis: PrivateRedis;
  readonly postgresProxy: TcpProxy;
  readonly redisProxy: TcpProxy;
  readonly apis: readonly ApiProcess[];
  readonly workers: readonly ServiceProcess[];
  /** A session of raw SQL that no proxy disturbs; the caller ends it. */
  sql(): Promise<Client>;
  stop(): Promise<void>;
}

const DATABASE = 'advisor';
const MIGRATIONS = path.resolve(__dirname, '../../../prisma/migrations');

/** Processes crash here and machines do not, so nothing need reach the disk; what a commit promises holds all the same. */
const POSTGRES_SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'fsync=off',
  'full_page_writes=off',
  'max_connections=300',
  'timezone=UTC',
];

/**
 * Starts everything and resolves once every process is ready.
 *
 * @param folder takes data and logs
 * @param root the installation whose `dist` is run
 * @param prepare is run on the migrated database before the first process starts
 */
export async function startCluster(
  folder: string,
  root: string,
  size: ClusterSize,
  prepare: (sql: Client) => Promise<void> = () => Promise.resolve(),
): Promise<Cluster> {
  const postgres = await PrivatePostgres.open(
    path.join(folder, 'postgres-home'),
    await findAnyBinaries(),
    POSTGRES_SETTINGS,
  );
  const redisHome = path.join(folder, 'redis');
  await mkdir(redisHome, { recursive: true });
  const redis = await PrivateRedis.open(redisHome, await findRedisProgram());
  const postgresProxy = new TcpProxy(() => postgres.port);
  const redisProxy = new TcpProxy(() => redis.port);
  await Promise.all([postgresProxy.open(), redisProxy.open()]);
  await prepareDatabase(postgres, prepare);

  const environment = {
    DATABASE_URL: postgres.url(DATABASE, postgresProxy.port),
    REDIS_URL: `redis://127.0.0.1:${redisProxy.port}`,
    LOG_LEVEL: 'info',
  };
  const launch = (app: App, index: number, port: number): ServiceProcess => {
    const name = `${app}-${index + 1}`;
    const own = { ...environment, PORT: `${port}` };
    return new ServiceProcess(name, app, root, own, path.join(folder, `${name}.log`));
  };
  const apis: ApiProcess[] = [];
  for (let index = 0; index < size.apis; index++) {
    const port = await findFreePort();
    apis.push({ process: launch('api', index, port), url: `http://127.0.0.1:${port}` });
  }
  const workers = Array.from({ length: size.workers }, (_, index) => launch('worker', index, 0));
  const processes = [...apis.map((api) => api.process), ...workers];
  for (const process of processes) process.start();
  await Promise.all(processes.map((process) => process.ready()));

  return {
    postgres,
    redis,
    postgresProxy,
    redisProxy,
    apis,
    workers,
    sql: () => connect(postgres.url(DATABASE)),
    stop: async () => {
      for (const process of processes) process.resume();
      await Promise.all(processes.map((process) => process.kill(false)));
      await Promise.all([postgresProxy.refuse(), redisProxy.refuse()]);
      await Promise.all([postgres.stop(), redis.stop('SIGKILL')]);
    },
  };
}

async function prepareDatabase(postgres: PrivatePostgres, prepare: (sql: Client) => Promise<void>): Promise<void> {
  const administrator = await connect(postgres.url('postgres'));
  await administrator.query(`CREATE DATABASE "${DATABASE}"`);
  await administrator.end();
  await applyMigrations(postgres.url(DATABASE), MIGRATIONS);
  const sql = await connect(postgres.url(DATABASE));
  await prepare(sql);
  await sql.end();
}

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  // The server is killed on purpose; the next query tells.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
