import { decideAgain, planRequest, type PlanningPolicy, type Profile, PROFILES } from '@iopath/core';
import {
  aHostClaim,
  aHostRecord,
  aNewRecommendation,
  aPf,
  anInventory,
  aVfClaim,
  aVmRequest,
  firstFreeVfAgain,
  firstFreeVfPlanner,
  InMemoryFleet,
  InMemoryRecommendationStore,
} from '@iopath/testing';
import { FleetSnapshot } from '../fleet/fleet-snapshot';
import { DecisionObserver } from '../ports/decision-observer.port';
import { DecideRecommendation } from './decide-recommendation';

class RecordingObserver extends DecisionObserver {
  readonly lines: string[] = [];
  override decided(id: string, status: string, durationMs: number, staleRetries: number): void {
    this.lines.push(`${id} ${status} after ${durationMs} ms and ${staleRetries} stale plans`);
  }
  override planningFailed(id: string, error: unknown, final: boolean): void {
    this.lines.push(`${id} ${String(error)}${final ? ', given up' : ''}`);
  }
}

describe('DecideRecommendation', () => {
  let fleet: InMemoryFleet;
  let store: InMemoryRecommendationStore;
  let observer: RecordingObserver;
  let waits: number[];

  beforeEach(() => {
    fleet = new InMemoryFleet();
    fleet.put(aHostRecord('compute-1'));
    store = new InMemoryRecommendationStore(fleet, () => 1_000);
    observer = new RecordingObserver();
    waits = [];
  });

  function aWorker(
    plan: typeof planRequest = firstFreeVfPlanner,
    planAgain: typeof decideAgain = firstFreeVfAgain,
  ): DecideRecommendation {
    return new DecideRecommendation({
      store,
      snapshot: new FleetSnapshot(fleet),
      policy: () => ({ release: '2025.1' as const }),
      plan,
      planAgain,
      clock: () => 1_000,
      backoff: (attempt) => {
        waits.push(attempt);
        return Promise.resolve();
      },
      observer,
    });
  }

  /** Takes it as a worker would whose turn it is, and decides it. */
  const decide = (id: string, worker = aWorker()) => worker.decide(store.takeNow(id));
  const submit = async (...ids: readonly string[]) => {
    for (const id of ids) await store.create(aNewRecommendation(id));
  };
  const vfsOf = async (id: string) => (await store.get(id))?.allocations.map(({ address }) => address);
  const aRivalTakesAVf = () =>
    fleet.changeClaims('compute-1', (claims) => [...claims, aHostClaim({ devices: [aVfClaim('0000:3b:01.2')] })]);
  const aRivalMovesTheHost = () => fleet.changeClaims('compute-1', (claims) => claims);

  it('commits the decision with its reservation', async () => {
    await submit('r1');
    await decide('r1');

    const recommendation = await store.get('r1');
    expect(recommendation?.status).toBe('ready');
    expect(recommendation?.reservations).toMatchObject([{ hostName: 'compute-1', expiresAtMs: 901_000 }]);
    expect(await vfsOf('r1')).toEqual(['0000:3b:01.2']);
    expect(observer.lines).toEqual(['r1 ready after 0 ms and 0 stale plans']);
  });

  it('reserves nothing when the caller only wants to know', async () => {
    await store.create(aNewRecommendation('r1', { reserve: false }));
    await decide('r1');

    expect(await store.get('r1')).toMatchObject({ status: 'ready', reservations: [], allocations: [] });
    expect(fleet.host('compute-1')?.claims).toEqual([]);
  });

  it('scores by the profile that came with the request, and again by it when planned again', async () => {
    const telco: Profile = { ...PROFILES.latency, name: 'telco', version: 3 };
    await store.create({ ...aNewRecommendation('r1', { profile: 'telco' }), profile: telco });
    const books: PlanningPolicy[] = [];
    let rivals = 1;
    store.beforeCommit = () => {
      if (rivals-- > 0) aRivalMovesTheHost();
    };
    const plan: typeof planRequest = (request, fleet, policy) => {
      books.push(policy);
      return firstFreeVfPlanner(request, fleet);
    };
    const worker = aWorker(plan, (request, fleet, first, how, policy) => {
      books.push(policy);
      return firstFreeVfAgain(request, fleet, first, how);
    });
    await decide('r1', worker);

    expect(books).toEqual(Array(2).fill({ release: '2025.1', profiles: { telco } }));
  });

  it('takes another VF of its host when a rival took the one in mind, without planning on the fleet again', async () => {
    await submit('r1');
    store.beforeCommit = aRivalTakesAVf;
    let plans = 0;
    const worker = aWorker((request, fleet) => {
      plans++;
      return firstFreeVfPlanner(request, fleet);
    });
    await decide('r1', worker);

    expect(await vfsOf('r1')).toEqual(['0000:3b:02.2']);
    expect(plans).toBe(1);
    expect(observer.lines).toEqual(['r1 ready after 0 ms and 0 stale plans']);
  });

  it('stores the decision that was written, not the one that was planned', async () => {
    await submit('r1');
    store.beforeCommit = aRivalTakesAVf;
    await decide('r1');

    const decision = (await store.get('r1'))?.decision;
    expect(decision).toMatchObject({ members: [{ hostVersion: 2, devices: [{ address: '0000:3b:02.2' }] }] });
  });

  it('plans again on the whole fleet when its host alone has nothing near enough left', async () => {
    await submit('r1');
    let refusals = 2;
    store.beforeCommit = aRivalMovesTheHost;
    const worker = aWorker(firstFreeVfPlanner, (request, planned, first, how) =>
      refusals-- > 0 ? null : firstFreeVfAgain(request, planned, first, how),
    );
    await decide('r1', worker);

    expect((await store.get('r1'))?.status).toBe('ready');
    expect(waits).toEqual([1, 2]);
    expect(observer.lines).toEqual(['r1 ready after 0 ms and 2 stale plans']);
  });

  it('is content with less each time', async () => {
    await submit('r1');
    store.beforeCommit = aRivalMovesTheHost;
    const slacks: number[] = [];
    const worker = aWorker(firstFreeVfPlanner, (request, planned, first, how) => {
      slacks.push(how.slack);
      return slacks.length < 3 ? null : firstFreeVfAgain(request, planned, first, how);
    });
    await decide('r1', worker);

    expect(slacks).toEqual([0.01, 0.02, 0.04]);
  });

  it('goes to the other host when a rival has placed a VM of its anti-affinity group on this one', async () => {
    fleet.put(aHostRecord('compute-2'));
    const group = { id: 'db', policy: 'anti-affinity' } as const;
    const constraints = { ...aVmRequest().constraints, group };
    await store.create(aNewRecommendation('r1', { constraints }));
    let rivals = 1;
    store.beforeCommit = () => {
      if (rivals-- > 0) fleet.changeClaims('compute-1', (claims) => [...claims, aHostClaim({ groupId: 'db' })]);
    };
    await decide('r1', aWorker(planRequest, decideAgain));

    expect((await store.get('r1'))?.reservations).toMatchObject([{ hostName: 'compute-2' }]);
  });

  it('leaves a race it cannot win to the queue after 50 plans, still undecided', async () => {
    await submit('r1');
    store.beforeCommit = aRivalMovesTheHost;

    await expect(
      decide(
        'r1',
        aWorker(firstFreeVfPlanner, () => null),
      ),
    ).rejects.toThrow('not as planned');
    expect(waits).toHaveLength(49);
    expect((await store.get('r1'))?.status).toBe('scoring');
  });

  it('says nothing when another worker decided in between', async () => {
    await submit('r1');
    await Promise.all([decide('r1'), decide('r1')]);

    expect(observer.lines).toHaveLength(1);
    expect(fleet.host('compute-1')?.claims).toHaveLength(1);
  });

  it('lets others go first when the planner throws, and fails the request at the third time', async () => {
    await submit('poison', 'r2');
    const worker = aWorker((request, fleet) => {
      if (poisonous) throw new TypeError('a fault of ours');
      return firstFreeVfPlanner(request, fleet);
    });
    let poisonous = true;
    await decide('poison', worker);

    expect((await store.get('poison'))?.status).toBe('queued');
    expect((await store.takeNext(60_000))?.id).toBe('r2');

    await decide('poison', worker);
    await decide('poison', worker);
    poisonous = false;
    await decide('r2', worker);

    expect(await store.get('poison')).toMatchObject({
      status: 'failed',
      failure: { code: 'decision.internal_error', detail: expect.not.stringContaining('a fault of ours') as string },
    });
    expect((await store.get('r2'))?.status).toBe('ready');
    expect(observer.lines).toEqual([
      'poison TypeError: a fault of ours',
      'poison TypeError: a fault of ours',
      'poison TypeError: a fault of ours, given up',
      'r2 ready after 0 ms and 0 stale plans',
    ]);
  });

  it('counts it as the same when the planner throws under the lock of the host', async () => {
    await submit('poison');
    store.beforeCommit = aRivalMovesTheHost;
    const worker = aWorker(firstFreeVfPlanner, () => {
      throw new TypeError('a fault of ours');
    });
    for (let take = 1; take <= 3; take++) await decide('poison', worker);

    expect(await store.get('poison')).toMatchObject({
      status: 'failed',
      failure: { code: 'decision.internal_error' },
      allocations: [],
    });
  });

  it('does not fail what another worker holds by now', async () => {
    await submit('r1');
    const slow = { ...store.takeNow('r1'), failedTakes: 2 };
    store.takeNow('r1');
    await aWorker(() => {
      throw new TypeError('a fault of ours');
    }).decide(slow);

    expect((await store.get('r1'))?.status).toBe('scoring');
  });

  it('gives 50 requests over 4 workers the last 10 VFs once each, and the others another path', async () => {
    fleet.put(aHostRecord('compute-1', { version: 7, inventory: anInventory({ pfs: [aPf(10)] }) }));
    const ids = Array.from({ length: 50 }, (_, index) => `r${index}`);
    await submit(...ids);
    const workers = [aWorker(), aWorker(), aWorker(), aWorker()];
    await Promise.all(
      workers.flatMap((worker, turn) => ids.filter((_, index) => index % 4 === turn).map((id) => decide(id, worker))),
    );

    const vfs = (await Promise.all(ids.map(vfsOf))).flat();
    const statuses = await Promise.all(ids.map(async (id) => (await store.get(id))?.status));
    expect(vfs).toHaveLength(10);
    expect(new Set(vfs).size).toBe(10);
    expect(new Set(statuses)).toEqual(new Set(['ready']));
  });

  it('plans the next while one commits: rivals in one process lose nothing by it', async () => {
    const ids = ['r1', 'r2', 'r3', 'r4'];
    await submit(...ids);
    const worker = aWorker();
    await Promise.all(ids.map((id) => decide(id, worker)));

    expect(waits).toEqual([]);
    expect(new Set((await Promise.all(ids.map(vfsOf))).flat()).size).toBe(4);
  });

  it('lets rivals in one process commit on one host one after the other, each on what the one before left', async () => {
    const ids = ['r1', 'r2', 'r3', 'r4'];
    await submit(...ids);
    const seen: (readonly number[])[] = [];
    const worker = aWorker(firstFreeVfPlanner, (request, planned, first, how) => {
      seen.push(how.hosts.map(({ version }) => version));
      return firstFreeVfAgain(request, planned, first, how);
    });
    await Promise.all(ids.map((id) => decide(id, worker)));

    expect(seen).toEqual([[2], [3], [4]]);
    expect(store.staleHosts).toBe(0);
    expect(fleet.reads).toBe(1);
  });

  it('goes on from what a commit found under the lock where a rival elsewhere had moved the host', async () => {
    await submit('r1', 'r2');
    let rivals = 1;
    store.beforeCommit = () => {
      if (rivals-- > 0) aRivalTakesAVf();
    };
    const worker = aWorker();
    await Promise.all([decide('r1', worker), decide('r2', worker)]);

    expect(store.staleHosts).toBe(1);
    expect(await vfsOf('r1')).toEqual(['0000:3b:02.2']);
    expect(await vfsOf('r2')).toEqual(['0000:3b:03.2']);
  });

  it('lets the next have its turn when the planner throws on what the one before left', async () => {
    await submit('r1', 'r2', 'r3');
    let calls = 0;
    const worker = aWorker(firstFreeVfPlanner, (request, planned, first, how) => {
      if (calls++ === 0) throw new TypeError('a fault of ours');
      return firstFreeVfAgain(request, planned, first, how);
    });
    await Promise.all(['r1', 'r2', 'r3'].map((id) => decide(id, worker)));

    const statuses = await Promise.all(['r1', 'r2', 'r3'].map(async (id) => (await store.get(id))?.status));
    expect(statuses).toEqual(['ready', 'queued', 'ready']);
  });
});
