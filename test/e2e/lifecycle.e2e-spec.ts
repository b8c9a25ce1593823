import { randomUUID } from 'node:crypto';
import { type Answer, startAdvisor, type TestAdvisor } from '../support/advisor';
import { wireHost, wireRequest } from '../support/wire-host';

const HOST = '/v1/hosts/compute-1';
const NO_ID = '00000000-0000-4000-8000-000000000000';

interface Held {
  readonly status: string;
  readonly id: string;
  readonly vf_allocations: readonly [{ readonly id: string; readonly vf_address: string }];
}

interface Entry {
  readonly actor: string;
  readonly reason: string;
  readonly request_id: string | null;
  readonly to_state: string;
}

let advisor: TestAdvisor;

beforeAll(async () => {
  advisor = await startAdvisor();
  await advisor.send('PUT', `${HOST}/inventory`, wireHost(2));
});

afterAll(() => advisor.close());

async function held(): Promise<Held> {
  const request = wireRequest(`vm-${randomUUID()}`, ['sriov_vf']);
  return (await advisor.send('POST', '/v1/recommendations', request, { prefer: 'wait=30' })).json as Held;
}

function act(resource: string, id: string, action: string, body?: unknown): Promise<Answer> {
  return advisor.send('POST', `/v1/${resource}/${id}:${action}`, body);
}

const generation = async () => ((await advisor.send('GET', HOST)).json as { generation: number }).generation;

