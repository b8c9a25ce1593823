import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AdvisorMetrics, createLogger } from '@iopath/observability';
import { EverybodysAccess } from './access/api-access';
import type { ApiPorts } from './api.module';
import { createApi } from './create-api';

/** Ports that do as they are told, and a log to read. */
class Surroundings {
  readonly lines: Record<string, unknown>[] = [];
  databaseIs: () => Promise<void> = () => Promise.resolve();
  queueIs: () => Promise<void> = () => Promise.resolve();
  cloudIs: () => Promise<void> = () => Promise.resolve();
  hostIs: () => Promise<null> = () => Promise.resolve(null);

  /** @param hasCloud whether one is configured */
  ports(hasCloud = false): ApiPorts {
    const destination = { write: (line: string) => void this.lines.push(JSON.parse(line) as Record<string, unknown>) };
    const ports = {
      health: { ping: () => this.databaseIs() },
      queue: { ping: () => this.queueIs() },
      hosts: { summary: () => this.hostIs() },
      profiles: { install: () => Promise.resolve() },
      access: new EverybodysAccess(),
      cloud: hasCloud ? { ping: () => this.cloudIs() } : null,
      metrics: new AdvisorMetrics(),
      logger: createLogger({ level: 'info', service: 'api', destination }),
      policy: { release: '2025.1' },
    };
    return ports as unknown as ApiPorts;
  }
}

let surroundings: Surroundings;
let api: NestFastifyApplication;

async function open(ports: ApiPorts): Promise<NestFastifyApplication> {
  const opened = await createApi(ports);
  await opened.init();
  await opened.getHttpAdapter().getInstance().ready();
  return opened;
}

beforeEach(async () => {
  surroundings = new Surroundings();
  api = await open(surroundings.ports());
});

afterEach(() => api.close());

async function get(url: string) {
  const response = await api.inject({ method: 'GET', url });
  return { status: response.statusCode, type: response.headers['content-type'], json: response.json<object>() };
}

const away = () => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.7:5432'));

describe('readiness', () => {
  it('is there when database and queue answer', async () => {
    expect(await get('/readyz')).toMatchObject({
      status: 200,
      json: { checks: { database: 'ok', queue: 'ok', cloud: 'not_configured' } },
    });
  });

  it.each<[string, Partial<Surroundings>, readonly string[]]>([
    ['the database', { databaseIs: away }, ['database.down']],
    ['the queue', { queueIs: away }, ['queue.down']],
    ['both', { databaseIs: away, queueIs: away }, ['database.down', 'queue.down']],
  ])('is gone with %s, and says so', async (_what, trouble, codes) => {
    Object.assign(surroundings, trouble);

    expect(await get('/readyz')).toMatchObject({
      status: 503,
      type: 'application/problem+json; charset=utf-8',
      json: { code: 'service.not_ready', errors: codes.map((code) => ({ code })) },
    });
    expect(await get('/healthz')).toMatchObject({ status: 200 });
  });
});

describe('readiness with a cloud', () => {
  beforeEach(async () => {
    await api.close();
    api = await open(surroundings.ports(true));
  });

  it.each<[string, Partial<Surroundings>, string]>([
    ['answers', {}, 'ok'],
    ['is away', { cloudIs: away }, 'down'],
    ['says nothing', { cloudIs: () => new Promise(() => undefined) }, 'down'],
  ])('is there whether the cloud %s or not, and tells it', async (_what, trouble, cloud) => {
    Object.assign(surroundings, trouble);

    expect(await get('/readyz')).toMatchObject({ status: 200, json: { status: 'ok', checks: { cloud } } });
  });
});

describe('a failure', () => {
  it('of our own is a problem without our insides, and the log has the cause under the id of the request', async () => {
    surroundings.hostIs = () => Promise.reject(new TypeError('secret_column is not iterable'));

    const { status, json } = await get('/v1/hosts/compute-1');
    const line = surroundings.lines.find(({ level }) => level === 'error');

    expect([status, json]).toMatchObject([500, { code: 'internal.error', instance: '/v1/hosts/compute-1' }]);
    expect(JSON.stringify(json)).not.toContain('secret_column');
    expect(line).toMatchObject({ request_id: (json as { request_id: string }).request_id, err: { type: 'TypeError' } });
  });

  it('of the database is for trying again', async () => {
    surroundings.hostIs = () => Promise.reject(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }));

    expect(await get('/v1/hosts/compute-1')).toMatchObject({ status: 503, json: { code: 'service.unavailable' } });
  });
});

describe('the log', () => {
  it('has a line for each request served, without its query, and none for probes', async () => {
    await get('/v1/hosts/compute-1?secret=1');
    await get('/healthz');

    expect(surroundings.lines.filter(({ msg }) => msg === 'served')).toEqual([
      expect.objectContaining({ method: 'GET', path: '/v1/hosts/compute-1', status: 404 }),
    ]);
  });
});
