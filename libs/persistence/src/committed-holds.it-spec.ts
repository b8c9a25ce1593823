import { compileHost, decideAgain, planRequest } from '@iopath/core';
import { aNicRequest, aVmRequest, syntheticHostFacts } from '@iopath/testing';
import { DecideRecommendation, DecisionObserver, FleetSnapshot } from '@iopath/usecases';
import { addRequest, openSpecDatabase, type SpecDatabase } from '../../../test/support/spec-database';

class Deaf extends DecisionObserver {
  override decided(): void {}
  override planningFailed(_id: string, error: unknown): void {
    throw error;
  }
}

/** Pinned CPUs, huge pages, two VFs and a VM of a group: all that a claim can say. */
const DEMANDING = aVmRequest({
  flavor: {
    vcpus: 2,
    ramMib: 2_048,
    diskGib: 5,
    extraSpecs: { 'hw:cpu_policy': 'dedicated', 'hw:mem_page_size': 'large' },
  },
  nics: ['b', 'a'].map((name) => aNicRequest({ name, paths: ['sriov_vf'], bandwidthMbps: 100, packetRateKpps: 7 })),
  disks: [],
  constraints: { ...aVmRequest().constraints, group: { id: 'db', policy: 'soft-affinity' } },
});

describe('the fleet in memory after commits of its own', () => {
  let database: SpecDatabase;
  let snapshot: FleetSnapshot;
  let compiled: number;

  beforeAll(async () => {
    database = await openSpecDatabase();
  });
  beforeEach(async () => {
    await database.clear();
    compiled = 0;
    snapshot = new FleetSnapshot(database.fleet, (record) => {
      compiled++;
      return compileHost(record);
    });
    for (const { inventory } of syntheticHostFacts(5).slice(4)) {
      const pfs = inventory.pfs.map((pf) => ({ ...pf, packetRateKpps: 1_000 }));
      await database.hosts.putInventory('compute-1', null, { ...inventory, pfs });
    }
  });
  afterAll(() => database.close());

  async function decide(count: number, request = aVmRequest()): Promise<void> {
    const worker = new DecideRecommendation({
      store: database.recommendations,
      snapshot,
      policy: () => ({ release: '2025.1' }),
      plan: planRequest,
      planAgain: decideAgain,
      clock: Date.now,
      backoff: () => Promise.resolve(),
      observer: new Deaf(),
    });
    await snapshot.refresh();
    for (let each = 0; each < count; each++) await addRequest(database, request);
    const takes = Array.from({ length: count }, () => database.recommendations.takeNext(60_000));
    await Promise.all(takes.map(async (taken) => worker.decide((await taken) as never)));
  }

  const inMemory = () => snapshot.known(['compute-1']);
  const inDatabase = async () => (await database.fleet.read(['compute-1'])).map((record) => compileHost(record));

  it.each([
    ['VMs that ask for nothing special', aVmRequest(), 3],
    ['one that asks for much', DEMANDING, 1],
    ['several VMs of one request', { ...aVmRequest(), count: 3 }, 1],
    ['several requests of several', { ...aVmRequest(), count: 2 }, 2],
  ])('is what the database has, to the last field: %s', async (_, request, count) => {
    await decide(count, request);

    expect(inMemory()).toEqual(await inDatabase());
    expect(inMemory()?.[0]?.claims).toHaveLength(count * request.count);
  });

  it('is compiled once a commit, and not again when it is read', async () => {
    await decide(3);
    const compiledByThen = compiled;
    const held = inMemory();
    await snapshot.refresh();

    expect(compiledByThen).toBe(1 + 3);
    expect(compiled).toBe(compiledByThen);
    expect(inMemory()).toEqual(held);
  });

  it('follows what others write in between', async () => {
    const other = snapshot;
    await decide(1);
    snapshot = new FleetSnapshot(database.fleet);
    await decide(2);
    snapshot = other;
    await decide(1);

    expect(inMemory()).toEqual(await inDatabase());
    expect(inMemory()?.[0]?.claims).toHaveLength(4);
  });
});
