import { FakeCloud, FakeCloudWriter } from '@iopath/testing';
import { syncStages } from '../../apps/worker/src/sync-stages';
import { startAdvisor, type TestAdvisor } from '../support/advisor';
import { wireHost } from '../support/wire-host';

interface SyncJson {
  readonly id: string;
  readonly state: string;
  readonly stages: readonly { readonly name: string; readonly state: string; readonly failure: unknown }[];
}

describe('synchronising with the cloud over HTTP', () => {
  let cloud: FakeCloud;
  let advisor: TestAdvisor;

  beforeAll(async () => {
    cloud = new FakeCloud();
    advisor = await startAdvisor({
      apiCloud: { reader: cloud, writer: new FakeCloudWriter(cloud), ping: () => Promise.resolve() },
      cloudOn: (persistence) => ({ reader: cloud, stages: syncStages(persistence, null), syncEveryS: 0 }),
    });
  });
  afterAll(() => advisor.close());

  const post = (body?: object, headers: Record<string, string> = {}) =>
    advisor.send('POST', '/v1/syncs', body, headers);
  const idOf = ({ json }: { json: unknown }) => (json as SyncJson).id;

  async function whenOver(id: string): Promise<SyncJson> {
    for (;;) {
      const sync = (await advisor.send('GET', `/v1/syncs/${id}`)).json as SyncJson;
      if (!['queued', 'running'].includes(sync.state)) return sync;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  it('is queued, told where, picked up by a worker, and tells what its stages did', async () => {
    const answer = await post({ stages: ['networks', 'hosts'] });
    expect(answer.status).toBe(202);
    expect(answer.headers.get('location')).toBe(`/v1/syncs/${idOf(answer)}`);

    const sync = await whenOver(idOf(answer));
    expect(sync.state).toBe('succeeded');
    expect(sync.stages.map(({ name, state }) => `${name} ${state}`)).toEqual(['hosts succeeded', 'networks succeeded']);
    expect((await advisor.send('GET', '/v1/syncs?limit=1')).json).toMatchObject({ syncs: [{ id: sync.id }] });
  });

  it('is the same one for the same key, and refuses the key for another body', async () => {
    const headers = { 'idempotency-key': 'one-sync' };
    const first = await post({ stages: ['hosts'] }, headers);
    await whenOver(idOf(first));

    expect(idOf(await post({ stages: ['hosts'] }, headers))).toBe(idOf(first));
    expect(await post({ stages: ['networks'] }, headers)).toMatchObject({
      status: 422,
      json: { code: 'idempotency.key_reused' },
    });
  });

  it('refuses stages that there are not', async () => {
    expect(await post({ stages: ['hosts', 'moon'] })).toMatchObject({ status: 422, json: { code: 'request.invalid' } });
    expect(await post({ stages: [] })).toMatchObject({ status: 422 });
  });

  it('tells of a service that does not answer, and keeps what the others said', async () => {
    cloud.down.add('network');
    const sync = await whenOver(idOf(await post({ stages: ['hosts', 'networks'] })));
    cloud.down.clear();

    expect(sync).toMatchObject({
      state: 'partly_failed',
      stages: [{ state: 'succeeded' }, { state: 'failed', failure: { code: 'cloud.unavailable', service: 'network' } }],
    });
  });

  it('streams where it stands, its stages, and its end, and ends then', async () => {
    const id = idOf(await post({ stages: ['hosts'] }));
    const { text, headers } = await advisor.send('GET', `/v1/syncs/${id}/events`);
    const events = text.split('\n\n').filter((each) => each !== '');

    expect(headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(events[0]).toMatch(/^event: progress\ndata: \{/);
    expect(events.at(-1)).toMatch(/^event: end\ndata: \{/);
    expect(events.at(-1)).toContain('"state":"succeeded"');
    expect(events.some((each) => each.startsWith('event: stage'))).toBe(true);
  });

  it('tells a client that comes late how it ended, and one that asks for nothing that it is not there', async () => {
    const { id } = await whenOver(idOf(await post({ stages: ['hosts'] })));
    const { text } = await advisor.send('GET', `/v1/syncs/${id}/events`);
    expect(text.match(/^event: .*$/gm)).toEqual(['event: progress', 'event: end']);

    const unknown = '00000000-0000-4000-8000-000000000000';
    expect(await advisor.send('GET', `/v1/syncs/${unknown}/events`)).toMatchObject({
      status: 404,
      json: { code: 'sync.not_found' },
    });
  });

  it('tells whose word each fact of a host is', async () => {
    await advisor.send('PUT', '/v1/hosts/compute-1/inventory', wireHost(4));
    const service = { id: '1', host: 'compute-1', zone: 'az-of-nova', status: 'disabled', state: 'up' } as const;
    cloud.services = [{ ...service, disabledReason: 'maintenance', updatedAtMs: null }];
    await whenOver(idOf(await post({ stages: ['hosts'] })));
    const facts = await advisor.send('GET', '/v1/hosts/compute-1/facts');

    expect(facts).toMatchObject({
      status: 200,
      json: {
        host_name: 'compute-1',
        sources: [{ source: 'put' }, { source: 'nova' }],
        compute_service: { status: 'disabled', state: 'up', disabled_reason: 'maintenance' },
        network_agents: null,
      },
    });
    const named = (facts.json as { facts: readonly { name: string; source: string | null }[] }).facts;
    expect(named.find(({ name }) => name === 'availability_zone')).toMatchObject({ source: 'nova' });
    expect(named.find(({ name }) => name === 'numa_nodes')).toMatchObject({ source: 'put' });
    expect((await advisor.send('GET', '/v1/hosts/compute-1/inventory')).json).toMatchObject({
      availability_zone: 'az-of-nova',
    });
    expect((await advisor.send('GET', '/v1/hosts/nowhere/facts')).status).toBe(404);
  });
});

describe('without a cloud', () => {
  it('nothing can be synchronised', async () => {
    const advisor = await startAdvisor();
    const answer = await advisor.send('POST', '/v1/syncs');
    await advisor.close();

    expect(answer).toMatchObject({ status: 409, json: { code: 'cloud.not_configured' } });
  });
});
