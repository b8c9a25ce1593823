import { CloudError } from '../ports/cloud-reader.port';
import { TokenVerifier, type VerifiedToken } from '../ports/token-verifier.port';
import { AuthenticateCaller, type AuthenticationSettings } from './authenticate-caller';

const HOUR_MS = 3_600_000;
const TOKEN = 'gAAAAABn-token';

/** Keystone as far as tokens go. */
class Keystone extends TokenVerifier {
  readonly asked: string[] = [];
  readonly known = new Map<string, VerifiedToken>();
  trouble: Error | null = null;
  /** Answers wait for it. */
  gate: Promise<void> = Promise.resolve();

  override async verify(token: string): Promise<VerifiedToken | null> {
    this.asked.push(token);
    const answer = this.known.get(token) ?? null;
    await this.gate;
    if (this.trouble !== null) throw this.trouble;
    return answer;
  }
}

function aToken(parts: Partial<VerifiedToken> = {}): VerifiedToken {
  return {
    userId: 'u1',
    userName: 'alice',
    projectId: 'p1',
    projectName: 'web',
    domainId: null,
    isSystemScoped: false,
    roles: ['member'],
    expiresAtMs: HOUR_MS,
    auditIds: [],
    catalogRegions: [],
    ...parts,
  };
}

const away = new CloudError('identity', 'connect ECONNREFUSED', null, null, null, true);
const refused = new CloudError('identity', 'The password is wrong.', 401, null, null, false);

let keystone: Keystone;
let nowMs: number;
let complaints: CloudError[];

function doorkeeper(settings: Partial<AuthenticationSettings> = {}): AuthenticateCaller {
  return new AuthenticateCaller({
    tokens: keystone,
    cacheMs: 300_000,
    region: null,
    clock: () => nowMs,
    fingerprint: (token) => `#${token}`,
    onServiceRefused: (error) => complaints.push(error),
    ...settings,
  });
}

beforeEach(() => {
  keystone = new Keystone();
  keystone.known.set(TOKEN, aToken());
  nowMs = 0;
  complaints = [];
});

describe('a caller', () => {
  it('is whom Keystone vouches for, with the roles that his imply', async () => {
    expect(await doorkeeper().execute(TOKEN)).toEqual({
      userId: 'u1',
      projectId: 'p1',
      domainId: null,
      isSystemScoped: false,
      roles: new Set(['member', 'reader']),
    });
  });

  it.each<[string, readonly string[], readonly string[]]>([
    ['has all but service as admin', ['Admin'], ['admin', 'manager', 'member', 'reader']],
    ['has member and reader as manager', ['manager'], ['manager', 'member', 'reader']],
    ['has nothing else as service', ['service'], ['service']],
  ])('%s', async (_what, roles, all) => {
    keystone.known.set(TOKEN, aToken({ roles }));

    expect([...(await doorkeeper().execute(TOKEN)).roles].sort()).toEqual(all);
  });

  it('needs a token', async () => {
    await expect(doorkeeper().execute(null)).rejects.toMatchObject({ code: 'auth.token_missing' });
  });

  it.each(['garbage', ' with blanks ', 'ümlaut', '', 'x'.repeat(9_000)])('is nobody with %p', async (token) => {
    await expect(doorkeeper().execute(token)).rejects.toMatchObject({
      kind: 'unauthenticated',
      code: 'auth.token_invalid',
    });
  });

  it('is not asked about where it cannot be a token', async () => {
    await expect(doorkeeper().execute('a b')).rejects.toMatchObject({ code: 'auth.token_invalid' });

    expect(keystone.asked).toEqual([]);
  });

  it('needs a scope', async () => {
    keystone.known.set(TOKEN, aToken({ projectId: null }));

    await expect(doorkeeper().execute(TOKEN)).rejects.toMatchObject({ kind: 'forbidden', code: 'auth.not_scoped' });
  });

  it('may be scoped to the system', async () => {
    keystone.known.set(TOKEN, aToken({ projectId: null, isSystemScoped: true }));

    expect(await doorkeeper().execute(TOKEN)).toMatchObject({ projectId: null, isSystemScoped: true });
  });

  it.each<[string, string | null, readonly string[], boolean]>([
    ['gets in where the catalog names this region', 'one', ['two', 'one'], true],
    ['gets in where the catalog does not name this service', 'one', [], true],
    ['gets in where nobody told which region this is', null, ['two'], true],
    ['is turned away where the catalog names other regions', 'one', ['two'], false],
  ])('%s', async (_what, region, catalogRegions, isIn) => {
    keystone.known.set(TOKEN, aToken({ catalogRegions }));
    const arrival = doorkeeper({ region }).execute(TOKEN);

    if (isIn) await expect(arrival).resolves.toMatchObject({ userId: 'u1' });
    else await expect(arrival).rejects.toMatchObject({ kind: 'forbidden', code: 'auth.wrong_region' });
  });
});

