import { OpenStackSession } from '../../openstack-lab/client/session';
import { TestCloud } from '../../openstack-lab/client/test-cloud';
import { cloudAliases } from '../../openstack-lab/hardware/cloud-aliases';
import { DEFAULT_HOSTS, type LabHost, readHosts } from '../../openstack-lab/hardware/host-document';
import { type Lab, openLab } from '../../openstack-lab/lab';
import { REGION, URLS } from '../../openstack-lab/places';
import { type AdvisorProcess, startAdvisorProcess } from '../../support/advisor-process';
import { createTestDatabase } from '../../support/database';
import { createTestRedis } from '../../support/redis';

/** The advisor's answer to a request of a test. */
export interface AdvisorAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>>;
}

/** Real processes of the advisor beside the lab's cloud, on a database of their own. */
export interface AdvisedCloud {
  readonly lab: Lab;
  readonly hosts: readonly LabHost[];
  /** An administrator's way to the cloud itself. */
  readonly cloud: TestCloud;
  readonly url: string;
  readonly databaseUrl: string;
  /** Every line that API and worker have written. */
  readonly logLines: readonly string[];
  /** Asks the advisor as somebody; an administrator unless a token is given, nobody with null. */
  send(method: string, path: string, body?: unknown, options?: SendOptions): Promise<AdvisorAnswer>;
  close(): Promise<void>;
}

export interface SendOptions {
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface AdvisedCloudOptions {
  /** Variables beside those that lead to database, Redis and cloud; they win. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether the hosts' documents are put; they are unless said. */
  readonly withInventories?: boolean;
}

/** Starts API and worker, and puts the inventories of the lab's hosts. */
export async function startAdvisedCloud(options: AdvisedCloudOptions = {}): Promise<AdvisedCloud> {
  const lab = openLab();
  const hosts = readHosts(DEFAULT_HOSTS);
  const admin = { user: 'admin', project: 'admin', password: lab.password };
  const session = await OpenStackSession.logIn(admin);
  const database = await createTestDatabase();
  const redis = createTestRedis();
  const environment = {
    PORT: '0',
    LOG_LEVEL: 'trace',
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    REDIS_PREFIX: redis.prefix,
    AUTH_MODE: 'keystone',
    OPENSTACK_RELEASE: 'zed',
    NEUTRON_MECHANISM_DRIVERS: 'sriovnicswitch,openvswitch',
    NEUTRON_EXTENSIONS: 'port-numa-affinity-policy',
    PCI_ALIASES: JSON.stringify(cloudAliases(hosts.map(({ inventory }) => inventory))),
    // Tests ask for synchronisations when they want one.
    SYNC_EVERY_S: '0',
    ...serviceUser(lab.password),
    ...options.environment,
  };
  const logLines: string[] = [];
  const heard = (line: string) => void logLines.push(line);
  const running: AdvisorProcess[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(running.map((process) => process.end()));
    await database.drop();
  };
  const start = async (app: 'api' | 'worker', ready: RegExp): Promise<AdvisorProcess> => {
    const process = await startAdvisorProcess(app, ready, environment, heard);
    running.push(process);
    return process;
  };
  try {
    const [api] = await Promise.all([start('api', /listening on/), start('worker', /worker ready/)]);
    const url = /listening on (\S+)/.exec(api.readyLine)?.[1] ?? '';
    const send = (method: string, path: string, body?: unknown, sent: SendOptions = {}) =>
      ask(url, method, path, body, { token: session.token, ...sent });
    const advised = {
      lab,
      hosts,
      cloud: new TestCloud(session),
      url,
      databaseUrl: database.url,
      logLines,
      send,
      close,
    };
    if (options.withInventories !== false) await putInventories(advised);
    return advised;
  } catch (error) {
    await close();
    throw error;
  }
}

/** What the advisor itself logs in as. */
export function serviceUser(password: string): Readonly<Record<string, string>> {
  return {
    OS_AUTH_URL: URLS.keystone,
    OS_USERNAME: 'svc',
    OS_PASSWORD: password,
    OS_PROJECT_NAME: 'service',
    OS_USER_DOMAIN_NAME: 'Default',
    OS_PROJECT_DOMAIN_NAME: 'Default',
    OS_REGION_NAME: REGION,
  };
}

async function putInventories(advised: AdvisedCloud): Promise<void> {
  for (const { name, document } of advised.hosts) {
    const { status, text } = await advised.send('PUT', `/v1/hosts/${name}/inventory`, document);
    if (status >= 300) throw new Error(`the inventory of ${name} was answered with ${status}: ${text}`);
  }
}

async function ask(
  url: string,
  method: string,
  path: string,
  body: unknown,
  { token, headers }: SendOptions,
): Promise<AdvisorAnswer> {
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === null || token === undefined ? {} : { 'x-auth-token': token }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  const json = isJson ? (JSON.parse(text) as Record<string, unknown>) : {};
  return { status: response.status, headers: response.headers, text, json };
}
