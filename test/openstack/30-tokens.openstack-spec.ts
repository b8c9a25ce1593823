import { setTimeout as sleep } from 'node:timers/promises';
import { tokenOf } from '../openstack-lab/client/session';
import { URLS } from '../openstack-lab/places';
import { startForeignKeystone, startHastyKeystone } from '../openstack-lab/services/keystone';
import { type AdvisedCloud, startAdvisedCloud } from './support/advised-cloud';
import { ServiceRegistration } from './support/service-registration';

const TOKEN_CACHE_S = 3;
const LIFETIME_S = 12;

/** Whose tokens get in, asked of a real Keystone; and that no secret stands in what the service writes. */
describe('a token', () => {
  let advised: AdvisedCloud;
  /** All that must not be found in a log. */
  const secrets: string[] = [];

  beforeAll(async () => {
    advised = await startAdvisedCloud({ environment: { TOKEN_CACHE_S: `${TOKEN_CACHE_S}` }, withInventories: false });
    secrets.push(advised.lab.password);
    await Promise.all([startForeignKeystone(advised.lab), startHastyKeystone(advised.lab, LIFETIME_S)]);
  });

  afterAll(async () => {
    await Promise.all(['foreign-keystone', 'hasty-keystone'].map((name) => advised.lab.daemons.stop(name)));
    await advised.close();
  });

  async function tokenFor(user: string, project: string, keystone: string = URLS.keystone): Promise<string> {
    const token = await tokenOf({ user, project, password: advised.lab.password, keystone });
    secrets.push(token);
    return token;
  }

  /** Status and code of a question for what every project may see. */
  async function asked(token: string | null, path = '/v1/recommendations'): Promise<readonly [number, unknown]> {
    const method = path === '/v1/recommendations' ? 'POST' : 'GET';
    const body = method === 'POST' ? { flavor: { vcpus: 1, ram_mib: 64 }, name: 't', reserve: false } : undefined;
    const { status, json } = await advised.send(method, path, body, { token });
    return [status, json['code']];
  }

  it('of a member gets in', async () => {
    expect(await asked(await tokenFor('demo', 'demo'))).toEqual([202, undefined]);
  });

  it('has to come, and the answer says where one is got', async () => {
    const { status, headers, json } = await advised.send('GET', '/v1/hosts', undefined, { token: null });

    expect([status, json['code']]).toEqual([401, 'auth.token_missing']);
    expect(headers.get('www-authenticate')).toBe(`Keystone uri="${URLS.keystone}"`);
  });

  it.each(['garbage', 'gAAAAABnotATokenButLooksLikeOne', 'x'.repeat(300)])(
    'that is garbage (%#) is refused',
    async (token) => {
      expect(await asked(token)).toEqual([401, 'auth.token_invalid']);
    },
  );

  it('of another Keystone, or region, with other keys is refused', async () => {
    const token = await tokenFor('admin', 'admin', URLS.foreignKeystone);

    expect(await asked(token, '/v1/hosts')).toEqual([401, 'auth.token_invalid']);
  });

  it('whose catalog has this service in another region only is refused', async () => {
    const registration = await ServiceRegistration.in(advised.cloud.session, advised.url, ['RegionTwo']);
    try {
      expect(await asked(await tokenFor('demo', 'demo'))).toEqual([403, 'auth.wrong_region']);
    } finally {
      await registration.undo();
    }
  });

  it('of a project sees no recommendation of another', async () => {
    const own = { flavor: { vcpus: 1, ram_mib: 64 }, name: 'own', reserve: false };
    const demo = await tokenFor('demo', 'demo');
    const made = await advised.send('POST', '/v1/recommendations', own, { token: demo });
    const path = `/v1/recommendations/${String(made.json['id'])}`;

    expect((await advised.send('GET', path, undefined, { token: demo })).status).toBe(200);
    expect(await asked(await tokenFor('other', 'other'), path)).toEqual([404, 'recommendation.not_found']);
  });

  it('of a member does not read hosts, and one of an administrator does', async () => {
    expect(await asked(await tokenFor('demo', 'demo'), '/v1/hosts')).toEqual([403, 'auth.forbidden']);
    expect(await asked(await tokenFor('admin', 'admin'), '/v1/hosts')).toEqual([200, undefined]);
  });

  it('of a reader asks for nothing', async () => {
    expect(await asked(await tokenFor('demo-reader', 'demo'))).toEqual([403, 'auth.forbidden']);
  });

  it('that is revoked is refused once the cache has forgotten it', async () => {
    const token = await tokenFor('demo', 'demo');
    expect(await asked(token)).toEqual([202, undefined]);

    await revoke(token);
    await sleep((TOKEN_CACHE_S + 1) * 1000);

    expect(await asked(token)).toEqual([401, 'auth.token_invalid']);
  });

  it('is good until it expires, cache or not, and not longer', async () => {
    const token = await tokenFor('demo', 'demo', URLS.hastyKeystone);
    expect(await asked(token)).toEqual([202, undefined]);

    await sleep((LIFETIME_S + 1) * 1000);
    const [status, code] = await asked(token);

    expect(status).toBe(401);
    expect(['auth.token_expired', 'auth.token_invalid']).toContain(code);
  });

  async function revoke(token: string): Promise<void> {
    const headers = { 'x-auth-token': token, 'x-subject-token': token };
    const { status } = await fetch(`${URLS.keystone}/auth/tokens`, { method: 'DELETE', headers });
    expect(status).toBe(204);
  }

  it('cannot be checked by a service whose own password is wrong, which says so', async () => {
    const mistaken = await startAdvisedCloud({
      environment: { OS_PASSWORD: 'not-the-password-42' },
      withInventories: false,
    });
    try {
      const token = await tokenFor('admin', 'admin');
      const { status, json } = await mistaken.send('GET', '/v1/hosts', undefined, { token });

      expect([status, json['code']]).toEqual([503, 'auth.service_refused']);
      expect(leaksIn(mistaken.logLines, [...secrets, 'not-the-password-42'])).toEqual([]);
    } finally {
      await mistaken.close();
    }
  });

  it('and a password stand in no line of the log', () => {
    expect(advised.logLines.length).toBeGreaterThan(10);
    expect(leaksIn(advised.logLines, secrets)).toEqual([]);
  });
});

/** Lines with a secret in them. The end of a token is looked for alone too: its beginning is the same for all. */
function leaksIn(lines: readonly string[], secrets: readonly string[]): readonly string[] {
  const parts = secrets.flatMap((secret) => [secret, secret.slice(-24)]);
  return lines.filter((line) => parts.some((part) => line.includes(part)));
}
