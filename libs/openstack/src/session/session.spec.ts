import { FAKE_APPLICATION_CREDENTIAL, FAKE_USER, type FakeOpenStack } from '@iopath/testing';
import { CloudError } from '@iopath/usecases';
import type { CloudAccess } from '../cloud-access';
import type { Cloud } from '../open-cloud';
import { cloudErrorOf, OpenedCloud } from '../opened-cloud.fixture';

const DOMAIN = { id: 'default' };
const SOMEBODY = { userId: 'u1', userName: 'somebody', projectId: 'p1', roles: ['Member', 'reader'] };

let opened: OpenedCloud;
let openStack: FakeOpenStack;
let cloud: Cloud;

function open(...how: Parameters<OpenedCloud['reopen']>): void {
  cloud = opened.reopen(...how);
}

function secret(value: string): { reveal(): string } {
  return { reveal: () => value };
}

const logins = () => openStack.received('identity', 'POST', '/v3/auth/tokens');

beforeEach(async () => {
  opened = await OpenedCloud.start();
  ({ openStack, cloud } = opened);
});

afterEach(() => opened.close());

describe('what a token is worth', () => {
  it('is what Keystone says of it, roles in lower case', async () => {
    openStack.keystone.ownRegions = ['RegionOne', 'RegionTwo'];

    expect(await cloud.tokens.verify(openStack.keystone.issue(SOMEBODY))).toEqual({
      userId: 'u1',
      userName: 'somebody',
      projectId: 'p1',
      projectName: 'name of p1',
      domainId: null,
      isSystemScoped: false,
      roles: ['member', 'reader'],
      expiresAtMs: expect.any(Number) as number,
      auditIds: ['audit-1'],
      catalogRegions: ['RegionOne', 'RegionTwo'],
    });
  });

  it('knows tokens of the system, and of no project', async () => {
    const token = openStack.keystone.issue({ ...SOMEBODY, projectId: null, isSystemScoped: true });

    expect(await cloud.tokens.verify(token)).toMatchObject({ projectId: null, isSystemScoped: true });
  });

  it('is nothing when it is wrong, ended or revoked', async () => {
    const revoked = openStack.keystone.issue(SOMEBODY);
    openStack.keystone.revoke(revoked);

    expect(await cloud.tokens.verify('garbage')).toBeNull();
    expect(await cloud.tokens.verify(revoked)).toBeNull();
    expect(await cloud.tokens.verify(openStack.keystone.issue(SOMEBODY, -1))).toBeNull();
  });

  it('is nothing, unasked, when no header could carry it', async () => {
    expect(await cloud.tokens.verify('with\r\nanother-header: yes')).toBeNull();
    expect(await cloud.tokens.verify('')).toBeNull();
    expect(await cloud.tokens.verify('x'.repeat(100_000))).toBeNull();
    expect(openStack.requests).toEqual([]);
  });

  it('is asked with a new token of its own, once, when Keystone refuses the one it has', async () => {
    const somebody = openStack.keystone.issue(SOMEBODY);
    await cloud.tokens.verify(somebody);
    const own = String(openStack.received('identity', 'GET', '/v3/auth/tokens')[0]?.headers['x-auth-token']);
    openStack.keystone.revoke(own);

    expect(await cloud.tokens.verify(somebody)).toMatchObject({ userId: 'u1' });
    expect(logins()).toHaveLength(2);
  });

  it('is an error when Keystone refuses the new token too', async () => {
    openStack.next('identity', 'GET', '/v3/auth/tokens', { status: 401, body: 'no' }, 9);

    expect(await cloudErrorOf(cloud.tokens.verify('any'))).toMatchObject({ status: 401, isTransient: false });
    expect(openStack.received('identity', 'GET', '/v3/auth/tokens')).toHaveLength(2);
  });

  it('is an error when the service may not ask', async () => {
    const body = { error: { code: 403, title: 'Forbidden', message: 'You are not authorized.' } };
    openStack.next('identity', 'GET', '/v3/auth/tokens', { status: 403, body });

    expect(await cloudErrorOf(cloud.tokens.verify('any'))).toMatchObject({
      status: 403,
      code: 'Forbidden',
      message: 'You are not authorized.',
      isTransient: false,
    });
  });
});

