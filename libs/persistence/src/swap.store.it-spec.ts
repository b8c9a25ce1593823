import { type Placement } from '@iopath/core';
import { type ReservationMove, StaleSnapshotError } from '@iopath/usecases';
import { aVfTake, aVmRequest } from '@iopath/testing';
import {
  addHost,
  allocationOf,
  onHost,
  openSpecDatabase,
  reserve,
  SOON_MS,
  type SpecDatabase,
  versionOf,
} from '../../../test/support/spec-database';

const VF = '0000:3b:01.2';
const CAUSE = { actor: 'api', reason: 'swap: drain compute-1', requestId: 'req-1' } as const;
const DATA = aVfTake(VF);
const OTHER = aVfTake('0000:3b:02.2');

describe('swap store', () => {
  let database: SpecDatabase;

  beforeAll(async () => (database = await openSpecDatabase()));
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.clear();
    for (const hostName of ['compute-1', 'compute-2', 'compute-3']) await addHost(database, hostName);
  });

  const reserveOn = async (hostName: string, devices = [DATA], ttlMs = SOON_MS) =>
    reserve(database, [await onHost(database, hostName, devices)], ttlMs);

  const recommendationOf = async (id: string) => {
    const recommendation = await database.recommendations.get(id);
    if (recommendation === null) throw new Error(`there is no recommendation ${id}`);
    return recommendation;
  };

  /** The move of a recommendation's only VM from where it is to a placement. */
  const moveOf = async (id: string, placement: Placement, changes: Partial<ReservationMove> = {}) => {
    const held = (await recommendationOf(id)).reservations.find(({ state }) => state !== 'released');
    if (held === undefined) throw new Error(`${id} holds nothing`);
    const from = { reservationId: held.id, fromHost: held.hostName };
    return { recommendationId: id, member: 0, ...from, fences: [], placement, ...changes };
  };

  /** What a recommendation held and holds: where, in what state, and by which devices. */
  const holdsOf = async (id: string) => {
    const { reservations, allocations } = await recommendationOf(id);
    return reservations.map(({ id: hold, hostName, state }) => {
      const devices = allocations.filter(({ reservationId }) => reservationId === hold);
      return [hostName, state, ...devices.map(({ address, state: of }) => `${address} ${of}`)];
    });
  };

  const everything = async () => {
    const { rows } = await database.sql.query<{ row: unknown }>(
      'SELECT to_jsonb(r) AS row FROM reservation r UNION ALL SELECT to_jsonb(a) FROM allocation a UNION ALL SELECT to_jsonb(h) FROM host h',
    );
    return rows;
  };

  it('ends what a VM held and holds the same on another host, until the same moment', async () => {
    const id = await reserveOn('compute-1');
    const [before] = (await recommendationOf(id)).reservations;

    const [held] = await database.swaps.swap([await moveOf(id, await onHost(database, 'compute-2', [OTHER]))], CAUSE);

    expect(held).toMatchObject({
      reservation: { recommendationId: id, member: 0, hostName: 'compute-2', state: 'reserved' },
      allocations: [{ hostName: 'compute-2', address: OTHER.address, state: 'reserved', generation: 1 }],
    });
    expect(held?.reservation.expiresAtMs).toBe(before?.expiresAtMs);
    expect(held?.allocations[0]?.expiresAtMs).toBe(before?.expiresAtMs);
    expect(await holdsOf(id)).toEqual([
      ['compute-1', 'released', `${VF} released`],
      ['compute-2', 'reserved', `${OTHER.address} reserved`],
    ]);
  });

  it('moves what is confirmed for the same server', async () => {
    const id = await reserveOn('compute-1');
    await database.allocations.confirmRecommendation(id, ['server-1']);

    const [held] = await database.swaps.swap([await moveOf(id, await onHost(database, 'compute-2', [DATA]))], CAUSE);

    expect(held).toMatchObject({
      reservation: { state: 'confirmed', serverId: 'server-1', expiresAtMs: null },
      allocations: [{ state: 'confirmed', serverId: 'server-1', expiresAtMs: null }],
    });
  });

  it('moves what was confirmed after it was planned as confirmed', async () => {
    const id = await reserveOn('compute-1');
    const move = await moveOf(id, await onHost(database, 'compute-2', [DATA]));
    await database.allocations.confirmRecommendation(id, ['server-1']);

    expect(await database.swaps.swap([move], CAUSE)).toMatchObject([{ reservation: { state: 'confirmed' } }]);
  });

  it('heals an orphan: from a host that is gone to another, confirmed for the server that it had', async () => {
    const id = await reserveOn('compute-1');
    await database.allocations.confirmRecommendation(id, ['server-1']);
    await database.hosts.delete('compute-1', true);
    expect(await holdsOf(id)).toEqual([['compute-1', 'orphaned', `${VF} orphaned`]]);

    const [held] = await database.swaps.swap([await moveOf(id, await onHost(database, 'compute-2', [DATA]))], CAUSE);

    expect(held).toMatchObject({ reservation: { hostName: 'compute-2', state: 'confirmed', serverId: 'server-1' } });
    expect((await holdsOf(id))[0]).toEqual(['compute-1', 'released', `${VF} released`]);
  });

  it('exchanges the devices of two VMs', async () => {
    const one = await reserveOn('compute-1');
    const other = await reserveOn('compute-2');

    await database.swaps.swap(
      [
        await moveOf(one, await onHost(database, 'compute-2', [DATA])),
        await moveOf(other, await onHost(database, 'compute-1', [DATA])),
      ],
      CAUSE,
    );

    expect((await holdsOf(one)).at(-1)).toEqual(['compute-2', 'reserved', `${VF} reserved`]);
    expect((await holdsOf(other)).at(-1)).toEqual(['compute-1', 'reserved', `${VF} reserved`]);
  });

  it('moves the VMs of one recommendation, and one of them alone', async () => {
    const placements = [await onHost(database, 'compute-1', [DATA]), await onHost(database, 'compute-1', [OTHER])];
    const id = await reserve(database, placements, SOON_MS, { count: 2 });
    const second = (await recommendationOf(id)).reservations.find(({ member }) => member === 1);
    const away = await onHost(database, 'compute-2', [DATA]);

    await database.swaps.swap([await moveOf(id, away, { member: 1, reservationId: second?.id ?? '' })], CAUSE);

    const { reservations } = await recommendationOf(id);
    expect(reservations.map(({ member, hostName, state }) => `${member} ${hostName} ${state}`)).toEqual([
      '0 compute-1 reserved',
      '1 compute-1 released',
      '1 compute-2 reserved',
    ]);
  });

  it('moves every host concerned to a new version, so that planners see it', async () => {
    const id = await reserveOn('compute-1');
    const versions = [await versionOf(database, 'compute-1'), await versionOf(database, 'compute-2')];

    await database.swaps.swap([await moveOf(id, await onHost(database, 'compute-2', [DATA]))], CAUSE);

    expect(await versionOf(database, 'compute-1')).toBeGreaterThan(versions[0] ?? 0);
    expect(await versionOf(database, 'compute-2')).toBeGreaterThan(versions[1] ?? 0);
    const [source, target] = await database.fleet.read(['compute-1', 'compute-2']);
    expect([source?.claims.length, target?.claims.length]).toEqual([0, 1]);
  });

  it('tells the history why, of both ends of the move', async () => {
    const id = await reserveOn('compute-1');

    await database.swaps.swap([await moveOf(id, await onHost(database, 'compute-2', []))], CAUSE);

    const { rows } = await database.sql.query(
      `SELECT host_name, from_state, to_state, reason, actor FROM ledger_history
       WHERE recommendation_id = $1 AND subject_kind = 'reservation' ORDER BY id OFFSET 1`,
      [id],
    );
    expect(rows).toEqual([
      { host_name: 'compute-1', from_state: 'reserved', to_state: 'released', reason: CAUSE.reason, actor: 'api' },
      { host_name: 'compute-2', from_state: null, to_state: 'reserved', reason: CAUSE.reason, actor: 'api' },
    ]);
  });

  describe('writes nothing', () => {
    const expectStale = async (moves: readonly ReservationMove[]) => {
      const before = await everything();
      await expect(database.swaps.swap(moves, CAUSE)).rejects.toThrow(StaleSnapshotError);
      expect(await everything()).toEqual(before);
    };

    it('when a target has moved on, though the other moves could be made', async () => {
      const one = await reserveOn('compute-1');
      const other = await reserveOn('compute-1', [OTHER]);
      const moves = [
        await moveOf(one, await onHost(database, 'compute-2', [DATA])),
        await moveOf(other, await onHost(database, 'compute-3', [DATA])),
      ];
      await reserveOn('compute-3', [OTHER]);

      await expectStale(moves);
    });

    it('when a rival took the target device in between, even if the version were right', async () => {
      const id = await reserveOn('compute-1');
      await reserveOn('compute-2', [DATA]);

      await expectStale([await moveOf(id, await onHost(database, 'compute-2', [DATA]))]);
    });

    it('when the target is no longer active, or gone', async () => {
      const id = await reserveOn('compute-1');
      const move = await moveOf(id, await onHost(database, 'compute-2', [DATA]));
      await database.hosts.setState('compute-2', 1, 'draining');
      await expectStale([
        { ...move, placement: { ...move.placement, hostVersion: await versionOf(database, 'compute-2') } },
      ]);

      await database.hosts.delete('compute-2');
      await expectStale([move]);
    });

    it('when what is to be moved was released, or its time is up though nobody swept', async () => {
      const released = await reserveOn('compute-1');
      const move = await moveOf(released, await onHost(database, 'compute-2', [DATA]));
      await database.allocations.releaseRecommendation(released);
      const overdue = await reserveOn('compute-1', [DATA], -1);

      await expectStale([move]);
      await expectStale([await moveOf(overdue, await onHost(database, 'compute-2', [DATA]))]);
    });

    it.each([
      ['affinity', 'compute-3'],
      ['anti-affinity', 'compute-2'],
    ] as const)('when a rival has put a VM of its server group, with %s, on %s', async (policy, rivalHost) => {
      const inGroup = { constraints: { ...aVmRequest().constraints, group: { id: 'web', policy } } };
      const id = await reserve(database, [await onHost(database, 'compute-1', [DATA])], SOON_MS, inGroup);
      const { rows } = await database.sql.query<{ group_id: string }>('SELECT group_id FROM reservation');
      expect(rows).toEqual([{ group_id: 'web' }]);
      const loose = {
        constraints: { ...aVmRequest().constraints, group: { id: 'web', policy: 'soft-affinity' as const } },
      };
      await reserve(database, [await onHost(database, rivalHost, [OTHER])], SOON_MS, loose);

      await expectStale([await moveOf(id, await onHost(database, 'compute-2', [DATA]))]);
    });

    it('when a device is no longer at the generation that was seen', async () => {
      const id = await reserveOn('compute-1');
      const { id: allocationId, generation } = await allocationOf(database, id);
      const fences = [{ allocationId, generation }];
      await database.allocations.confirmRecommendation(id, ['server-1']);
      const placement = await onHost(database, 'compute-2', [DATA]);

      await expectStale([await moveOf(id, placement, { fences })]);
      const now = [{ allocationId, generation: generation + 1 }];
      expect(await database.swaps.swap([await moveOf(id, placement, { fences: now })], CAUSE)).toHaveLength(1);
    });
  });

  it('lets two swaps over the same hosts go one after the other, however they name them', async () => {
    const [one, other] = [await reserveOn('compute-1'), await reserveOn('compute-2')];
    for (let round = 0; round < 20; round++) {
      const there = await moveOf(one, await onHost(database, round % 2 === 0 ? 'compute-2' : 'compute-1', [DATA]));
      const back = await moveOf(other, await onHost(database, round % 2 === 0 ? 'compute-1' : 'compute-2', [DATA]));

      const outcomes = await Promise.allSettled([
        database.swaps.swap([there, back], CAUSE),
        database.swaps.swap([back, there], CAUSE),
      ]);

      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const lost = outcomes.find((outcome) => outcome.status === 'rejected');
      expect(lost).toMatchObject({ reason: { message: expect.not.stringContaining('deadlock') as string } });
    }
  });
});