describe('a reservation over HTTP', () => {
  it('is renewed, confirmed and released, and its history tells by which requests', async () => {
    const { id, vf_allocations } = await held();
    const [allocation] = vf_allocations;
    const renewed = await act('allocations', allocation.id, 'renew', { ttl_s: 3600, generation: 1 });
    const again = await act('recommendations', id, 'renew', { ttl_s: 7200 });
    const confirmed = await act('allocations', allocation.id, 'confirm', { server_id: 'server-1', generation: 3 });
    const late = await act('allocations', allocation.id, 'renew', { ttl_s: 60 });
    const released = await act('allocations', allocation.id, 'release');

    expect([renewed, again, confirmed, released].map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(late).toMatchObject({ status: 409, json: { code: 'allocation.already_confirmed', retry: 'never' } });
    const { history } = (await advisor.send('GET', `/v1/allocations/${allocation.id}/history`)).json as {
      history: readonly Entry[];
    };
    expect(history.map(({ actor, reason, to_state }) => [actor, reason, to_state])).toEqual([
      ['worker', 'decided', 'reserved'],
      ['api', 'renew allocation', 'reserved'],
      ['api', 'renew recommendation', 'reserved'],
      ['api', 'confirm allocation', 'confirmed'],
      ['api', 'release allocation', 'released'],
    ]);
    expect(history[3]?.request_id).toBe(confirmed.headers.get('x-openstack-request-id'));
    const whole = await advisor.send('GET', `/v1/recommendations/${id}/history`);
    expect((whole.json as { history: object[] }).history).toHaveLength(10);
  });

  it.each([
    ['more than a day', { ttl_s: 86_401 }, '/ttl_s'],
    ['no time', { ttl_s: 0 }, '/ttl_s'],
    ['nothing', {}, '/ttl_s'],
    ['another thing', { ttl_s: 60, until: 'noon' }, '/until'],
  ])('is not renewed for %s', async (_case, body, pointer) => {
    const refused = await act('allocations', NO_ID, 'renew', body);

    expect(refused).toMatchObject({ status: 422, json: { retry: 'after_change', errors: [{ pointer }] } });
  });

  it('is orphaned with its host, and confirmed when the host is back', async () => {
    const { id, vf_allocations } = await held();
    const [allocation] = vf_allocations;
    await act('recommendations', id, 'confirm', { server_ids: ['server-1'] });
    const kept = await advisor.send('DELETE', HOST);
    const deleted = await advisor.send('DELETE', `${HOST}?orphan=true`);
    const orphans = await advisor.send('GET', '/v1/allocations?state=orphaned');
    await advisor.send('PUT', `${HOST}/inventory`, wireHost(2));
    const back = await advisor.send('GET', `/v1/allocations/${allocation.id}`);
    const withoutVfs = { ...wireHost(0), generation: await generation() };
    const written = await advisor.send('PUT', `${HOST}/inventory`, withoutVfs);
    await advisor.send('PUT', `${HOST}/inventory`, { ...wireHost(2), generation: await generation() });

    expect(kept).toMatchObject({ status: 409, json: { code: 'host.has_allocations', retry: 'after_change' } });
    expect(deleted.status).toBe(204);
    expect(orphans.json).toMatchObject({ allocations: [{ id: allocation.id, state: 'orphaned' }] });
    expect(back.json).toMatchObject({ state: 'confirmed', server_id: 'server-1' });
    expect(written.json).toMatchObject({ orphaned_allocations: [allocation.id] });
    expect((await act('recommendations', id, 'release')).status).toBe(200);
  });

  it('sets its device aside when it is given back unclean, until it is cleared', async () => {
    const [allocation] = (await held()).vf_allocations;
    const path = `/v1/quarantines?host_name=compute-1&state=open`;
    await act('allocations', allocation.id, 'release', { cleanup: 'failed' });
    const open = await advisor.send('GET', path);
    const others = [await held(), await held()];
    const cleared = await act('allocations', allocation.id, 'clear');

    expect(open.json).toMatchObject({
      quarantines: [{ device_address: allocation.vf_address, reason: 'cleanup_failed', allocation_id: allocation.id }],
    });
    expect(others.map(({ status }) => status)).toEqual(['ready', 'no_valid_host']);
    expect(cleared).toMatchObject({ status: 200, json: { cleared_by: 'api' } });
    expect((await advisor.send('GET', path)).json).toMatchObject({ quarantines: [] });
    for (const { id } of others) await act('recommendations', id, 'release');
  });
});

describe('a quarantine over HTTP', () => {
  const WHOLE = { host_name: 'compute-1', device_address: '0000:3B:00.0' };

  it('is opened once a key, explains itself, and is cleared', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const first = await advisor.send('POST', '/v1/quarantines', WHOLE, key);
    const again = await advisor.send('POST', '/v1/quarantines', WHOLE, key);
    const refused = await advisor.send('POST', '/v1/quarantines', WHOLE);
    const nowhere = await held();
    const explanation = await advisor.send('GET', `/v1/recommendations/${nowhere.id}/explanation`);
    const cleared = await act('quarantines', (first.json as Held).id, 'clear');

    expect(first).toMatchObject({ status: 201, json: { device_address: '0000:3b:00.0', by: 'api', cleared_at: null } });
    expect(again.json).toEqual(first.json);
    expect(refused).toMatchObject({ status: 409, json: { code: 'quarantine.already_open', retry: 'never' } });
    expect(explanation.text).toContain('vf.pf_in_quarantine');
    expect(cleared).toMatchObject({ status: 200, json: { cleared_by: 'api' } });
  });

  it.each([
    ['an unknown device', { ...WHOLE, device_address: '0000:ff:00.0' }, 422, '/device_address'],
    ['no address', { ...WHOLE, device_address: 'eth0' }, 422, '/device_address'],
    ['an unknown host', { ...WHOLE, host_name: 'compute-9' }, 404, undefined],
  ])('is not opened for %s', async (_case, body, status, pointer) => {
    const refused = await advisor.send('POST', '/v1/quarantines', body);

    expect(refused.status).toBe(status);
    expect((refused.json as { errors?: { pointer: string }[] }).errors?.[0]?.pointer).toBe(pointer);
  });

  it.each(['quarantines', 'allocations'])('is not found: %s', async (resource) => {
    expect((await act(resource, NO_ID, 'clear')).status).toBe(404);
  });
});
