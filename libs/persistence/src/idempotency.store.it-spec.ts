import { openSpecDatabase, refusal, type SpecDatabase } from '../../../test/support/spec-database';

const ANSWER = { status: 201, body: { host_name: 'compute-1', list: [1, 2] } };

describe('idempotency store', () => {
  let database: SpecDatabase;

  beforeAll(async () => (database = await openSpecDatabase()));
  afterAll(() => database.close());
  beforeEach(() => database.clear());

  const begin = (bodyHash = 'a', scope = 'p1:/v1/x') => database.idempotency.begin(scope, 'k', bodyHash);

  it('holds a new key, and gives the first answer to repeats', async () => {
    expect(await begin()).toBeNull();
    await database.idempotency.keep('p1:/v1/x', 'k', ANSWER);

    expect(await begin()).toEqual(ANSWER);
  });

  it('keeps an answer without a body', async () => {
    await begin();
    await database.idempotency.keep('p1:/v1/x', 'k', { status: 204, body: undefined });

    expect(await begin()).toEqual({ status: 204, body: null });
  });

  it('refuses another body under the same key, answered or not', async () => {
    const reused = refusal('invalid', 'idempotency.key_reused');
    await begin();

    await expect(begin('b')).rejects.toMatchObject(reused);
    await database.idempotency.keep('p1:/v1/x', 'k', ANSWER);
    await expect(begin('b')).rejects.toMatchObject(reused);
  });

  it('refuses a repeat while the first call runs; one of many concurrent calls is the first', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => begin()));

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(begin()).rejects.toMatchObject(refusal('conflict', 'idempotency.in_progress'));
  });

  it('lets a call that came to nothing be tried again', async () => {
    await begin();
    await database.idempotency.drop('p1:/v1/x', 'k');

    expect(await begin()).toBeNull();
  });

  it('lets a key be tried again whose holder died without an answer', async () => {
    await begin();
    await database.sql.query(`UPDATE idempotency_key SET held_at = now() - interval '2 minutes'`);

    expect(await begin()).toBeNull();
    await expect(begin()).rejects.toMatchObject(refusal('conflict', 'idempotency.in_progress'));
  });

  it('keeps an answer that was given, whatever comes later', async () => {
    await begin();
    await database.idempotency.keep('p1:/v1/x', 'k', ANSWER);
    await database.idempotency.keep('p1:/v1/x', 'k', { status: 500, body: null });
    await database.idempotency.drop('p1:/v1/x', 'k');

    expect(await begin()).toEqual(ANSWER);
  });

  it('keeps the keys of scopes apart', async () => {
    await begin();

    expect(await begin('b', 'p2:/v1/x')).toBeNull();
  });
});
