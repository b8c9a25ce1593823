import { randomUUID } from 'node:crypto';
import { type CloudServer, type ObservedServer, planReconciliation } from '@iopath/core';
import { aServerWith, aVfTake } from '@iopath/testing';
import {
  addHost,
  allocationOf,
  onHost,
  openSpecDatabase,
  reserve,
  SOON_MS,
  type SpecDatabase,
  versionOf,
} from '../../../../test/support/spec-database';

const VFS = ['0000:3b:01.2', '0000:3b:02.2', '0000:3b:03.2', '0000:3b:04.2'] as const;
const CAUSE = { actor: 'reconcile', reason: 'server s is gone', requestId: null } as const;

describe('reconcile store', () => {
  let database: SpecDatabase;

  beforeAll(async () => (database = await openSpecDatabase()));
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.clear();
    for (const hostName of ['compute-1', 'compute-2']) await addHost(database, hostName);
  });

  const hold = async (vf: string, hostName = 'compute-1', ttlMs = SOON_MS) =>
    reserve(database, [await onHost(database, hostName, [aVfTake(vf)])], ttlMs);

  /** What Nova and Neutron say of the server of a recommendation. */
  const seen = (id: string, vfs: readonly string[], changes: Partial<CloudServer> = {}): ObservedServer =>
    aServerWith({ id: `server-${id}`, metadata: { iopath_recommendation: id, iopath_member: '0' }, ...changes }, vfs);

  const observe = async (...servers: readonly ObservedServer[]) => {
    await database.cloudServers.see(
      randomUUID(),
      servers.map(({ server }) => server),
      Date.now(),
    );
    for (const hostName of new Set(servers.map(({ server }) => server.host ?? ''))) {
      const here = servers.filter(({ server }) => server.host === hostName);
      const details = here.map((observed) => ({ observed, topologyOfMs: null }));
      await database.cloudServers.putHost(hostName, details, [], Date.now());
    }
  };

  const follow = (hostName = 'compute-1') => database.reconciliation.follow(hostName, planReconciliation);

  const heldBy = async (id: string) => {
    const { hostName, address, state, serverId } = await allocationOf(database, id);
    return [hostName, address, state, serverId];
  };

  it('confirms what servers are there for', async () => {
    const id = await hold(VFS[0]);
    await observe(seen(id, [VFS[0]]));

    expect(await follow()).toMatchObject({ confirmed: 1, corrected: 0, refused: [] });

    expect(await heldBy(id)).toEqual(['compute-1', VFS[0], 'confirmed', `server-${id}`]);
    expect((await database.recommendations.get(id))?.reservations).toMatchObject([
      { state: 'confirmed', serverId: `server-${id}`, expiresAtMs: null },
    ]);
  });

  it('does not confirm what has run out', async () => {
    const id = await hold(VFS[0], 'compute-1', -1_000);
    await observe(seen(id, [VFS[1]]));

    expect(await follow()).toMatchObject({ confirmed: 0, corrected: 0 });
    expect((await heldBy(id))[2]).toBe('reserved');
  });

  it('puts a whole pool right that Nova has given out in another order, in one go', async () => {
    const ids = [];
    for (const vf of VFS) ids.push(await hold(vf));
    const turned = [VFS[1], VFS[2], VFS[3], VFS[0]];
    await observe(...ids.map((id, index) => seen(id, [turned[index] ?? ''])));
    const before = await versionOf(database, 'compute-1');

    expect(await follow()).toEqual({ confirmed: 4, moved: 0, corrected: 4, ended: 0, refused: [] });

    expect(await Promise.all(ids.map(async (id) => (await heldBy(id))[1]))).toEqual(turned);
    expect(await versionOf(database, 'compute-1')).toBeGreaterThan(before);
  });

  it('keeps the allocation, and says in its history who changed it and why', async () => {
    const id = await hold(VFS[0]);
    const before = await allocationOf(database, id);
    await observe(seen(id, [VFS[2]]));
    await follow();

    const after = await allocationOf(database, id);
    expect(after).toMatchObject({ id: before.id, address: VFS[2], generation: before.generation + 1 });
    const history = await database.history.ofAllocation(after.id);
    expect(history?.at(-1)).toMatchObject({
      actor: 'reconcile',
      reason: `server server-${id} is there; Nova chose other devices of the pool`,
      deviceAddress: VFS[2],
      fromState: 'reserved',
      toState: 'confirmed',
    });
  });

  it('changes nothing the second time, versions and generations included', async () => {
    const ids = [await hold(VFS[0]), await hold(VFS[1])];
    await observe(...ids.map((id, index) => seen(id, [VFS[1 - index] ?? ''])));
    await follow();
    const rows = async () => (await database.sql.query<object>('SELECT * FROM allocation ORDER BY id')).rows;
    const [before, version] = [await rows(), await versionOf(database, 'compute-1')];

    expect(await follow()).toEqual({ confirmed: 0, moved: 0, corrected: 0, ended: 0, refused: [] });
    expect(await rows()).toEqual(before);
    expect(await versionOf(database, 'compute-1')).toBe(version);
  });

  it('exchanges a promise with the server that took its VF', async () => {
    const [booted, promised] = [await hold(VFS[3]), await hold(VFS[0])];
    await observe(seen(booted, [VFS[0]]));

    await follow();

    expect(await heldBy(booted)).toEqual(['compute-1', VFS[0], 'confirmed', `server-${booted}`]);
    expect(await heldBy(promised)).toEqual(['compute-1', VFS[3], 'reserved', null]);
  });

  it('moves a hold to the host of its server, with its amounts', async () => {
    const id = await hold(VFS[0]);
    await observe(seen(id, [VFS[2]], { host: 'compute-2' }));

    expect(await follow('compute-2')).toMatchObject({ confirmed: 1, moved: 1, refused: [] });

    expect(await heldBy(id)).toEqual(['compute-2', VFS[2], 'confirmed', `server-${id}`]);
    const found: unknown[] = [];
    await database.audits.inspect(false, (each) => found.push(each));
    expect(found).toEqual([]);
  });

  it('exchanges the hosts of two servers', async () => {
    const [one, other] = [await hold(VFS[0], 'compute-1'), await hold(VFS[0], 'compute-2')];
    await observe(seen(one, [VFS[0]], { host: 'compute-2' }), seen(other, [VFS[0]], { host: 'compute-1' }));

    expect(await follow()).toMatchObject({ confirmed: 2, moved: 2, refused: [] });

    expect((await heldBy(one)).slice(0, 2)).toEqual(['compute-2', VFS[0]]);
    expect((await heldBy(other)).slice(0, 2)).toEqual(['compute-1', VFS[0]]);
  });

  it('heals an orphan whose server was evacuated from a host that was deleted', async () => {
    const id = await hold(VFS[0]);
    await database.allocations.confirmRecommendation(id, [`server-${id}`]);
    await database.hosts.delete('compute-1', true);
    await observe(seen(id, [VFS[1]], { host: 'compute-2' }));

    expect(await follow('compute-2')).toMatchObject({ moved: 1 });
    expect(await heldBy(id)).toEqual(['compute-2', VFS[1], 'confirmed', `server-${id}`]);
  });

  it('holds what was attached later', async () => {
    const id = await hold(VFS[0]);
    await observe(seen(id, [VFS[0], VFS[3]]));
    await follow();

    const all = (await database.recommendations.get(id))?.allocations;
    expect(all?.map(({ address, state, serverId }) => [address, state, serverId]).sort()).toEqual([
      [VFS[0], 'confirmed', `server-${id}`],
      [VFS[3], 'confirmed', `server-${id}`],
    ]);
    expect(await follow()).toMatchObject({ corrected: 0 });
  });

  it('writes what it can when the ledger refuses the whole, and says what it cannot', async () => {
    const [one, other] = [await hold(VFS[0]), await hold(VFS[1], 'compute-2')];
    await database.allocations.confirmRecommendation(other, [`server-${other}`]);
    await database.sql.query(
      `UPDATE host_capacity SET capacity = used WHERE host_name = 'compute-1' AND resource = 'memory_mib'`,
    );
    await observe(seen(one, [VFS[2]]), seen(other, [VFS[3]], { host: 'compute-1' }));

    const followed = await follow();

    expect(await heldBy(one)).toEqual(['compute-1', VFS[2], 'confirmed', `server-${one}`]);
    // There is no room for it in the ledger, so the server counts as one of others.
    expect((await heldBy(other))[2]).toBe('released');
    expect(followed).toMatchObject({ confirmed: 1, corrected: 1, ended: 1 });
  });

  it('lets a caller of the API and itself change a hold in turn', async () => {
    const ids = [];
    for (const vf of VFS) ids.push(await hold(vf));
    await observe(...ids.map((id, index) => seen(id, [VFS[(index + 1) % 4] ?? ''])));

    await Promise.all([
      follow(),
      ...ids.slice(0, 2).map((id) => database.allocations.confirmRecommendation(id, [`server-${id}`])),
      follow(),
      database.allocations.releaseRecommendation(ids[3] ?? ''),
    ]);
    await follow();

    for (const [index, id] of ids.slice(0, 3).entries()) expect((await heldBy(id))[1]).toBe(VFS[index + 1]);
    expect((await heldBy(ids[3] ?? ''))[2]).toBe('released');
    const found: unknown[] = [];
    await database.audits.inspect(false, (each) => found.push(each));
    expect(found).toEqual([]);
  });

  describe('servers that are gone', () => {
    const missing = async () => database.reconciliation.withoutServer();

    it('are those of confirmed holds that are not stored, or that Nova took everything from', async () => {
      const [gone, shelved, there, reserved] = [
        await hold(VFS[0]),
        await hold(VFS[1]),
        await hold(VFS[2]),
        await hold(VFS[3]),
      ];
      for (const id of [gone, shelved, there]) await database.allocations.confirmRecommendation(id, [`server-${id}`]);
      await observe(seen(there, [VFS[2]]), seen(shelved, [], { host: null, status: 'SHELVED_OFFLOADED' }));

      expect((await missing()).map(({ serverId }) => serverId).sort()).toEqual(
        [`server-${gone}`, `server-${shelved}`].sort(),
      );
      expect((await heldBy(reserved))[2]).toBe('reserved');
    });

    it('are told when a second synchronisation misses them, unless one had them in between', async () => {
      const id = await hold(VFS[0]);
      await database.allocations.confirmRecommendation(id, [`server-${id}`]);
      const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()];
      const { reconciliation } = database;

      expect(await reconciliation.noteMissing(first, await missing(), 1)).toEqual([]);
      expect(await reconciliation.noteMissing(second, [], 2)).toEqual([]);
      expect(await reconciliation.noteMissing(second, await missing(), 3)).toEqual([]);
      expect(await reconciliation.noteMissing(third, await missing(), 4)).toMatchObject([{ serverId: `server-${id}` }]);
    });

    it('give back all they had, once, and only if the hold did not change since', async () => {
      const id = await hold(VFS[0]);
      await database.allocations.confirmRecommendation(id, [`server-${id}`]);
      const [found] = await missing();
      if (found === undefined) throw new Error('nothing is missing');

      expect(await database.reconciliation.release({ ...found, changedAtMs: found.changedAtMs - 1 }, CAUSE)).toBe(
        false,
      );
      expect(await database.reconciliation.release({ ...found, serverId: 'other' }, CAUSE)).toBe(false);
      expect(await database.reconciliation.release(found, CAUSE)).toBe(true);
      expect(await database.reconciliation.release(found, CAUSE)).toBe(false);

      expect((await heldBy(id))[2]).toBe('released');
      expect(await hold(VFS[0])).toBeDefined();
    });
  });
});
