import { FAKE_APPLICATION_CREDENTIAL, type FakeOpenStack } from '@iopath/testing';
import { type CallerSession, type CallerSessionAccess, openCallerSession } from './open-caller-session';
import { cloudErrorOf, OpenedCloud } from './opened-cloud.fixture';

const SOMEBODY = { userId: 'u1', userName: 'somebody', projectId: 'p1', roles: ['member'] };

let opened: OpenedCloud;
let openStack: FakeOpenStack;
let session: CallerSession | null = null;

function open(changes: Partial<CallerSessionAccess> = {}): CallerSession {
  session = openCallerSession({ ...opened.access(), ...changes });
  return session;
}

function tokenOf(token: string): CallerSessionAccess['credentials'] {
  return { kind: 'token', token: { reveal: () => token } };
}

beforeEach(async () => {
  opened = await OpenedCloud.start();
  ({ openStack } = opened);
});

afterEach(async () => {
  await session?.close();
  await opened.close();
});

describe('the session of a client', () => {
  it('logs in once, for the token and for where the service is', async () => {
    const own = open();

    expect(openStack.keystone.isValid(await own.token())).toBe(true);
    expect(await own.endpointOf('io-advisor')).toBe('http://advisor');
    expect(openStack.received('identity', 'POST', '/v3/auth/tokens')).toHaveLength(1);
  });

  it('logs in with an application credential', async () => {
    const { id, secret } = FAKE_APPLICATION_CREDENTIAL;
    const credentials = {
      kind: 'application_credential',
      credential: { id },
      secret: { reveal: () => secret },
    } as const;

    expect(openStack.keystone.isValid(await open({ credentials }).token())).toBe(true);
  });

  it('uses a token that the client has, and asks Keystone only where the service is', async () => {
    const token = openStack.keystone.issue(SOMEBODY);
    const own = open({ credentials: tokenOf(token) });

    expect(await own.token()).toBe(token);
    expect(openStack.requests).toEqual([]);
    expect(await own.endpointOf('io-advisor')).toBe('http://advisor');
    expect(openStack.received('identity', 'POST')).toEqual([]);
  });

  it('tells what the catalog has instead of the region that is wanted', async () => {
    openStack.keystone.ownRegions = ['RegionTwo'];
    const error = await cloudErrorOf(open({ region: 'RegionOne' }).endpointOf('io-advisor'));

    expect(error.message).toBe(
      'The catalog names no public endpoint of io-advisor in region RegionOne: it has public in RegionTwo, internal in RegionTwo.',
    );
  });

  it('is nobody’s with a token that is worth nothing, which no message shows', async () => {
    const error = await cloudErrorOf(open({ credentials: tokenOf('gAAAA-worthless') }).endpointOf('io-advisor'));

    expect(error.status).toBe(401);
    expect(error.message).not.toContain('gAAAA-worthless');
  });
});