describe("Keystone's answer", () => {
  it('is believed for the cache time, and not a moment longer', async () => {
    const door = doorkeeper({ cacheMs: 1_000 });
    for (nowMs of [0, 500, 999]) await door.execute(TOKEN);
    expect(keystone.asked).toHaveLength(1);

    nowMs = 1_000;
    await door.execute(TOKEN);
    expect(keystone.asked).toHaveLength(2);
  });

  it('is asked for each time where nothing is to be remembered', async () => {
    const door = doorkeeper({ cacheMs: 0 });
    await door.execute(TOKEN);
    await door.execute(TOKEN);

    expect(keystone.asked).toHaveLength(2);
  });

  it('lets a revoked token in no longer than the cache time', async () => {
    const door = doorkeeper({ cacheMs: 1_000 });
    await door.execute(TOKEN);
    keystone.known.delete(TOKEN);

    nowMs = 999;
    await expect(door.execute(TOKEN)).resolves.toBeDefined();
    nowMs = 1_000;
    await expect(door.execute(TOKEN)).rejects.toMatchObject({ code: 'auth.token_invalid' });
  });

  it('counts from the question: what is revoked while it travels counts', async () => {
    let answer: () => void = () => undefined;
    keystone.gate = new Promise((resolve) => (answer = resolve));
    const door = doorkeeper({ cacheMs: 1_000 });
    const first = door.execute(TOKEN);
    keystone.known.delete(TOKEN);
    nowMs = 900;
    answer();
    await first;

    nowMs = 1_000;
    await expect(door.execute(TOKEN)).rejects.toMatchObject({ code: 'auth.token_invalid' });
  });

  it('is never believed past the expiry of the token', async () => {
    keystone.known.set(TOKEN, aToken({ expiresAtMs: 500 }));
    const door = doorkeeper();
    await door.execute(TOKEN);

    nowMs = 500;
    await expect(door.execute(TOKEN)).rejects.toMatchObject({ kind: 'unauthenticated', code: 'auth.token_expired' });
    expect(keystone.asked).toHaveLength(1);
  });

  it('is not believed where our clock is past the expiry that it names', async () => {
    keystone.known.set(TOKEN, aToken({ expiresAtMs: 500 }));
    nowMs = 501;

    await expect(doorkeeper().execute(TOKEN)).rejects.toMatchObject({ code: 'auth.token_expired' });
  });

  it('that it does not know a token is believed for a moment only', async () => {
    const door = doorkeeper();
    const rejected = { code: 'auth.token_invalid' };
    await expect(door.execute('new')).rejects.toMatchObject(rejected);
    keystone.known.set('new', aToken());
    nowMs = 4_999;
    await expect(door.execute('new')).rejects.toMatchObject(rejected);
    expect(keystone.asked).toEqual(['new']);

    nowMs = 5_000;
    await expect(door.execute('new')).resolves.toBeDefined();
  });

  it('is asked for once by many requests with one token', async () => {
    const door = doorkeeper();
    await Promise.all(Array.from({ length: 20 }, () => door.execute(TOKEN)));

    expect(keystone.asked).toEqual([TOKEN]);
  });

  it('is kept for the tokens used last, and garbage pushes out none of them', async () => {
    const door = doorkeeper();
    await door.execute(TOKEN);
    for (let i = 0; i < 10_500; i += 1) await door.execute(`garbage-${i}`).catch(() => undefined);
    keystone.asked.length = 0;

    await door.execute(TOKEN);
    expect(keystone.asked).toEqual([]);

    for (let i = 0; i < 10_000; i += 1) keystone.known.set(`good-${i}`, aToken());
    for (let i = 0; i < 10_000; i += 1) await door.execute(`good-${i}`);
    await door.execute(TOKEN);
    expect(keystone.asked.filter((token) => token === TOKEN)).toEqual([TOKEN]);
  });
});

