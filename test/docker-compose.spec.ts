import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CONFIG_VARIABLES, readConfig, requireServers } from '@iopath/config';
import { parse } from 'yaml';

interface Service {
  readonly image?: string;
  readonly network_mode?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
  readonly deploy?: { readonly replicas: number };
}

interface Compose {
  readonly services: Readonly<Record<'postgres' | 'redis' | 'api' | 'worker', Service>>;
  readonly volumes: Readonly<Record<string, null>>;
}

const ROOT = path.resolve(__dirname, '..');

const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

/** As Compose reads it when nothing is set outside: `${NAME:-default}` is the default, and always text. */
function interpolate(_key: unknown, value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1') : value;
}

const { services, volumes } = parse(read('docker-compose.yml'), interpolate, { merge: true }) as Compose;

describe('docker-compose.yml', () => {
  it('starts PostgreSQL, Redis, the API and two workers', () => {
    expect(Object.keys(services).sort()).toEqual(['api', 'postgres', 'redis', 'worker']);
    expect(services.worker.deploy?.replicas).toBe(2);
  });

  it.each(['api', 'worker'] as const)('gives %s a configuration that it takes', (name) => {
    const environment = services[name].environment ?? {};

    expect(CONFIG_VARIABLES).toEqual(expect.arrayContaining(Object.keys(environment)));
    expect(() => requireServers(readConfig(environment))).not.toThrow();
  });

  it('publishes the ports that API and workers connect to, on loopback only', () => {
    const { databaseUrl, redisUrl } = requireServers(readConfig(services.api.environment ?? {}));

    expect(services.postgres.ports).toEqual([`${new URL(databaseUrl).host}:5432`]);
    expect(services.redis.ports).toEqual([`${new URL(redisUrl).host}:6379`]);
    expect([services.api.network_mode, services.worker.network_mode]).toEqual(['host', 'host']);
  });

  it('logs in with the name, password and database that PostgreSQL is created with', () => {
    const url = new URL(services.api.environment?.['DATABASE_URL'] ?? '');

    expect(services.postgres.environment).toEqual({
      POSTGRES_USER: url.username,
      POSTGRES_PASSWORD: url.password,
      POSTGRES_DB: url.pathname.slice(1),
    });
  });

  it.each(['api', 'worker'] as const)('starts %s when PostgreSQL and Redis are healthy', (name) => {
    const healthy = { condition: 'service_healthy' };

    expect(services[name].depends_on).toEqual({ postgres: healthy, redis: healthy });
    expect([services.postgres, services.redis].map((service) => service.healthcheck?.test?.[0])).toEqual([
      'CMD',
      'CMD',
    ]);
  });

  it('keeps what PostgreSQL and Redis write', () => {
    const mounted = [services.postgres, services.redis].flatMap((service) => service.volumes ?? []);

    expect(mounted.map((mount) => mount.split(':')[0])).toEqual(Object.keys(volumes));
  });

  it('never lets Redis evict jobs', () => {
    expect(services.redis.command?.join(' ')).toContain('--maxmemory-policy noeviction');
  });

  it('runs programs that the build makes', () => {
    const commands = [services.worker.command ?? [], JSON.parse(/^CMD (.*)$/m.exec(read('Dockerfile'))?.[1] ?? '[]')];
    const programs = (commands as readonly string[][]).map((command) => command.at(-1) ?? '');

    expect(programs).toEqual(['dist/apps/worker/src/main.js', 'dist/apps/api/src/main.js']);
    for (const program of programs) {
      expect(existsSync(path.join(ROOT, program.replace(/^dist\//, '').replace(/\.js$/, '.ts')))).toBe(true);
    }
  });
});

describe('Dockerfile', () => {
  it('does not run as root', () => {
    expect(read('Dockerfile')).toMatch(/^USER node$/m);
  });

  it('copies only what is there', () => {
    const copied = [...read('Dockerfile').matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, files]) =>
      (files ?? '').split(' '),
    );

    expect(copied.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
  });
});
