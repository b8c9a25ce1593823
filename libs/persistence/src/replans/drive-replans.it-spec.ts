import { NO_LIMITS, type ReplanLimits, type ReplanStep } from '@iopath/core';
import { aCloudPort, aCloudServer, aVfTake, FakeCloud, FakeCloudWriter } from '@iopath/testing';
import { ApplyReplan, type Cause, DriveReplans, LookAgain, MoveServer } from '@iopath/usecases';
import { aMoveOf, planReplan } from '../../../../test/support/planned-replan';
import { addHost, onHost, openSpecDatabase, reserve, type SpecDatabase } from '../../../../test/support/spec-database';

const DATA = aVfTake('0000:3b:01.2');
const OTHER = aVfTake('0000:3b:02.2');
const CAUSE: Cause = { actor: 'api', reason: 'drain', requestId: null };

/** Applying with a cloud, in rounds as the workers make them; between two rounds a worker may be lost. */
describe('re-plans that are applied', () => {
  let database: SpecDatabase;
  let cloud: FakeCloud;
  let writer: FakeCloudWriter;
  let rests: string[];

  beforeAll(async () => (database = await openSpecDatabase()));
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.clear();
    for (const hostName of ['compute-1', 'compute-2', 'compute-3']) await addHost(database, hostName);
    cloud = new FakeCloud();
    writer = new FakeCloudWriter(cloud);
    rests = [];
  });

  /** A worker that knows nothing but what the database says. */
  const worker = (hasCloud = true) =>
    new DriveReplans({
      steps: database.replanSteps,
      replans: database.replans,
      reconciliation: database.reconciliation,
      cloud: hasCloud
        ? {
            move: new MoveServer({ reader: cloud, writer }),
            lookAgain: new LookAgain({
              reader: cloud,
              servers: database.cloudServers,
              hosts: database.hosts,
              aliases: null,
              clock: Date.now,
              newId: () => crypto.randomUUID(),
            }),
          }
        : null,
      planRest: ({ id }) => Promise.resolve(rests.push(id)),
      clock: Date.now,
    });

  const round = () => worker().lookAround(new AbortController().signal);
  const rounds = async (count: number) => {
    for (let made = 0; made < count; made++) await round();
  };

  const application = (hasCloud = true) =>
    new ApplyReplan({
      steps: database.replanSteps,
      replans: database.replans,
      hasCloud,
      newId: () => crypto.randomUUID(),
    });

  const vmOn = async (hostName: string, server: string, devices = [DATA]) => {
    const id = await reserve(database, [await onHost(database, hostName, devices)]);
    await database.allocations.confirmRecommendation(id, [server]);
    cloud.serverList.push(aCloudServer({ id: server, host: hostName, hypervisorHostname: hostName }));
    return id;
  };

  const applied = async (steps: readonly ReplanStep[], limits: Partial<ReplanLimits> = {}) => {
    const id = await planReplan(database, steps, { ...NO_LIMITS, ...limits });
    await application().apply(id, false, CAUSE);
    return id;
  };

  const statesOf = async (id: string) => {
    const { replan } = await application().view(id);
    return [replan.status, ...replan.records.map(({ state }) => state)];
  };

  const errorsOf = async (id: string) =>
    (await application().view(id)).replan.records.map(({ error }) => error?.code ?? null);

  /** Host and device of what a VM holds; its target, if it has one, second. */
  const heldBy = async (id: string) => {
    const recommendation = await database.recommendations.get(id);
    const devices = recommendation?.allocations.filter(({ state }) => state === 'confirmed') ?? [];
    return devices.map(({ hostName, address }) => `${hostName} ${address}`);
  };

  it('move the servers through Nova, confirm that, and hold what they have there', async () => {
    const [one, other] = [await vmOn('compute-1', 'server-1'), await vmOn('compute-1', 'server-2', [OTHER])];
    const id = await applied([
      await aMoveOf(database, one, 'compute-2', [DATA]),
      await aMoveOf(database, other, 'compute-3', [OTHER], {
        id: 's2',
        action: 'os-migrateLive',
        mechanism: 'transparent',
      }),
    ]);

    await rounds(4);

    expect(await statesOf(id)).toEqual(['applied', 'done', 'done']);
    expect(writer.movesAsked).toEqual(['migrate server-1 to compute-2', 'os-migrateLive server-2 to compute-3']);
    expect(cloud.serverList.map(({ status, host }) => `${status} ${host}`)).toEqual([
      'ACTIVE compute-2',
      'ACTIVE compute-3',
    ]);
    expect([await heldBy(one), await heldBy(other)]).toEqual([['compute-2 0000:3b:01.2'], ['compute-3 0000:3b:02.2']]);
  });

  it('hold the device that Nova gave, and let the next one have another', async () => {
    const [one, other] = [await vmOn('compute-1', 'server-1'), await vmOn('compute-1', 'server-2', [OTHER])];
    const port = { deviceId: 'server-1', hostId: 'compute-2', pciSlot: '0000:3b:02.2' };
    cloud.portList.push(aCloudPort(port));
    const id = await applied(
      [
        await aMoveOf(database, one, 'compute-2', [DATA]),
        await aMoveOf(database, other, 'compute-2', [OTHER], { id: 's2' }),
      ],
      { maxParallel: 1 },
    );

    await rounds(3);

    expect(await statesOf(id)).toEqual(['applying', 'done', 'running']);
    expect([await heldBy(one), await heldBy(other)]).toEqual([
      ['compute-2 0000:3b:02.2'],
      ['compute-1 0000:3b:02.2', 'compute-2 0000:3b:01.2'],
    ]);
  });

  it('hold what a step frees when it is done, for the step that waits for it', async () => {
    const [first, second] = [await vmOn('compute-1', 'server-1'), await vmOn('compute-2', 'server-2')];
    const waitsFor = [{ step: 's1', reason: 'its VF' }];
    const id = await applied([
      await aMoveOf(database, first, 'compute-3', [DATA]),
      await aMoveOf(database, second, 'compute-1', [DATA], { id: 's2', waitsFor }),
    ]);

    await rounds(5);

    expect(await statesOf(id)).toEqual(['applied', 'done', 'done']);
    expect(writer.movesAsked).toEqual(['migrate server-1 to compute-3', 'migrate server-2 to compute-1']);
  });

  describe('ask Nova once, though', () => {
    let vm: string;
    let id: string;

    beforeEach(async () => {
      vm = await vmOn('compute-1', 'server-1');
      id = await applied([await aMoveOf(database, vm, 'compute-2', [DATA])]);
    });

    const lost = new Error('The process ended here.');

    it.each<[string, () => void]>([
      ['a worker was lost ahead of the call', () => writer.failures.set('serverAction', [lost])],
      ['a worker was lost with the answer', () => void writer.lostAnswers.add('serverAction')],
    ])('%s', async (_when, happens) => {
      happens();
      await expect(round()).rejects.toThrow(lost.message);
      expect(await heldBy(vm)).toHaveLength(2);

      await rounds(3);

      expect(writer.movesAsked).toEqual(['migrate server-1 to compute-2']);
      expect(await statesOf(id)).toEqual(['applied', 'done']);
      expect(await heldBy(vm)).toEqual(['compute-2 0000:3b:01.2']);
    });

    it('a worker was lost when the server was there, and the ledger did not say so yet', async () => {
      await round();
      cloud.serverList = cloud.serverList.map((server) => ({ ...server, status: 'ACTIVE' }));
      expect(await heldBy(vm)).toHaveLength(2);

      await round();

      expect(writer.movesAsked).toHaveLength(1);
      expect(await heldBy(vm)).toEqual(['compute-2 0000:3b:01.2']);
    });

    it('several workers look at once', async () => {
      for (let made = 0; made < 4; made++) await Promise.all([round(), round(), round()]);

      expect(writer.movesAsked).toEqual(['migrate server-1 to compute-2']);
      expect(await statesOf(id)).toEqual(['applied', 'done']);
    });

    it('Nova does not answer for a while', async () => {
      cloud.down.add('compute');
      await rounds(2);
      cloud.down.clear();
      await rounds(3);

      expect(writer.movesAsked).toHaveLength(1);
      expect(await statesOf(id)).toEqual(['applied', 'done']);
    });
  });

  describe('pause, and have the rest planned once, when', () => {
    let vm: string;

    beforeEach(async () => (vm = await vmOn('compute-1', 'server-1')));

    const appliedMove = async () => applied([await aMoveOf(database, vm, 'compute-2', [DATA])]);

    it.each<[string, string, () => void]>([
      ['Nova leaves the server where it is', 'step.not_moved', () => void writer.leaves.add('server-1')],
      ['Nova chooses another host', 'step.not_moved', () => void writer.chooses.set('server-1', 'compute-3')],
      ['the server is gone', 'step.server_gone', () => void (cloud.serverList = [])],
    ])('%s', async (_why, code, happens) => {
      const id = await appliedMove();
      happens();

      await rounds(4);

      expect(await statesOf(id)).toEqual(['paused', 'failed']);
      expect(await errorsOf(id)).toEqual([code]);
      expect(await heldBy(vm)).toEqual(['compute-1 0000:3b:01.2']);
      expect(cloud.serverList.every(({ host }) => host === 'compute-1')).toBe(true);
      expect(rests).toContain(id);
    });

    it('the server breaks on its target: its hold is there', async () => {
      const id = await appliedMove();
      await round();
      cloud.serverList = cloud.serverList.map((server) => ({ ...server, status: 'ERROR', faultMessage: 'no disk' }));

      await round();

      expect(await statesOf(id)).toEqual(['paused', 'failed']);
      expect(await heldBy(vm)).toEqual(['compute-2 0000:3b:01.2']);
      await application().resume(id);
      expect(await statesOf(id)).toEqual(['applied', 'done']);
    });

    it('somebody has the target of a step that had to wait', async () => {
      const second = await vmOn('compute-2', 'server-2');
      const waitsFor = [{ step: 's1', reason: 'its VF' }];
      const id = await applied([
        await aMoveOf(database, vm, 'compute-3', [DATA]),
        await aMoveOf(database, second, 'compute-1', [DATA], { id: 's2', waitsFor }),
      ]);
      await rounds(1);
      await database.hosts.setState('compute-1', 1, 'draining');

      await rounds(2);

      expect(await statesOf(id)).toEqual(['paused', 'done', 'failed']);
      expect(await errorsOf(id)).toEqual([null, 'step.target_taken']);
      expect(await heldBy(second)).toEqual(['compute-2 0000:3b:01.2']);
    });

    it('and go on when they are to', async () => {
      writer.leaves.add('server-1');
      const id = await appliedMove();
      await rounds(2);
      writer.leaves.clear();

      await application().resume(id);
      await rounds(3);

      expect(await statesOf(id)).toEqual(['applied', 'done']);
      expect(writer.movesAsked).toHaveLength(2);
    });
  });

  describe('without a cloud', () => {
    const roundWithout = () => worker(false).lookAround(new AbortController().signal);

    it('wait for callers to say how each step ended', async () => {
      const vm = await vmOn('compute-1', 'server-1');
      const id = await planReplan(database, [await aMoveOf(database, vm, 'compute-2', [DATA])]);
      const { apply, report } = { apply: application(false), report: { outcome: 'done' } as const };
      await apply.apply(id, false, CAUSE);
      await roundWithout();
      expect(await statesOf(id)).toEqual(['applying', 'running']);

      await apply.report(id, 's1', report, CAUSE);

      expect(await statesOf(id)).toEqual(['applied', 'done']);
      expect(await heldBy(vm)).toEqual(['compute-2 0000:3b:01.2']);
      expect((await apply.report(id, 's1', report, CAUSE)).replan.status).toBe('applied');
      await expect(apply.report(id, 's1', { outcome: 'failed', detail: 'no' }, CAUSE)).rejects.toMatchObject({
        code: 'replan.step_over',
      });
    });

    it('pause when a caller says that a step failed', async () => {
      const vm = await vmOn('compute-1', 'server-1');
      const id = await planReplan(database, [await aMoveOf(database, vm, 'compute-2', [DATA])]);
      await application(false).apply(id, false, CAUSE);

      await application(false).report(id, 's1', { outcome: 'failed', detail: 'no disk' }, CAUSE);
      await roundWithout();

      expect(await statesOf(id)).toEqual(['paused', 'failed']);
      expect(rests).toEqual([id]);
    });
  });

  describe('are refused', () => {
    it('as a whole when the fleet no longer allows them, and superseded', async () => {
      const vm = await vmOn('compute-1', 'server-1');
      const id = await planReplan(database, [await aMoveOf(database, vm, 'compute-2', [DATA])]);
      await vmOn('compute-2', 'server-2');

      await expect(application().apply(id, false, CAUSE)).rejects.toMatchObject({
        code: 'replan.outdated',
        faults: [{ pointer: '/plan/steps/0' }],
      });
      expect((await database.replans.find(id))?.status).toBe('superseded');
      expect(await heldBy(vm)).toEqual(['compute-1 0000:3b:01.2']);
    });

    it('a report where Nova tells, one of a step that nothing is held for, and one of no step', async () => {
      const vm = await vmOn('compute-1', 'server-1');
      const id = await planReplan(database, [await aMoveOf(database, vm, 'compute-2', [DATA])]);
      const done = { outcome: 'done' } as const;

      await expect(application(false).report(id, 's1', done, CAUSE)).rejects.toMatchObject({
        code: 'replan.step_not_begun',
      });
      await expect(application(true).report(id, 's1', done, CAUSE)).rejects.toMatchObject({
        code: 'replan.step_through_cloud',
      });
      await expect(application(false).report(id, 's9', done, CAUSE)).rejects.toMatchObject({
        code: 'replan.step_not_found',
      });
    });

    it('a stop and a resumption of what is neither applied nor paused', async () => {
      const id = await planReplan(database, []);

      await expect(application().stop(id, CAUSE)).rejects.toMatchObject({ code: 'replan.not_applying' });
      await expect(application().resume(id)).rejects.toMatchObject({ code: 'replan.not_paused' });
    });
  });

  it('change nothing in a dry run, which tells every call and command', async () => {
    const vm = await vmOn('compute-1', 'server-1');
    const id = await planReplan(database, [await aMoveOf(database, vm, 'compute-2', [DATA])]);

    const { steps } = await application().apply(id, true, CAUSE);

    expect(steps[0]?.calls.calls.map(({ body }) => body)).toEqual([
      { migrate: { host: 'compute-2' } },
      { confirmResize: null },
    ]);
    expect(steps[0]?.calls.commands[0]).toContain('server migrate --host compute-2 --wait server-1');
    expect(await statesOf(id)).toEqual(['planned']);
    expect(await heldBy(vm)).toEqual(['compute-1 0000:3b:01.2']);
  });
});