describe('while Keystone is away', () => {
  it('those whom it vouched for are let in until their tokens expire', async () => {
    const door = doorkeeper({ cacheMs: 1_000 });
    await door.execute(TOKEN);
    keystone.trouble = away;

    nowMs = 10_000;
    await expect(door.execute(TOKEN)).resolves.toMatchObject({ userId: 'u1' });
    nowMs = HOUR_MS;
    await expect(door.execute(TOKEN)).rejects.toMatchObject({ code: 'auth.token_expired' });
  });

  it('one whose token expires while Keystone is waited for is told that, not to come back', async () => {
    const door = doorkeeper({ cacheMs: 1_000 });
    await door.execute(TOKEN);
    keystone.trouble = away;
    nowMs = HOUR_MS - 1;
    keystone.gate = Promise.resolve().then(() => void (nowMs = HOUR_MS));

    await expect(door.execute(TOKEN)).rejects.toMatchObject({ code: 'auth.token_expired' });
  });

  it('others are told to come back', async () => {
    keystone.trouble = away;

    await expect(doorkeeper().execute(TOKEN)).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'auth.keystone_unavailable',
      retryAfterS: 5,
    });
  });

  it('it is asked about those every two seconds, not at each request', async () => {
    const door = doorkeeper({ cacheMs: 1_000 });
    await door.execute(TOKEN);
    keystone.trouble = away;
    keystone.asked.length = 0;

    for (nowMs of [10_000, 10_500, 11_999]) await door.execute(TOKEN);
    expect(keystone.asked).toHaveLength(1);
    nowMs = 12_000;
    await door.execute(TOKEN);
    expect(keystone.asked).toHaveLength(2);
  });

  it('a revocation counts as soon as it is back', async () => {
    const door = doorkeeper({ cacheMs: 1_000 });
    await door.execute(TOKEN);
    keystone.trouble = away;
    nowMs = 10_000;
    await door.execute(TOKEN);
    keystone.trouble = null;
    keystone.known.delete(TOKEN);

    nowMs = 12_000;
    await expect(door.execute(TOKEN)).rejects.toMatchObject({ code: 'auth.token_invalid' });
  });

  it('a token that is not known is not remembered as wrong', async () => {
    const door = doorkeeper();
    keystone.trouble = away;
    await expect(door.execute(TOKEN)).rejects.toMatchObject({ code: 'auth.keystone_unavailable' });
    keystone.trouble = null;

    await expect(door.execute(TOKEN)).resolves.toBeDefined();
  });
});

describe('while Keystone refuses the service itself', () => {
  it('nobody whose time is up is let in, and the operator hears of it', async () => {
    const door = doorkeeper({ cacheMs: 1_000 });
    await door.execute(TOKEN);
    keystone.trouble = refused;
    nowMs = 999;
    await door.execute(TOKEN);

    nowMs = 1_000;
    await expect(door.execute(TOKEN)).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'auth.service_refused',
      retryAfterS: 30,
    });
    expect(complaints).toEqual([refused]);
  });
});

describe('a defect', () => {
  it('is not taken for an answer', async () => {
    keystone.trouble = new TypeError('roles is not iterable');

    await expect(doorkeeper().execute(TOKEN)).rejects.toThrow(TypeError);
  });
});
