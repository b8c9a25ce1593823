import { Policy } from '@iopath/usecases';
import { KeystoneAccess } from '../../apps/api/src/access/api-access';
import { type Answer, startAdvisor, type TestAdvisor } from '../support/advisor';
import { FakeKeystone } from '../support/fake-keystone';

const REALM = 'Keystone uri="https://keystone.example/v3"';

let keystone: FakeKeystone;
let advisor: TestAdvisor;
let lines: string[];
let nowMs: number;

beforeAll(async () => {
  keystone = new FakeKeystone();
  lines = [];
  nowMs = Date.now();
  advisor = await startAdvisor({
    logLevel: 'trace',
    complain: (line) => lines.push(line),
    access: (logger) =>
      new KeystoneAccess({
        tokens: keystone,
        policy: Policy.of(),
        authUrl: 'https://keystone.example/v3',
        region: 'RegionOne',
        tokenCacheS: 300,
        logger,
        clock: () => nowMs,
      }),
  });
});

afterAll(() => advisor.close());

beforeEach(() => {
  keystone.trouble = null;
});

function list(token: string | null, headers: Record<string, string> = {}): Promise<Answer> {
  const own: Record<string, string> = token === null ? {} : { 'x-auth-token': token };
  return advisor.send('GET', '/v1/recommendations', undefined, { ...own, ...headers });
}

function problemOf(answer: Answer): unknown {
  return { status: answer.status, code: (answer.json as { code?: string }).code };
}

describe('a caller', () => {
  it('without a token is sent to Keystone', async () => {
    const answer = await list(null);

    expect(problemOf(answer)).toEqual({ status: 401, code: 'auth.token_missing' });
    expect(answer.headers.get('www-authenticate')).toBe(REALM);
    expect(answer.headers.get('content-type')).toMatch('application/problem+json');
    expect(answer.headers.get('x-openstack-request-id')).toMatch(/^req-/);
  });

  it('with a token of his project gets in', async () => {
    expect(await list(keystone.issue({ roles: ['reader'] }))).toMatchObject({ status: 200 });
  });

  it.each<[string, () => string, number, string]>([
    ['garbage', () => 'garbage', 401, 'auth.token_invalid'],
    ['an expired token', () => keystone.issue({ roles: ['admin'], expiresInMs: -60_000 }), 401, 'auth.token_expired'],
    ['an unscoped token', () => keystone.issue({ roles: [], projectId: null }), 403, 'auth.not_scoped'],
    [
      'a token of another region',
      () => keystone.issue({ roles: ['admin'], regions: ['RegionTwo'] }),
      403,
      'auth.wrong_region',
    ],
    ['a token without a role', () => keystone.issue({ roles: [] }), 403, 'auth.forbidden'],
  ])('with %s is turned away', async (_what, token, status, code) => {
    const answer = await list(token());

    expect(problemOf(answer)).toEqual({ status, code });
    expect(answer.headers.get('www-authenticate')).toBe(status === 401 ? REALM : null);
  });

  it('whose token is revoked is turned away when the cache time is over', async () => {
    const token = keystone.issue({ roles: ['reader'] });
    await list(token);
    keystone.revoke(token);

    expect(await list(token)).toMatchObject({ status: 200 });
    nowMs += 300_000;
    expect(problemOf(await list(token))).toEqual({ status: 401, code: 'auth.token_invalid' });
  });

  it('is judged before his body is', async () => {
    const answer = await advisor.send('POST', '/v1/recommendations', '{"broken', { 'x-auth-token': 'garbage' });

    expect(problemOf(answer)).toEqual({ status: 401, code: 'auth.token_invalid' });
  });

  it('gets nowhere by saying himself who he is', async () => {
    const token = keystone.issue({ roles: ['reader'] });
    const claims = { 'x-roles': 'admin', 'x-project-id': 'p2', 'x-user-id': 'root', 'x-identity-status': 'Confirmed' };
    const hosts = await advisor.send('GET', '/v1/hosts', undefined, { 'x-auth-token': token, ...claims });

    expect(problemOf(hosts)).toEqual({ status: 403, code: 'auth.forbidden' });
    expect(problemOf(await list(null, { ...claims, 'x-service-roles': 'admin' }))).toMatchObject({ status: 401 });
  });

  it.each(['/', '/v1', '/v1/', '/healthz', '/readyz', '/metrics', '/docs', '/openapi.json'])(
    'needs no token for %s',
    async (path) => {
      expect((await advisor.send('GET', path)).status).toBe(200);
    },
  );
});

describe('while Keystone does not answer', () => {
  it('callers whom it vouched for are served, others come back later', async () => {
    const known = keystone.issue({ roles: ['reader'] });
    const stranger = keystone.issue({ roles: ['reader'] });
    await list(known);
    keystone.trouble = 'away';
    nowMs += 600_000;

    expect(await list(known)).toMatchObject({ status: 200 });
    const answer = await list(stranger);
    expect(problemOf(answer)).toEqual({ status: 503, code: 'auth.keystone_unavailable' });
    expect(answer.headers.get('retry-after')).toBe('5');
    nowMs += 3_600_000;
    expect(problemOf(await list(known))).toEqual({ status: 401, code: 'auth.token_expired' });
  });

  it('because our own password is wrong, the fault is not the caller’s', async () => {
    keystone.trouble = 'refuses the service';
    lines.length = 0;
    const answer = await list(keystone.issue({ roles: ['reader'], expiresInMs: 100 * 3_600_000 }));

    expect(problemOf(answer)).toEqual({ status: 503, code: 'auth.service_refused' });
    expect(lines.map((line) => JSON.parse(line) as object)).toContainEqual(
      expect.objectContaining({ level: 'error', msg: expect.stringMatching("service's own credentials") as string }),
    );
  });
});

describe('the log', () => {
  it('has no token in it, whatever happened above', () => {
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.filter((line) => line.includes('secret') || line.includes('gAAAA'))).toEqual([]);
  });
});
