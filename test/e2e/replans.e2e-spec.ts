import { randomUUID } from 'node:crypto';
import { type Answer, startAdvisor, type TestAdvisor } from '../support/advisor';
import { wireHost, wireRequest } from '../support/wire-host';

interface ReplanJson {
  readonly id: string;
  readonly status: string;
  readonly request: object;
  readonly progress: { readonly stage: string; readonly moves: number | null } | null;
  readonly plan: null | {
    readonly status: string;
    readonly steps: readonly {
      readonly id: string;
      readonly from_host: string;
      readonly to_host: string;
      readonly mechanism: string;
      readonly place: { readonly nics: readonly { readonly path: string }[]; readonly devices: readonly object[] };
      readonly waits_for: readonly object[];
    }[];
    readonly stuck: readonly object[];
    readonly objective: { readonly gap: number };
    readonly efficacy: { readonly hosts_freed: readonly string[] };
  };
  readonly capacity: { readonly fits: number } | null;
  readonly unlock: { readonly rejected: number; readonly still_rejected: number } | null;
}

describe('re-plans over HTTP', () => {
  let advisor: TestAdvisor;

  beforeAll(async () => {
    advisor = await startAdvisor();
    await advisor.send('PUT', '/v1/hosts/compute-01/inventory', wireHost(4));
    for (const name of ['vm-1', 'vm-2']) await recommend(wireRequest(name, ['sriov_vf']));
    await advisor.send('PUT', '/v1/hosts/compute-02/inventory', wireHost(4));
  });
  afterAll(() => advisor.close());

  const post = (body: object, headers: Record<string, string> = {}) =>
    advisor.send('POST', '/v1/replans', body, headers);
  const get = async (id: string) => (await advisor.send('GET', `/v1/replans/${id}`)).json as ReplanJson;
  const idOf = ({ json }: Answer) => (json as ReplanJson).id;

  const recommend = (request: object): Promise<Answer> =>
    advisor.send('POST', '/v1/recommendations', request, { prefer: 'wait=30' });

  async function planned(body: object): Promise<ReplanJson> {
    const answer = await post(body);
    expect(answer).toMatchObject({ status: 202, json: { status: 'queued' } });
    for (const id = idOf(answer); ;) {
      const replan = await get(id);
      if (!['queued', 'running'].includes(replan.status)) return replan;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  it('is queued, told where, picked up by a worker, and empties a host by steps that name each device', async () => {
    const answer = await post({ reason: 'drain', hosts: ['compute-01'] });
    expect(answer.headers.get('location')).toBe(`/v1/replans/${idOf(answer)}`);
    const drain = await planned({ reason: 'drain', hosts: ['compute-01'] });

    expect(drain).toMatchObject({ status: 'planned', progress: { moves: 2 }, plan: { status: 'complete', stuck: [] } });
    const steps = drain.plan?.steps ?? [];
    expect(steps.map(({ from_host, to_host }) => `${from_host} ${to_host}`)).toEqual([
      'compute-01 compute-02',
      'compute-01 compute-02',
    ]);
    expect(steps.map(({ mechanism }) => mechanism)).toEqual(['ledger', 'ledger']);
    expect(steps.flatMap(({ place }) => place.devices)).toHaveLength(2);
    expect(drain.plan?.efficacy.hosts_freed).toEqual(['compute-01']);
    expect(drain.plan?.objective.gap).toBe(0);
  });

  it('is shown as a page that needs nothing else, and lets nothing in', async () => {
    const { id } = await planned({ reason: 'drain', hosts: ['compute-01'] });
    const answer = await fetch(`${advisor.url}/v1/replans/${id}/report`);
    const page = await answer.text();

    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    // Which of two like VMs goes first depends on their ids, which are drawn at random.
    expect(page).toMatch(/<title>s1: vm-[12] from compute-01 to compute-02, ledger<\/title>/);
    expect(page).toContain('2 VMs leave');
    expect(await advisor.send('GET', `/v1/replans/${randomUUID()}/report`)).toMatchObject({ status: 404 });
  });

  it('tells what has to give where there is no room', async () => {
    const replan = await planned({ reason: 'drain', hosts: ['compute-01', 'compute-02'] });

    expect(replan).toMatchObject({ status: 'planned', plan: { status: 'partial', steps: [] } });
    expect(replan.plan?.stuck).toHaveLength(2);
  });

  it('is the same one for the same key, and refuses the key for another body', async () => {
    const headers = { 'idempotency-key': 'one-replan' };
    const body = { reason: 'rebalance' };
    const first = await post(body, headers);

    expect(idOf(await post(body, headers))).toBe(idOf(first));
    expect(await post({ reason: 'consolidate' }, headers)).toMatchObject({
      status: 422,
      json: { code: 'idempotency.key_reused' },
    });
  });

  it('streams where it stands, and its end, without the plan', async () => {
    const id = idOf(await post({ reason: 'rebalance' }));
    const { text, headers } = await advisor.send('GET', `/v1/replans/${id}/events`);
    const events = text.split('\n\n').filter((each) => each !== '');

    expect(headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(events[0]).toMatch(/^event: progress\ndata: \{/);
    expect(events.at(-1)).toMatch(/^event: end\ndata: \{/);
    expect(events.at(-1)).toContain('"status":"planned"');
    expect(events.at(-1)).not.toContain('"plan":');
  });

  it('lists newest first, by reason and status', async () => {
    const { id } = await planned({ reason: 'consolidate' });
    const list = await advisor.send('GET', '/v1/replans?reason=consolidate&status=planned&limit=1');

    expect(list).toMatchObject({ status: 200, json: { replans: [{ id, reason: 'consolidate' }] } });
    expect(await advisor.send('GET', '/v1/replans?status=lost')).toMatchObject({ status: 400 });
  });

  it('answers questions of a changed fleet', async () => {
    const request = wireRequest('db', ['sriov_vf']);
    const question = { kind: 'capacity', request };
    const now = await planned({ reason: 'what_if', question });
    const changes = [{ op: 'add_hosts_like', host_name: 'compute-01', count: 1 }];
    const then = await planned({ reason: 'what_if', changes, question });

    expect(now.capacity?.fits).toBe(6);
    expect(then.capacity?.fits).toBe(10);
    expect(then.request).toMatchObject({ changes, question: { kind: 'capacity', request: { name: 'db' } } });
  });

  it('plans on a changed fleet what nobody can apply', async () => {
    const inventory = { ...wireHost(4) };
    const changes = [{ op: 'add_host', host_name: 'compute-09', inventory }];
    const replan = await planned({ reason: 'what_if', hosts: ['compute-01', 'compute-02'], changes });

    expect(replan).toMatchObject({ status: 'planned', plan: { status: 'complete' } });
    expect(replan.plan?.steps.map(({ to_host }) => to_host)).toEqual(['compute-09', 'compute-09']);
  });

  it('looks back at requests that were rejected', async () => {
    await recommend({ ...wireRequest('huge', ['sriov_vf']), count: 7 });
    const { unlock } = await planned({ reason: 'what_if', question: { kind: 'unlock', days: 1 } });

    expect(unlock).toMatchObject({ rejected: 1, still_rejected: 1 });
  });

  describe('what is refused', () => {
    const faultsOf = async (body: object) => {
      const { status, json } = await post(body);
      const { errors = [] } = json as { errors?: { pointer: string; code: string }[] };
      return [status, ...errors.map(({ pointer, code }) => `${pointer} ${code}`)];
    };

    it.each<[string, object, ...string[]]>([
      ['a drain of nothing', { reason: 'drain' }, '/hosts replan.hosts_missing'],
      ['a failure of nothing', { reason: 'failure' }, '/failed replan.failed_missing'],
      ['a host that there is not', { reason: 'drain', hosts: ['compute-77'] }, '/hosts/0 host.unknown'],
      [
        'a PF that there is not',
        { reason: 'failure', failed: [{ kind: 'pf', host_name: 'compute-01', pf_address: '0000:ff:00.0' }] },
        '/failed/0/pf_address pf.unknown',
      ],
      [
        'a PF without address',
        { reason: 'failure', failed: [{ kind: 'link', host_name: 'x' }] },
        '/failed/0/pf_address field.required',
      ],
      [
        'a network that there is not',
        { reason: 'failure', failed: [{ kind: 'physical_network', physical_network: 'moon' }] },
        '/failed/0/physical_network physical_network.unknown',
      ],
      ['a goal of another reason', { reason: 'rebalance', free: { kind: 'hosts' } }, '/free replan.field_without_use'],
      [
        'changes of the real fleet',
        { reason: 'rebalance', changes: [{ op: 'remove_host', host_name: 'compute-01' }] },
        '/changes replan.field_without_use',
      ],
      [
        'a change without its parts',
        { reason: 'what_if', changes: [{ op: 'add_hosts_like', vfs: 3 }] },
        '/changes/0/host_name field.required',
        '/changes/0/count field.required',
        '/changes/0/vfs replan.field_without_use',
      ],
      [
        'a change that cannot be made',
        { reason: 'what_if', changes: [{ op: 'remove_pf', host_name: 'compute-01', address: '0000:ff:00.0' }] },
        '/changes/0/address pf.unknown',
      ],
      [
        'a VM that there is not',
        { reason: 'rebalance', targets: [{ recommendation_id: randomUUID(), to_host: 'compute-02' }] },
        '/targets/0/recommendation_id recommendation.unknown',
      ],
      [
        'a window that never opens',
        {
          reason: 'rebalance',
          limits: { windows: [{ from: '2026-11-22T05:00:00Z', to: '2026-11-22T05:00:00Z' }] },
        },
        '/limits/windows/0/to replan.window_empty',
      ],
      [
        'a request that Nova would refuse',
        {
          reason: 'what_if',
          question: {
            kind: 'capacity',
            request: { name: 'x', flavor: { vcpus: 1, ram_mib: 1, extra_specs: { 'hw:x': '1' } } },
          },
        },
        '/question/request/flavor/extra_specs/hw:x extra_spec.unknown',
      ],
      ['a field that there is not', { reason: 'drain', hosts: ['compute-01'], colour: 'red' }, '/colour field.unknown'],
    ])('%s', async (_name, body, ...faults) => {
      expect(await faultsOf(body)).toEqual([422, ...faults]);
    });

    it('what is not there', async () => {
      for (const [method, path] of [
        ['GET', ''],
        ['GET', '/events'],
        ['POST', ':cancel'],
      ] as const) {
        expect(await advisor.send(method, `/v1/replans/${randomUUID()}${path}`)).toMatchObject({
          status: 404,
          json: { code: 'replan.not_found' },
        });
      }
    });
  });
});
