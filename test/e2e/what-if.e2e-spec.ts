import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { aCloudServer, aForeignClaim } from '@iopath/testing';
import { type Answer, startAdvisor, type TestAdvisor } from '../support/advisor';
import { wireHost, wireRequest } from '../support/wire-host';

interface Answered {
  readonly id: string;
  readonly status: string;
  readonly plan: null | {
    readonly status: string;
    readonly steps: readonly { readonly from_host: string; readonly to_host: string }[];
    readonly stuck: readonly { readonly code: string; readonly vm: { readonly name: string } }[];
  };
  readonly capacity: null | { readonly fits: number; readonly bottleneck: readonly { readonly code: string }[] };
  readonly unlock: null | {
    readonly still_rejected: number;
    readonly changes: readonly { readonly change: string; readonly unlocks: readonly string[] }[];
  };
}

/** compute-01 has two VFs, both held; compute-02 has none. */
describe('what if', () => {
  let advisor: TestAdvisor;
  let rejected: string;

  beforeAll(async () => {
    advisor = await startAdvisor();
    await advisor.send('PUT', '/v1/hosts/compute-01/inventory', wireHost(2));
    await advisor.send('PUT', '/v1/hosts/compute-02/inventory', wireHost(0));
    for (const name of ['vm-1', 'vm-2']) await recommend(name);
    rejected = await recommend('vm-3', 'no_valid_host');
  });
  afterAll(() => advisor.close());

  async function recommend(name: string, expected = 'ready'): Promise<string> {
    const request = { ...wireRequest(name, ['sriov_vf']), reserve: true };
    const { json } = await advisor.send('POST', '/v1/recommendations', request, { prefer: 'wait=30' });
    const { id, status } = json as { readonly id: string; readonly status: string };
    expect(status).toBe(expected);
    return id;
  }

  const post = (body: object): Promise<Answer> => advisor.send('POST', '/v1/replans', { reason: 'what_if', ...body });

  async function ask(body: object): Promise<Answered> {
    const { status, json } = await post(body);
    expect(status).toBe(202);
    for (const { id } = json as Answered; ; await sleep(50)) {
      const answer = (await advisor.send('GET', `/v1/replans/${id}`)).json as Answered;
      if (!['queued', 'running'].includes(answer.status)) return answer;
    }
  }

  const DRAIN = { question: { kind: 'plan', goal: 'drain' }, hosts: ['compute-01'] };

  it('empties a host with hosts that are yet to come, where there is no room today', async () => {
    const changes = [{ op: 'add_hosts_like', host_name: 'compute-01', count: 1 }];

    expect((await ask(DRAIN)).plan).toMatchObject({
      status: 'partial',
      stuck: [{ code: 'vm.no_place' }, { code: 'vm.no_place' }],
    });
    const { plan } = await ask({ ...DRAIN, changes });
    expect(plan).toMatchObject({ status: 'complete', stuck: [] });
    expect(plan?.steps.map(({ to_host: to }) => to)).toEqual(['compute-01-like-1', 'compute-01-like-1']);
    expect((await advisor.send('GET', '/v1/hosts/compute-01-like-1')).status).toBe(404);
  });

  it('moves VMs off a host that goes, whatever else is asked', async () => {
    const changes = [
      { op: 'add_hosts_like', host_name: 'compute-01', count: 1 },
      { op: 'remove_host', host_name: 'compute-01' },
    ];
    const { plan } = await ask({ question: { kind: 'plan', goal: 'rebalance' }, changes });

    expect(plan).toMatchObject({ status: 'complete' });
    expect(plan?.steps.map(({ from_host: from }) => from)).toEqual(['compute-01', 'compute-01']);
  });

  it('counts how many more fit, and says what runs out', async () => {
    const question = { kind: 'capacity', request: wireRequest('more', ['sriov_vf']) };
    const changes = [{ op: 'add_hosts_like', host_name: 'compute-01', count: 3 }];

    expect((await ask({ question })).capacity).toMatchObject({ fits: 0, is_all: true });
    const { capacity } = await ask({ question, changes });
    expect(capacity).toMatchObject({ fits: 6, is_all: true });
    expect(capacity?.bottleneck.map(({ code }) => code)).toContain('vf.none_free');
  });

  it('finds the changes that let rejected requests in', async () => {
    const { unlock } = await ask({ question: { kind: 'unlock', days: 7 } });

    expect(unlock).toMatchObject({ rejected: 1, still_rejected: 1, is_all: true });
    const paths = unlock?.changes.find(({ change }) => change === 'nics[data].paths: sriov_vf -> any');
    expect(paths).toMatchObject({ unlocks: [rejected], changes: [{ target: 'request', pointer: '/nics/0/paths' }] });
  });

  it('names servers that are in the way and not the advisor’s', async () => {
    const server = aCloudServer({ name: 'db-1', projectId: 'p7', host: 'compute-02' });
    const { cloudServers } = advisor.persistence;
    await cloudServers.see(randomUUID(), [server], Date.now());
    await cloudServers.putHost('compute-02', [], [aForeignClaim({ projectId: 'p7' })], Date.now());
    const { plan } = await ask({ ...DRAIN, hosts: ['compute-02'] });

    expect(plan?.stuck).toMatchObject([
      { code: 'vm.not_ours', vm: { server_id: server.id, name: 'db-1', project_id: 'p7' } },
    ]);
  });

  it('points at what cannot be changed', async () => {
    const changes = [
      { op: 'add_hosts_like', host_name: 'compute-02', count: 1 },
      { op: 'set_sriov_numvfs', host_name: 'compute-01', address: '0000:3b:00.0', vfs: 3 },
      { op: 'use_model', model_version: 'none' },
    ];
    const { status, json } = await post({ ...DRAIN, changes });

    expect(status).toBe(422);
    expect(json).toMatchObject({
      errors: [
        { pointer: '/changes/1/vfs', code: 'pf.more_vfs_than_total' },
        { pointer: '/changes/2/model_version', code: 'model_version.unknown' },
      ],
    });
  });
});
