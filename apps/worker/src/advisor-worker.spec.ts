import { createLogger } from '@iopath/observability';
import {
  aNewRecommendation,
  FakeBacklog,
  InMemoryFleet,
  InMemoryOutbox,
  InMemoryRecommendationStore,
} from '@iopath/testing';
import {
  type AllocationStore,
  ExpireReservations,
  PurgeLeftovers,
  type Planner,
  RelayOutbox,
  TakeAndDecide,
  type TakenRecommendation,
  type TakeObserver,
} from '@iopath/usecases';
import { InProcessWorkQueue } from '@iopath/queue';
import { AdvisorWorker, type ReplanUseCases } from './advisor-worker';

const FOR_EVER_MS = 60_000;

/** Where nobody wants re-plans. */
function noReplans(): ReplanUseCases {
  const nothing = () => Promise.resolve();
  const work = { lookAround: nothing, renewLease: nothing, end: nothing };
  const chore = { execute: nothing, lookAround: nothing };
  return { work, supersede: chore, schedules: chore, steps: chore } as unknown as ReplanUseCases;
}

describe('AdvisorWorker', () => {
  let store: InMemoryRecommendationStore;
  let bell: InProcessWorkQueue;
  let started: string[];
  let decides: (taken: TakenRecommendation) => Promise<void>;
  let wake: () => void;

  beforeEach(() => {
    store = new InMemoryRecommendationStore(new InMemoryFleet(), Date.now);
    bell = new InProcessWorkQueue();
    started = [];
    decides = async (taken) => void (await store.fail(taken, 'x', 'y'));
    wake = () => undefined;
  });

  function aWorker(concurrency: number): AdvisorWorker {
    const decider = {
      decide: (taken: TakenRecommendation) => {
        started.push(taken.id);
        wake();
        return decides(taken);
      },
      readFleet: () => Promise.resolve(0),
    } as unknown as Planner;
    const silent = () => undefined;
    const observer: TakeObserver = { taken: silent, leaseLost: silent, putOff: silent, givenUp: silent };
    const useCases = {
      work: new TakeAndDecide({ store, decider, observer, pause: () => Promise.resolve() }),
      planner: decider,
      relay: new RelayOutbox(new InMemoryOutbox(), bell),
      backlog: new FakeBacklog(),
      purge: new PurgeLeftovers({
        purge: () =>
          Promise.resolve({ idempotencyKeys: 0, outboxRows: 0, hostTombstones: 0, replans: 0, inventoryChanges: 0 }),
      }),
      replans: noReplans(),
      expire: new ExpireReservations({ expireDue: () => Promise.resolve(0) } as unknown as AllocationStore),
    };
    return new AdvisorWorker(useCases, bell, concurrency, createLogger({ level: 'silent', service: 'test' }));
  }

  const accept = async (...ids: readonly string[]) => {
    for (const id of ids) await store.create(aNewRecommendation(id));
  };
  const whenStarted = async (count: number) => {
    while (started.length < count) await new Promise<void>((resolve) => (wake = resolve));
  };
  const statusOf = async (id: string) => (await store.get(id))?.status;

  it('decides what nobody rang for, one after another in each of its slots', async () => {
    await accept('a', 'b', 'c', 'd', 'e');
    const worker = aWorker(2);
    await worker.start();
    await whenStarted(5);
    await worker.stop(FOR_EVER_MS);

    expect(started).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('takes what is next at a ring, whatever it was rung for, and tells what it has decided', async () => {
    const worker = aWorker(1);
    await worker.start();
    await accept('a', 'b');
    const told = bell.decided('a', FOR_EVER_MS);
    await bell.requestDecision('b');
    await told;
    await worker.stop(FOR_EVER_MS);

    expect(started[0]).toBe('a');
  });

  it('lets what runs end before it stops, and takes nothing new', async () => {
    let end: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (end = resolve));
    decides = async (taken) => {
      await gate;
      await store.fail(taken, 'x', 'y');
    };
    await accept('a', 'b');
    const worker = aWorker(1);
    await worker.start();
    await whenStarted(1);
    const stopped = worker.stop(FOR_EVER_MS);
    end();
    await stopped;

    expect([await statusOf('a'), await statusOf('b')]).toEqual(['failed', 'queued']);
  });

  it('gives back what does not end in time', async () => {
    decides = () => new Promise<void>(() => undefined);
    await accept('a');
    const worker = aWorker(1);
    await worker.start();
    await whenStarted(1);
    expect(await statusOf('a')).toBe('scoring');
    await worker.stop(10);

    expect(await statusOf('a')).toBe('queued');
    expect(await store.takeNext(FOR_EVER_MS)).toMatchObject({ id: 'a', failedTakes: 0 });
  });
});
