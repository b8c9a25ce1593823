import { buildFleet, compileHost, decideAgain, decideRequest, type ReadyDecision, type VmRequest } from '@iopath/core';
import { anInventory, aNicRequest, aPf, aVmRequest, noExplanation } from '@iopath/testing';
import { GroupMovedError, StaleSnapshotError } from '@iopath/usecases';
import {
  addRequest,
  openSpecDatabase,
  SOON_MS,
  type SpecDatabase,
  versionOf,
} from '../../../test/support/spec-database';

const RIVALS = 30;
const POLICY = { release: '2025.1' } as const;

/** A VM that takes a VF and nothing else. */
const wanted = (changes: Partial<VmRequest> = {}): VmRequest =>
  aVmRequest({ nics: [aNicRequest({ paths: ['sriov_vf'] })], disks: [], ...changes });

describe('committing under the lock', () => {
  let database: SpecDatabase;

  beforeAll(async () => {
    database = await openSpecDatabase();
  });
  beforeEach(() => database.clear());
  afterAll(() => database.close());

  const putHost = (name: string, vfs: number) =>
    database.hosts.putInventory(name, null, anInventory({ pfs: [aPf(vfs)] }));

  async function fleetNow() {
    const { changed } = await database.fleet.changesSince(null);
    return buildFleet(changed.map(compileHost));
  }

  async function decided(request: VmRequest): Promise<ReadyDecision> {
    const decision = decideRequest(request, await fleetNow(), POLICY);
    if (decision.status !== 'ready') throw new Error('there is room');
    return decision;
  }

  /** Commits for a new recommendation what was decided earlier, made again where its host has moved on. */
  async function commit(first: ReadyDecision, request: VmRequest, slack = 1): Promise<string> {
    const [id, fleet] = [await addRequest(database, request), await fleetNow()];
    await database.recommendations.commitDecision(id, first, noExplanation, {
      placements: first.members,
      expiresAtMs: Date.now() + SOON_MS,
      again: (records) => {
        const how = { hosts: records.map(compileHost), paths: 'best', slack } as const;
        return decideAgain(request, fleet, first, how, POLICY);
      },
    });
    return id;
  }

  it('lets every one of 30 rivals that planned on the same VF of one host have a VF of its own', async () => {
    await putHost('compute-1', RIVALS);
    const version = await versionOf(database, 'compute-1');
    const first = await decided(wanted());

    const ids = await Promise.all(Array.from({ length: RIVALS }, () => commit(first, wanted())));

    const stored = await Promise.all(ids.map((id) => database.recommendations.get(id)));
    const held = stored.flatMap((each) => each?.allocations.map(({ address }) => address) ?? []);
    expect(new Set(held).size).toBe(RIVALS);
    expect(await versionOf(database, 'compute-1')).toBe(version + RIVALS);
  });

  it('stores the decision that it wrote, with what the first one explained', async () => {
    await putHost('compute-1', 4);
    const first = await decided(wanted());
    await commit(first, wanted());

    const stored = await database.recommendations.get(await commit(first, wanted()));

    const address = stored?.allocations[0]?.address;
    expect(address).not.toBe(first.members[0]?.devices[0]?.address);
    expect(stored?.decision).toMatchObject({ members: [{ devices: [{ address }] }], alternatives: first.alternatives });
    expect(await database.recommendations.explanation(stored?.id ?? '')).toEqual(noExplanation);
  });

  it('is stale, and writes nothing, when the host alone has not enough left', async () => {
    await putHost('compute-1', 1);
    await putHost('compute-2', 1);
    const first = await decided(wanted());
    await commit(first, wanted());

    await expect(commit(first, wanted())).rejects.toBeInstanceOf(StaleSnapshotError);

    const { rows } = await database.sql.query<{ count: string }>('SELECT count(*) FROM explanation');
    expect(rows[0]?.count).toBe('1');
  });

  describe.each`
    policy             | together
    ${'affinity'}      | ${true}
    ${'anti-affinity'} | ${false}
  `('of a group with $policy', ({ policy, together }: { policy: 'affinity' | 'anti-affinity'; together: boolean }) => {
    const group = { id: 'db', policy };
    const on = (host: string) => wanted({ constraints: { ...aVmRequest().constraints, group, includeHosts: [host] } });

    beforeEach(async () => {
      await putHost('compute-1', 4);
      await putHost('compute-2', 4);
    });

    it('lets one of two rivals be its first VM where both together would break it', async () => {
      const requests = together ? [on('compute-1'), on('compute-2')] : [on('compute-1'), on('compute-1')];
      const firsts = await Promise.all(requests.map(decided));

      const outcomes = await Promise.allSettled(requests.map((request, at) => commit(firsts[at] as never, request)));

      const lost = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(lost).toHaveLength(1);
      expect(lost[0]?.reason).toBeInstanceOf(GroupMovedError);
    });

    it('lets both in where they keep it', async () => {
      const requests = together ? [on('compute-1'), on('compute-1')] : [on('compute-1'), on('compute-2')];
      const firsts = await Promise.all(requests.map(decided));

      await Promise.all(requests.map((request, at) => commit(firsts[at] as never, request)));

      expect((await database.fleet.hostsOfGroup('db')).length).toBe(together ? 1 : 2);
    });
  });
});