describe('logging in', () => {
  it('sends a password with its scope', async () => {
    await cloud.tokens.verify('any');

    expect(logins()[0]?.body).toEqual({
      auth: {
        identity: {
          methods: ['password'],
          password: { user: { name: 'advisor', domain: DOMAIN, password: FAKE_USER.password } },
        },
        scope: { project: { name: 'service', domain: DOMAIN } },
      },
    });
  });

  it('sends an application credential without a scope', async () => {
    const { id } = FAKE_APPLICATION_CREDENTIAL;
    const credential = secret(FAKE_APPLICATION_CREDENTIAL.secret);
    open({ credentials: { kind: 'application_credential', credential: { id }, secret: credential } });
    await cloud.tokens.verify('any');

    expect(logins()[0]?.body).toEqual({
      auth: {
        identity: {
          methods: ['application_credential'],
          application_credential: { id, secret: FAKE_APPLICATION_CREDENTIAL.secret },
        },
      },
    });
  });

  it.each([
    [{ kind: 'system' } as const, { system: { all: true } }],
    [{ kind: 'domain', domain: { name: 'Default' } } as const, { domain: { name: 'Default' } }],
  ])('asks for the scope %j', async (scope, sent) => {
    const { credentials } = opened.access();
    if (credentials.kind === 'password') open({ credentials: { ...credentials, scope } });
    await cloud.tokens.verify('any');

    expect(logins()[0]?.body).toMatchObject({ auth: { scope: sent } });
  });

  it.each(['/identity', '/identity/', '/identity/v3', '/identity/v3/'])('finds version 3 at %s', async (path) => {
    open({ authUrl: `${openStack.url}${path}` });

    expect(await cloud.tokens.verify(openStack.keystone.issue(SOMEBODY))).toMatchObject({ userId: 'u1' });
  });

  it('happens once for all who ask at the same time, and is kept', async () => {
    await Promise.all([1, 2, 3, 4, 5].map(() => cloud.tokens.verify('any')));
    await cloud.tokens.verify('any');

    expect(logins()).toHaveLength(1);
  });

  it('happens again shortly before the token ends, whatever the clocks say', async () => {
    opened.nowMs += 86_400_000;
    open();
    await cloud.tokens.verify('any');
    opened.nowMs += 3_530_000;
    await cloud.tokens.verify('any');
    expect(logins()).toHaveLength(1);

    opened.nowMs += 15_000;
    await cloud.tokens.verify('any');
    expect(logins()).toHaveLength(2);
  });

  it('goes on with the token it has while that is good and Keystone is away', async () => {
    const somebody = openStack.keystone.issue(SOMEBODY);
    await cloud.tokens.verify(somebody);
    opened.nowMs += 3_545_000;
    openStack.next('identity', 'POST', '/v3/auth/tokens', { status: 503, body: 'down' }, 99);

    expect(await cloud.tokens.verify(somebody)).toMatchObject({ userId: 'u1' });
    opened.nowMs += 60_000;
    expect(await cloudErrorOf(cloud.tokens.verify(somebody))).toMatchObject({ status: 503, isTransient: true });
  });

  it('says that its own credentials are refused, and does not ask again and again', async () => {
    const { credentials } = opened.access();
    const wrong = { ...credentials, password: secret('not-the-password') } as CloudAccess['credentials'];
    open({ credentials: wrong });
    const error = await cloudErrorOf(cloud.tokens.verify('any'));
    await cloudErrorOf(cloud.tokens.verify('any'));

    expect(error).toMatchObject({ status: 401, code: 'cloud.credentials_refused', isTransient: false });
    expect(logins()).toHaveLength(1);
    opened.nowMs += 6_000;
    await cloudErrorOf(cloud.tokens.verify('any'));
    expect(logins()).toHaveLength(2);
  });
});

describe('a Keystone in trouble', () => {
  it('is asked again after an overload, and after a broken connection', async () => {
    const token = openStack.keystone.issue(SOMEBODY);
    openStack.next('identity', 'POST', '/v3/auth/tokens', { status: 503, body: '<h1>busy</h1>' });
    openStack.next('identity', 'GET', '/v3/auth/tokens', 'reset');

    expect(await cloud.tokens.verify(token)).toMatchObject({ userId: 'u1' });
    expect(opened.reports.map(({ method, status, attempt }) => `${method} ${status ?? '-'} ${attempt}`)).toEqual([
      'GET 300 1',
      'POST 503 1',
      'POST 201 2',
      'GET - 1',
      'GET 200 2',
    ]);
  });

  it('is a transient error when it is away', async () => {
    await openStack.close();
    const error = await cloudErrorOf(cloud.tokens.verify('any'));

    expect(error).toMatchObject({ service: 'identity', status: null, isTransient: true });
    expect(error.message).toMatch(/^identity at 127\.0\.0\.1:\d+ cannot be reached \(ECONNREFUSED\)\.$/);
    expect(opened.reports).toHaveLength(4);
    await expect(cloud.ping()).rejects.toBeInstanceOf(CloudError);
  });

  it('is a transient error when it does not answer in time', async () => {
    open({}, { limits: { identityMs: 150 } });
    openStack.on('identity', 'GET', '/', 'silence');
    const error = await cloudErrorOf(cloud.tokens.verify('any'));

    expect(error).toMatchObject({ status: null, isTransient: true });
    expect(error.message).toMatch(/did not answer in time/);
  });

  it('answers a ping when it is there', async () => {
    await expect(cloud.ping()).resolves.toBeUndefined();
    expect(logins()).toEqual([]);
  });
});

describe('a call', () => {
  it('carries the id of the request it is made for', async () => {
    open({}, { requestId: () => 'req-00000000-0000-4000-8000-000000000001' });
    await cloud.tokens.verify('any');

    expect(new Set(openStack.requests.map(({ headers }) => headers['x-openstack-request-id']))).toEqual(
      new Set(['req-00000000-0000-4000-8000-000000000001']),
    );
  });

  it('never shows a secret, even where a service quotes it', async () => {
    const subject = openStack.keystone.issue(SOMEBODY);
    await cloud.tokens.verify(subject);
    const own = String(openStack.received('identity', 'GET', '/v3/auth/tokens')[0]?.headers['x-auth-token']);
    openStack.next('identity', 'GET', '/v3/auth/tokens', {
      status: 400,
      body: { error: { code: 400, title: 'Bad Request', message: `bad ${subject} of ${own}` } },
    });
    const refused = await cloudErrorOf(cloud.tokens.verify(subject));
    open();
    openStack.next('identity', 'POST', '/v3/auth/tokens', { status: 400, body: `who sends ${FAKE_USER.password}?` });
    const login = await cloudErrorOf(cloud.tokens.verify(subject));

    expect([refused.message, login.message]).toEqual(['bad *** of ***', 'who sends ***?']);
    const shown = JSON.stringify([opened.reports, refused, login, refused.stack, login.stack]);
    for (const value of [subject, own, FAKE_USER.password]) expect(shown).not.toContain(value);
  });
});
