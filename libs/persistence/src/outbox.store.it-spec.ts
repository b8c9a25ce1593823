import { noExplanation, noValidHost } from '@iopath/testing';
import { addRequest, openSpecDatabase, type SpecDatabase } from '../../../test/support/spec-database';

describe('outbox', () => {
  let database: SpecDatabase;

  beforeAll(async () => (database = await openSpecDatabase()));
  afterAll(() => database.close());
  beforeEach(() => database.clear());

  const relay = async (limit = 10, olderThanMs = 0) => {
    const dispatched: string[] = [];
    const count = await database.outbox.relay(olderThanMs, limit, (id) => {
      dispatched.push(id);
      return Promise.resolve();
    });
    return { count, dispatched };
  };

  it('hands over what waits, oldest first, once', async () => {
    const ids = [await addRequest(database), await addRequest(database), await addRequest(database)];

    expect(await relay(2)).toEqual({ count: 2, dispatched: ids.slice(0, 2) });
    expect(await relay(2)).toEqual({ count: 1, dispatched: ids.slice(2) });
    expect(await relay(2)).toEqual({ count: 0, dispatched: [] });
  });

  it('rings for nothing that was decided in the meantime, and does not ask again', async () => {
    const [decided, waiting] = [await addRequest(database), await addRequest(database)];
    await database.recommendations.commitDecision(decided, noValidHost(), noExplanation, null);

    expect(await relay()).toEqual({ count: 2, dispatched: [waiting] });
    expect(await relay()).toEqual({ count: 0, dispatched: [] });
  });

  it('leaves what was dispatched by the one who accepted it, and what is too young', async () => {
    await database.outbox.markDispatched(await addRequest(database));
    const waiting = await addRequest(database);

    expect(await relay(10, 3_600_000)).toEqual({ count: 0, dispatched: [] });
    expect(await relay()).toEqual({ count: 1, dispatched: [waiting] });
  });

  it('keeps what could not be handed over, and tells why', async () => {
    const [first, second, third] = [await addRequest(database), await addRequest(database), await addRequest(database)];

    const relaying = database.outbox.relay(0, 10, (id) =>
      id === second ? Promise.reject(new Error('queue is away')) : Promise.resolve(),
    );

    await expect(relaying).rejects.toThrow('queue is away');
    expect((await relay()).dispatched).toEqual([second, third]);
    expect(first).not.toBe(second);
  });

  it('gives two relays at work different rows', async () => {
    const ids = [await addRequest(database), await addRequest(database)];
    let during: readonly string[] = [];

    await database.outbox.relay(0, 1, async () => {
      during = (await relay()).dispatched;
    });

    expect(during).toEqual(ids.slice(1));
  });
});
