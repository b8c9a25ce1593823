import { URLS } from '../places';

type Json = Record<string, unknown>;
export type ServiceName = 'keystone' | 'placement' | 'image' | 'network' | 'compute';

const BASES: Readonly<Record<ServiceName, string>> = {
  keystone: URLS.keystone,
  placement: URLS.placement,
  image: URLS.glance,
  network: URLS.neutron,
  compute: URLS.nova,
};

/** Versions that Zed knows. */
const MICROVERSION = 'compute 2.93, placement 1.39';

const ANSWER_WITHIN_MS = 120_000;

export interface Login {
  readonly user: string;
  readonly project: string;
  readonly password: string;
  /** Another Keystone than the lab's first. */
  readonly keystone?: string;
}

/** An answer that is not a success. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly body: unknown,
    request: string,
  ) {
    super(`${request} answered ${status}: ${JSON.stringify(body).slice(0, 400)}`);
  }
}

/**
 * A user's way to the lab's services, over plain HTTP: what the tests believe is not asked through the clients that they
 * test.
 */
export class OpenStackSession {
  private constructor(readonly token: string) {}

  static async logIn(login: Login): Promise<OpenStackSession> {
    return new OpenStackSession(await tokenOf(login));
  }

  get(service: ServiceName, path: string): Promise<Json> {
    return this.call('GET', service, path);
  }

  post(service: ServiceName, path: string, body: object): Promise<Json> {
    return this.call('POST', service, path, body);
  }

  put(service: ServiceName, path: string, body: object): Promise<Json> {
    return this.call('PUT', service, path, body);
  }

  delete(service: ServiceName, path: string): Promise<Json> {
    return this.call('DELETE', service, path);
  }

  async upload(service: ServiceName, path: string, content: Buffer): Promise<void> {
    const headers = { 'x-auth-token': this.token, 'content-type': 'application/octet-stream' };
    const { ok, status } = await fetch(`${BASES[service]}${path}`, {
      method: 'PUT',
      headers,
      body: new Uint8Array(content),
    });
    if (!ok) throw new Refused(status, null, `PUT ${path}`);
  }

  /** @throws Refused */
  async call(method: string, service: ServiceName, path: string, body?: object): Promise<Json> {
    const prefix = service === 'network' ? '/v2.0' : '';
    const url = `${BASES[service]}${prefix}${path}`;
    const response = await fetch(url, {
      method,
      headers: {
        'x-auth-token': this.token,
        'content-type': 'application/json',
        accept: 'application/json',
        'openstack-api-version': MICROVERSION.split(', ').find((version) => version.startsWith(service)) ?? '',
      },
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Refused(response.status, readJson(text), `${method} ${url}`);
    return readJson(text) as Json;
  }
}

/** A token for a project. @throws Refused */
export async function tokenOf({ user, project, password, keystone = URLS.keystone }: Login): Promise<string> {
  const domain = { id: 'default' };
  const identity = { methods: ['password'], password: { user: { name: user, domain, password } } };
  const response = await fetch(`${keystone}/auth/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ auth: { identity, scope: { project: { name: project, domain } } } }),
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  const token = response.headers.get('x-subject-token');
  const body = await response.text();
  if (token === null) throw new Refused(response.status, readJson(body), 'POST /auth/tokens');
  return token;
}

function readJson(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    return text;
  }
}
