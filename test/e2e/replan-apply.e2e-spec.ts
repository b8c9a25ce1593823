import { randomUUID } from 'node:crypto';
import { type Answer, startAdvisor, type TestAdvisor } from '../support/advisor';
import { wireHost, wireRequest } from '../support/wire-host';

interface StepsJson {
  readonly status: string;
  readonly dry_run: boolean;
  readonly steps: readonly {
    readonly id: string;
    readonly state: string | null;
    readonly recommendation_id: string;
    readonly to_host: string;
    readonly commands: readonly string[];
  }[];
}

interface HoldJson {
  readonly state: string;
  readonly host_name: string;
  readonly move_of: string | null;
}

/** Without a cloud: operators make the moves, and say how each ended. */
describe('applying a re-plan over HTTP', () => {
  let advisor: TestAdvisor;
  let vms: string[];

  beforeAll(async () => void (advisor = await startAdvisor()));
  afterAll(() => advisor.close());

  beforeEach(async () => {
    await advisor.send('PUT', '/v1/hosts/compute-01/inventory', wireHost(4));
    vms = [];
    for (const name of ['vm-1', 'vm-2']) {
      const made = await advisor.send('POST', '/v1/recommendations', wireRequest(name, ['sriov_vf']), {
        prefer: 'wait=30',
      });
      const { id } = made.json as { readonly id: string };
      await advisor.send('POST', `/v1/recommendations/${id}:confirm`, { server_ids: [randomUUID()] });
      vms.push(id);
    }
    await advisor.send('PUT', '/v1/hosts/compute-02/inventory', wireHost(4));
  });

  afterEach(async () => {
    for (const vm of vms) await advisor.send('POST', `/v1/recommendations/${vm}:release`);
    for (const host of ['compute-01', 'compute-02']) await advisor.send('DELETE', `/v1/hosts/${host}`);
  });

  const until = async <T>(look: () => Promise<T | null>): Promise<T> => {
    for (;;) {
      const seen = await look();
      if (seen !== null) return seen;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  /** A drain of compute-01 that is planned. */
  const planned = async (limits: object = {}): Promise<string> => {
    const asked = await advisor.send('POST', '/v1/replans', { reason: 'drain', hosts: ['compute-01'], limits });
    const { id } = asked.json as { readonly id: string };
    return until(async () => {
      const { json } = await advisor.send('GET', `/v1/replans/${id}`);
      return (json as { readonly status: string }).status === 'planned' ? id : null;
    });
  };

  const stepsOf = async (id: string) => (await advisor.send('GET', `/v1/replans/${id}/steps`)).json as StepsJson;
  const apply = (id: string, body: object = {}): Promise<Answer> =>
    advisor.send('POST', `/v1/replans/${id}:apply`, body);
  const report = (id: string, stepId: string, outcome: string, body?: object): Promise<Answer> =>
    advisor.send('POST', `/v1/replans/${id}/steps/${stepId}:${outcome}`, body);

  const runs = (id: string, stepId: string) =>
    until(async () => {
      const { steps } = await stepsOf(id);
      return steps.some((step) => step.id === stepId && step.state === 'running') ? true : null;
    });

  const holdsOf = async (vm: string) => {
    const { json } = await advisor.send('GET', `/v1/recommendations/${vm}`);
    const { reservations } = json as { readonly reservations: readonly HoldJson[] };
    return reservations
      .filter(({ state }) => state === 'confirmed')
      .map(({ host_name: host, move_of: moveOf }) => (moveOf === null ? host : `-> ${host}`));
  };

  const discrepancies = async () => {
    const { json } = await advisor.send('POST', '/v1/audits', { repair: false });
    return (json as { readonly counts: readonly object[] }).counts;
  };

  it('shows the commands, holds both places of each VM until its step is reported done, and ends as applied', async () => {
    const id = await planned();

    const dry = (await apply(id, { dry_run: true })).json as StepsJson;
    expect(dry).toMatchObject({ status: 'planned', dry_run: true, steps: [{ state: null }, { state: null }] });
    expect(dry.steps[0]?.commands[0]).toMatch(/^openstack .*server migrate .*--host compute-02 --wait /);
    for (const vm of vms) expect(await holdsOf(vm)).toEqual(['compute-01']);

    expect(await apply(id)).toMatchObject({ status: 200, json: { status: 'applying' } });
    expect(await apply(id)).toMatchObject({ status: 409, json: { code: 'replan.not_planned' } });
    for (const vm of vms) expect(await holdsOf(vm)).toEqual(['compute-01', '-> compute-02']);
    expect(await discrepancies()).toEqual([]);

    for (const { id: stepId } of (await stepsOf(id)).steps) {
      await runs(id, stepId);
      expect(await report(id, stepId, 'done')).toMatchObject({ status: 200 });
    }

    expect(await stepsOf(id)).toMatchObject({ status: 'applied', steps: [{ state: 'done' }, { state: 'done' }] });
    for (const vm of vms) expect(await holdsOf(vm)).toEqual(['compute-02']);
    expect(await discrepancies()).toEqual([]);
  });

  it('makes one move at a time where it may make no more', async () => {
    const id = await planned({ max_parallel: 1 });
    await apply(id);
    await runs(id, 's1');

    expect((await stepsOf(id)).steps.map(({ state }) => state)).toEqual(['running', 'reserved']);
    await report(id, 's1', 'done');
    await runs(id, 's2');
  });

  it('pauses when a step failed, leaves its VM where it is, has the rest planned, and goes on when it is told to', async () => {
    const id = await planned();
    await apply(id);
    await runs(id, 's1');

    const failed = await report(id, 's1', 'failed', { detail: 'No valid host was found.' });

    expect(failed).toMatchObject({ status: 200, json: { status: 'paused' } });
    const { steps } = await stepsOf(id);
    const [first] = steps;
    expect(first).toMatchObject({ state: 'failed', error: { detail: 'No valid host was found.' }, reported_by: 'api' });
    expect(await holdsOf(first?.recommendation_id ?? '')).toEqual(['compute-01']);

    for (const { id: stepId, state } of steps) if (state === 'running') await report(id, stepId, 'done');
    await until(async () => {
      const { json } = await advisor.send('GET', '/v1/replans?reason=drain');
      const { replans } = json as { readonly replans: readonly { readonly parent_id: string | null }[] };
      return replans.some(({ parent_id: parent }) => parent === id) ? true : null;
    });
    expect(await advisor.send('POST', `/v1/replans/${id}:resume`)).toMatchObject({ json: { status: 'applying' } });
    await runs(id, 's1');
    await report(id, 's1', 'done');
    expect(await stepsOf(id)).toMatchObject({ status: 'applied' });
  });

  it('begins no more once it is stopped', async () => {
    const id = await planned({ max_parallel: 1 });
    await apply(id);
    await runs(id, 's1');

    expect(await advisor.send('POST', `/v1/replans/${id}:stop`)).toMatchObject({
      status: 200,
      json: { status: 'stopped', steps: [{ state: 'running' }, { state: 'skipped' }] },
    });
    await report(id, 's1', 'done');

    expect((await Promise.all(vms.map(holdsOf))).flat().sort()).toEqual(['compute-01', 'compute-02']);
    expect(await advisor.send('POST', `/v1/replans/${id}:resume`)).toMatchObject({
      status: 409,
      json: { code: 'replan.not_paused' },
    });
  });

  it('refuses a plan that the fleet no longer allows', async () => {
    const id = await planned();
    const host = (await advisor.send('GET', '/v1/hosts/compute-02')).json as { readonly generation: number };
    await advisor.send('PATCH', '/v1/hosts/compute-02', { state: 'draining', generation: host.generation });

    expect(await apply(id)).toMatchObject({
      status: 409,
      json: { code: 'replan.outdated', errors: [{ pointer: '/plan/steps/0' }] },
    });
    expect(await advisor.send('GET', `/v1/replans/${id}`)).toMatchObject({ json: { status: 'superseded' } });
  });

  it.each([
    ['GET', 'steps', undefined, 'replan.not_found'],
    ['POST', ':apply', {}, 'replan.not_found'],
    ['POST', 'steps/s1:done', undefined, 'replan.not_found'],
  ])('knows no steps of what is no re-plan: %s %s', async (method, action, body, code) => {
    const url = action.startsWith(':') ? action : `/${action}`;
    expect(await advisor.send(method, `/v1/replans/${randomUUID()}${url}`, body)).toMatchObject({
      status: 404,
      json: { code },
    });
  });

  it('refuses what it does not know in a body, and a report without its reason', async () => {
    const id = await planned();

    expect(await apply(id, { dryrun: true })).toMatchObject({ status: 422, json: { code: 'request.invalid' } });
    expect(await report(id, 's1', 'failed', {})).toMatchObject({
      status: 422,
      json: { errors: [{ pointer: '/detail' }] },
    });
    expect(await report(id, 's9', 'done')).toMatchObject({ status: 404, json: { code: 'replan.step_not_found' } });
    expect(await report(id, 's1', 'done')).toMatchObject({ status: 409, json: { code: 'replan.step_not_begun' } });
  });
});
