import { randomUUID } from 'node:crypto';
import { planReconciliation, type ReplanStep } from '@iopath/core';
import { aCloudServer, aVfTake } from '@iopath/testing';
import { type Cause, PlanOutdatedError } from '@iopath/usecases';
import { aMoveOf, planReplan } from '../../../../test/support/planned-replan';
import {
  addHost,
  onHost,
  openSpecDatabase,
  refusal,
  reserve,
  type SpecDatabase,
} from '../../../../test/support/spec-database';

const CAUSE: Cause = { actor: 'replan', reason: 'replan: drain', requestId: null };
const DATA = aVfTake('0000:3b:01.2');
const OTHER = aVfTake('0000:3b:02.2');
const BY_WORKER = { by: 'worker', error: null } as const;
const FAILED = { by: 'worker', error: { code: 'step.not_moved', detail: 'No valid host' } } as const;

/** What a step of a re-plan holds, while it moves a VM and when it is over. */
describe('steps of a re-plan', () => {
  let database: SpecDatabase;

  beforeAll(async () => (database = await openSpecDatabase()));
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.clear();
    for (const hostName of ['compute-1', 'compute-2', 'compute-3']) await addHost(database, hostName);
  });

  /** A VM that runs on compute-1 as server `s-…`. */
  const vmOn = async (hostName: string, devices = [DATA], server: string | null = `s-${randomUUID()}`) => {
    const id = await reserve(database, [await onHost(database, hostName, devices)]);
    if (server !== null) await database.allocations.confirmRecommendation(id, [server]);
    return id;
  };

  const moveTo = (id: string, toHost: string, devices = [DATA], changes: Partial<ReplanStep> = {}) =>
    aMoveOf(database, id, toHost, devices, changes);

  const applied = async (steps: readonly ReplanStep[]): Promise<string> => {
    const id = await planReplan(database, steps);
    await database.replanSteps.begin(id, CAUSE);
    return id;
  };

  const reservationsOf = async (id: string) => (await database.recommendations.get(id))?.reservations ?? [];

  /** Where a VM holds something: `compute-1` as it is, `-> compute-2` where it is to go. */
  const heldBy = async (id: string) =>
    (await reservationsOf(id))
      .filter(({ state }) => state !== 'released')
      .map(({ hostName, moveOf }) => (moveOf === null ? hostName : `-> ${hostName}`));

  const statesOf = async (replanId: string) => {
    const replan = await database.replanSteps.read(replanId);
    return [replan?.status, ...(replan?.records ?? []).map(({ state }) => state)];
  };

  const memoryUsedOn = async (hostName: string) => {
    const { rows } = await database.sql.query<{ used: string }>(
      `SELECT used FROM host_capacity WHERE host_name = $1 AND resource = 'memory_mib'`,
      [hostName],
    );
    return Number(rows[0]?.used);
  };

  const discrepancies = async () => {
    const found: unknown[] = [];
    await database.audits.inspect(false, (each) => found.push(each));
    return found;
  };

  it('hold where the VM goes beside where it is, and both count', async () => {
    const vm = await vmOn('compute-1');
    const taken = await memoryUsedOn('compute-1');

    const id = await applied([await moveTo(vm, 'compute-2')]);

    expect(await heldBy(vm)).toEqual(['compute-1', '-> compute-2']);
    expect(await statesOf(id)).toEqual(['applying', 'reserved']);
    expect(await memoryUsedOn('compute-1')).toBe(taken);
    expect(await memoryUsedOn('compute-2')).toBe(taken);
  });

  it('give the VM its new place when it is there, and the old one back', async () => {
    const vm = await vmOn('compute-1');
    const id = await applied([await moveTo(vm, 'compute-2')]);
    await database.replanSteps.start(id, 's1');

    expect(await database.replanSteps.complete(id, 's1', BY_WORKER, CAUSE)).toBe(true);

    expect(await heldBy(vm)).toEqual(['compute-2']);
    expect(await statesOf(id)).toEqual(['applied', 'done']);
    expect(await memoryUsedOn('compute-1')).toBe(0);
    expect(await database.replanSteps.complete(id, 's1', BY_WORKER, CAUSE)).toBe(false);
    const { rows } = await database.sql.query(
      `SELECT host_name, from_state, to_state, actor, reason FROM ledger_history
       WHERE recommendation_id = $1 AND subject_kind = 'reservation' ORDER BY id OFFSET 2`,
      [vm],
    );
    const said = { actor: 'replan', reason: CAUSE.reason };
    expect(rows).toEqual([
      { host_name: 'compute-2', from_state: null, to_state: 'confirmed', ...said },
      { host_name: 'compute-1', from_state: 'confirmed', to_state: 'released', ...said },
      { host_name: 'compute-2', from_state: 'confirmed', to_state: 'confirmed', ...said },
    ]);
  });

  it('leave the VM where it is when the move came to nothing, and give up all that does not run yet', async () => {
    const [vm, waiting] = [await vmOn('compute-1'), await vmOn('compute-1', [OTHER])];
    const id = await applied([
      await moveTo(vm, 'compute-2'),
      await moveTo(waiting, 'compute-3', [OTHER], { id: 's2' }),
    ]);
    await database.replanSteps.start(id, 's1');

    await database.replanSteps.fail(id, 's1', FAILED, CAUSE);

    expect([await heldBy(vm), await heldBy(waiting)]).toEqual([['compute-1'], ['compute-1']]);
    expect(await statesOf(id)).toEqual(['paused', 'failed', 'waiting']);
    expect(await database.replanSteps.withoutRest()).toEqual([id]);
    expect(await database.replanSteps.resume(id)).toBe(true);
    expect(await statesOf(id)).toEqual(['applying', 'waiting', 'waiting']);
  });

  it('let a step that runs end when the re-plan is stopped, and skip the others', async () => {
    const [vm, waiting] = [await vmOn('compute-1'), await vmOn('compute-1', [OTHER])];
    const id = await applied([
      await moveTo(vm, 'compute-2'),
      await moveTo(waiting, 'compute-3', [OTHER], { id: 's2' }),
    ]);
    await database.replanSteps.start(id, 's1');

    expect(await database.replanSteps.stop(id, CAUSE)).toBe(true);

    expect(await statesOf(id)).toEqual(['stopped', 'running', 'skipped']);
    expect(await database.replanSteps.underWay()).toEqual([id]);
    await database.replanSteps.complete(id, 's1', BY_WORKER, CAUSE);
    expect([await heldBy(vm), await heldBy(waiting)]).toEqual([['compute-2'], ['compute-1']]);
    expect(await database.replanSteps.underWay()).toEqual([]);
  });

  it('hold a target that another step frees only when that one is done', async () => {
    const [first, second] = [await vmOn('compute-1'), await vmOn('compute-2')];
    const waitsFor = [{ step: 's1', reason: 'its VF' }];
    const steps = [await moveTo(first, 'compute-3'), await moveTo(second, 'compute-1', [DATA], { id: 's2', waitsFor })];

    const id = await applied(steps);
    expect([await heldBy(first), await heldBy(second)]).toEqual([['compute-1', '-> compute-3'], ['compute-2']]);
    await expect(database.replanSteps.reserve(id, 's2', CAUSE)).rejects.toThrow(/rival/);
    await database.replanSteps.complete(id, 's1', BY_WORKER, CAUSE);
    await database.replanSteps.reserve(id, 's2', CAUSE);

    expect([await heldBy(first), await heldBy(second)]).toEqual([['compute-3'], ['compute-2', '-> compute-1']]);
  });

  it('move the hold of a VM without server at once', async () => {
    const vm = await vmOn('compute-1', [DATA], null);

    const id = await applied([await moveTo(vm, 'compute-2', [DATA], { mechanism: 'ledger', action: 'none' })]);

    expect(await heldBy(vm)).toEqual(['compute-2']);
    expect(await statesOf(id)).toEqual(['applied', 'done']);
  });

  it.each<[string, (vm: string) => Promise<unknown>, RegExp]>([
    ['a rival has the device', () => vmOn('compute-2'), /rival/],
    ['the VM was released', (vm) => database.allocations.releaseRecommendation(vm), /holds nothing/],
    ['the target is drained', () => database.hosts.setState('compute-2', 1, 'draining'), /draining/],
    ['the target is gone', () => database.hosts.delete('compute-2'), /no host/],
  ])('refuse a plan of which %s since, and change nothing', async (_since, happens, why) => {
    const [vm, other] = [await vmOn('compute-1'), await vmOn('compute-1', [OTHER])];
    const steps = [await moveTo(other, 'compute-3', [OTHER]), await moveTo(vm, 'compute-2', [DATA], { id: 's2' })];
    const id = await planReplan(database, steps);
    await happens(vm);

    const refused = await database.replanSteps.begin(id, CAUSE).catch((error: unknown) => error);

    expect(refused).toBeInstanceOf(PlanOutdatedError);
    expect(refused).toMatchObject({ stepId: 's2', message: expect.stringMatching(why) as string });
    expect(await heldBy(other)).toEqual(['compute-1']);
    expect(await statesOf(id)).toEqual(['planned']);
  });

  it('are begun by one of several appliers only', async () => {
    const id = await planReplan(database, [await moveTo(await vmOn('compute-1'), 'compute-2')]);

    const outcomes = await Promise.allSettled([1, 2, 3].map(() => database.replanSteps.begin(id, CAUSE)));

    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected')
        expect(outcome.reason).toMatchObject(refusal('conflict', 'replan.not_planned'));
    }
  });

  it('let one of two re-plans have a VM', async () => {
    const vm = await vmOn('compute-1');
    const ids = [
      await planReplan(database, [await moveTo(vm, 'compute-2')]),
      await planReplan(database, [await moveTo(vm, 'compute-3')]),
    ];

    const outcomes = await Promise.allSettled(ids.map((id) => database.replanSteps.begin(id, CAUSE)));

    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await heldBy(vm)).toHaveLength(2);
  });

  it('are driven by one process at a time', async () => {
    const { replanSteps } = database;

    const inside = await replanSteps.alone('r1', async () => {
      expect(await replanSteps.alone('r2', () => Promise.resolve('another'))).toBe('another');
      return replanSteps.alone('r1', () => Promise.resolve('the same'));
    });

    expect(inside).toBeNull();
    expect(await replanSteps.alone('r1', () => Promise.resolve('later'))).toBe('later');
  });

  describe('while a VM is on its way', () => {
    let vm: string;
    let id: string;

    beforeEach(async () => {
      vm = await vmOn('compute-1', [DATA], 'server-1');
      id = await applied([await moveTo(vm, 'compute-2', [OTHER])]);
      await database.replanSteps.start(id, 's1');
    });

    it('its release gives both places back, and the step is skipped', async () => {
      await database.allocations.releaseRecommendation(vm);

      expect(await heldBy(vm)).toEqual([]);
      await database.replanSteps.complete(id, 's1', BY_WORKER, CAUSE);
      expect(await statesOf(id)).toEqual(['applied', 'skipped']);
      expect(await memoryUsedOn('compute-2')).toBe(0);
    });

    it('the release of its last device gives both back too', async () => {
      const recommendation = await database.recommendations.get(vm);
      const source = recommendation?.allocations.find(({ hostName }) => hostName === 'compute-1');
      await database.allocations.release(source?.id ?? '');

      expect(await heldBy(vm)).toEqual([]);
    });

    it('what it is to have there cannot be given back alone', async () => {
      const recommendation = await database.recommendations.get(vm);
      const target = recommendation?.allocations.find(({ hostName }) => hostName === 'compute-2');

      await expect(database.allocations.release(target?.id ?? '')).rejects.toMatchObject(
        refusal('conflict', 'allocation.moving'),
      );
    });

    it('confirming it again for its server changes nothing', async () => {
      expect(await database.allocations.confirmRecommendation(vm, ['server-1'])).toBe(0);
      expect(await heldBy(vm)).toEqual(['compute-1', '-> compute-2']);
    });

    it('the audit finds nothing, nor when it is there', async () => {
      expect(await discrepancies()).toEqual([]);
      await database.replanSteps.complete(id, 's1', BY_WORKER, CAUSE);
      expect(await discrepancies()).toEqual([]);
    });

    it('it counts once for a re-plan, by the hold that it has', async () => {
      expect(await database.heldVms.read()).toMatchObject([{ recommendationId: vm, hostName: 'compute-1' }]);
    });

    it('its server is expected at either end, and followed to neither', async () => {
      for (const host of ['compute-1', 'compute-2']) {
        await see(host);
        for (const hostName of ['compute-1', 'compute-2']) {
          await database.reconciliation.follow(hostName, planReconciliation);
        }
        expect(await heldBy(vm)).toEqual(['compute-1', '-> compute-2']);
      }
    });

    it('a list that began before it came there does not take it back', async () => {
      await database.replanSteps.complete(id, 's1', BY_WORKER, CAUSE);
      const sync = await listedAt(Date.now() - 60_000);
      await see('compute-1', sync);

      await database.reconciliation.follow('compute-1', planReconciliation);

      expect(await heldBy(vm)).toEqual(['compute-2']);
    });

    const see = async (host: string, sync: string = randomUUID()) =>
      database.cloudServers.see(sync, [aCloudServer({ id: 'server-1', host, hypervisorHostname: host })], Date.now());

    const listedAt = async (startedAtMs: number) => {
      const syncId = randomUUID();
      await database.sql.query(
        `INSERT INTO sync (id, origin, state, stages, started_at) VALUES ($1, 'schedule', 'running', $2, now())`,
        [syncId, JSON.stringify([{ name: 'servers', startedAtMs }])],
      );
      return syncId;
    };
  });

  describe('cannot be broken by hand:', () => {
    const violates = (constraint: string): unknown => expect.objectContaining({ constraint });

    it('a second place for one VM to go to', async () => {
      const vm = await vmOn('compute-1');
      await applied([await moveTo(vm, 'compute-2')]);

      await expect(copyTarget(`'compute-3'`, 'move_of')).rejects.toEqual(violates('reservation_live_member_key'));
    });

    it('a place to go to that no step is for', async () => {
      await vmOn('compute-1', []);

      await expect(copyTarget(`'compute-2'`, 'id')).rejects.toEqual(violates('reservation_stray_move'));
    });

    it('a step that ends and leaves its target held', async () => {
      const id = await applied([await moveTo(await vmOn('compute-1'), 'compute-2')]);

      await expect(
        database.sql.query(`UPDATE replan_step SET state = 'skipped', finished_at = now() WHERE replan_id = $1`, [id]),
      ).rejects.toEqual(violates('reservation_stray_move'));
    });

    it('a place to go to that is only reserved', async () => {
      await applied([await moveTo(await vmOn('compute-1'), 'compute-2')]);

      await expect(
        database.sql.query(
          `UPDATE reservation SET state = 'expired', server_id = NULL, expires_at = now() WHERE move_of IS NOT NULL`,
        ),
      ).rejects.toEqual(violates('reservation_transition'));
    });

    const copyTarget = (hostName: string, moveOf: string) =>
      database.sql.query(`
        INSERT INTO reservation (id, recommendation_id, member, project_id, host_name, state, server_id, compute, vcpus,
                                 pcpus, memory_mib, disk_gib, move_of)
        SELECT gen_random_uuid(), recommendation_id, member, project_id, ${hostName}, state, server_id, compute, vcpus,
               pcpus, memory_mib, disk_gib, ${moveOf}
        FROM reservation ORDER BY move_of NULLS LAST LIMIT 1`);
  });
});
