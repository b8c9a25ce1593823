import path from 'node:path';
import { tmpdir } from 'node:os';

/** Loopback only: the lab's password stands in its configuration files. */
export const LOOPBACK = '127.0.0.1';

/** Outside the range that Linux hands out to clients (32768 and up), and not the services' own usual ports. */
export const PORTS = {
  epmd: 21369,
  erlang: 21673,
  rabbitmq: 21672,
  mariadb: 21306,
  keystone: 21500,
  /** A Keystone with keys of its own, which a test may start: its tokens are strangers here. */
  foreignKeystone: 21501,
  /** A Keystone whose tokens last for seconds, which a test may start. */
  hastyKeystone: 21502,
  placement: 21778,
  glance: 21292,
  neutron: 21696,
  nova: 21774,
} as const;

export const REGION = 'RegionOne';
/** Has Keystone and Placement only, so that a region without Nova and Neutron can be asked for. */
export const SECOND_REGION = 'RegionTwo';

const url = (port: number, suffix = ''): string => `http://${LOOPBACK}:${port}${suffix}`;

export const URLS = {
  keystone: url(PORTS.keystone, '/v3'),
  foreignKeystone: url(PORTS.foreignKeystone, '/v3'),
  hastyKeystone: url(PORTS.hastyKeystone, '/v3'),
  placement: url(PORTS.placement),
  glance: url(PORTS.glance),
  neutron: url(PORTS.neutron),
  nova: url(PORTS.nova, '/v2.1'),
} as const;

export const DATABASES = ['keystone', 'placement', 'glance', 'neutron', 'nova_api', 'nova', 'nova_cell0'] as const;
type Database = (typeof DATABASES)[number];

/** Where the lab keeps what; everything lies in one private folder. */
export class Places {
  constructor(readonly root: string) {}

  /** `IOPATH_LAB_DIR`, or `iopath-lab` in the folder for temporary files. */
  static fromEnvironment(environment: NodeJS.ProcessEnv = process.env): Places {
    return new Places(path.resolve(environment['IOPATH_LAB_DIR'] ?? path.join(tmpdir(), 'iopath-lab')));
  }

  /** Configuration of a service. */
  config(...parts: string[]): string {
    return path.join(this.root, 'etc', ...parts);
  }

  /** What a service keeps between starts. */
  state(...parts: string[]): string {
    return path.join(this.root, 'state', ...parts);
  }

  log(name: string): string {
    return path.join(this.root, 'log', `${name}.log`);
  }

  get pidFiles(): string {
    return path.join(this.root, 'run');
  }

  pidFile(name: string): string {
    return path.join(this.pidFiles, `${name}.pid`);
  }

  /** Starters and paste files of packages that are unpacked and not installed. */
  unpacked(...parts: string[]): string {
    return path.join(this.root, 'packages', 'unpacked', ...parts);
  }

  /** Tells that a step which is done once is done. */
  mark(step: string): string {
    return path.join(this.root, 'done', step);
  }
}

export function databaseUrl(database: Database, password: string): string {
  return `mysql+pymysql://lab:${password}@${LOOPBACK}:${PORTS.mariadb}/${database}?charset=utf8`;
}

export function messageQueueUrl(): string {
  return `rabbit://guest:guest@${LOOPBACK}:${PORTS.rabbitmq}/`;
}
