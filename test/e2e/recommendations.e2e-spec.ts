import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Answer, startAdvisor, type TestAdvisor } from '../support/advisor';

const EXAMPLES = path.resolve(__dirname, '../../examples');
const WAIT = { prefer: 'wait=30' };
const URL = '/v1/recommendations';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function example(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path.join(EXAMPLES, `requests/${name}.json`), 'utf8')) as Record<string, unknown>;
}

const WITH_VF = example('latency-critical');
const WITHOUT_DEVICE = example('web-vm');
const NOWHERE = example('fits-nowhere');

interface Ready {
  readonly id: string;
  readonly host_name: string;
  readonly vf_allocations: readonly { readonly id: string; readonly vf_address: string; readonly state: string }[];
  readonly reservations: readonly { readonly state: string }[];
}

let advisor: TestAdvisor;

beforeAll(async () => {
  advisor = await startAdvisor();
  const fleet = readFileSync(path.join(EXAMPLES, 'fleet.ndjson'), 'utf8');
  await advisor.send('POST', '/v1/hosts:bulk', fleet, { 'content-type': 'application/x-ndjson' });
});

afterAll(() => advisor.close());

async function decided(request: object, changes: object = {}): Promise<Ready> {
  return (await advisor.send('POST', URL, { ...request, ...changes }, WAIT)).json as Ready;
}

function act(id: string, action: string, body?: unknown, resource = 'recommendations'): Promise<Answer> {
  return advisor.send('POST', `/v1/${resource}/${id}:${action}`, body);
}

describe('POST of a request', () => {
  it('is accepted at once, and found where it says', async () => {
    const accepted = await advisor.send('POST', URL, WITHOUT_DEVICE);
    const location = accepted.headers.get('location') ?? '';

    expect(accepted).toMatchObject({
      status: 202,
      json: { id: expect.stringMatching(UUID) as string, status: 'queued' },
    });
    expect(accepted.headers.has('preference-applied')).toBe(false);
    expect((await advisor.send('GET', location)).json).toMatchObject({
      id: (accepted.json as Ready).id,
      name: 'web-1',
    });
  });

  it('is answered with the decision when the caller waits', async () => {
    const answer = await advisor.send('POST', URL, WITH_VF, { prefer: 'respond-async, wait=99' });

    expect(answer.status).toBe(200);
    expect(answer.headers.get('preference-applied')).toBe('wait=30');
    expect(answer.headers.get('location')).toBe(`${URL}/${(answer.json as Ready).id}`);
    expect(answer.json).toMatchObject({
      status: 'ready',
      nics: [{ name: 'data', path: 'sriov_vf', vnic_type: 'direct', numa_node: 0 }],
      neutron: { ports: [{ name: 'data', 'binding:vnic_type': 'direct', numa_affinity_policy: 'required' }] },
      vf_allocations: [{ device: 'data', kind: 'vf', state: 'reserved', numa_node: 0 }],
      reservations: [{ member: 0, state: 'reserved' }],
    });
  });

  it('is answered as by 202 when the caller waits for nothing', async () => {
    const answer = await advisor.send('POST', URL, WITHOUT_DEVICE, { prefer: 'wait=0' });

    expect([202, 200]).toContain(answer.status);
    expect(answer.headers.get('preference-applied')).toBe('wait=0');
  });

  it('says why nowhere, and what would help', async () => {
    const answer = await advisor.send('POST', URL, NOWHERE, WAIT);

    expect(answer).toMatchObject({ status: 200, json: { status: 'no_valid_host' } });
    expect(answer.json).toMatchObject({
      rejections: expect.arrayContaining([expect.objectContaining({ code: 'link.too_slow' })]) as unknown,
      relaxations: [
        {
          change: 'nics[data].bandwidth_mbps: 200000 -> 100000',
          size: 1,
          changes: [{ target: 'request', pointer: '/nics/0/bandwidth_mbps', from: '200000', to: '100000' }],
          predicted: {
            // All that the link carries: the path is overloaded.
            nics: [{ name: 'data', path: 'sriov_vf', latency_us: null }],
            disks: [{ name: 'root', latency_us: { p50: expect.any(Number) as number } }],
            migration: { live: true, mechanism: 'unplug_replug' },
          },
          predicted_as_asked: null,
        },
      ],
    });
  });

  it('places several alike, each with what it holds', async () => {
    const { members } = (await decided(WITH_VF, { count: 3 })) as unknown as { members: readonly Ready[] };
    const addresses = members.flatMap(({ host_name, vf_allocations }) =>
      vf_allocations.map(({ vf_address }) => `${host_name} ${vf_address}`),
    );

    expect(members).toHaveLength(3);
    expect(new Set(addresses).size).toBe(3);
  });

  it('gives the first answer again to the same key and body, and refuses another body', async () => {
    const headers = { 'idempotency-key': 'once' };
    const first = await advisor.send('POST', URL, WITHOUT_DEVICE, headers);
    const again = await advisor.send('POST', URL, JSON.stringify(WITHOUT_DEVICE, null, 4), headers);
    const other = await advisor.send('POST', URL, { ...WITHOUT_DEVICE, count: 2 }, headers);
    const stranger = await advisor.send('POST', URL, { ...WITHOUT_DEVICE, project_id: 'other' }, headers);

    expect([again.status, again.json]).toEqual([first.status, first.json]);
    expect(other).toMatchObject({ status: 422, json: { code: 'idempotency.key_reused' } });
    expect(stranger.status).toBe(202);
    expect((stranger.json as Ready).id).not.toBe((first.json as Ready).id);
  });
});

describe('what was recommended', () => {
  it('can be reserved later, once', async () => {
    const unreserved = await decided(WITH_VF, { reserve: false });
    const reserved = await act(unreserved.id, 'reserve');
    const again = await act(unreserved.id, 'reserve');

    expect(unreserved.vf_allocations).toEqual([]);
    expect(reserved).toMatchObject({ status: 200, json: { vf_allocations: [{ device: 'data', state: 'reserved' }] } });
    expect(again).toMatchObject({ status: 409, json: { code: 'recommendation.already_reserved' } });
  });

  it('gives the first answer again to a reservation with the same key', async () => {
    const { id } = await decided(WITH_VF, { reserve: false });
    const headers = { 'idempotency-key': 'reserve-once' };
    const first = await advisor.send('POST', `${URL}/${id}:reserve`, undefined, headers);
    const again = await advisor.send('POST', `${URL}/${id}:reserve`, undefined, headers);

    expect(first.status).toBe(200);
    expect(again).toMatchObject({ status: 200, json: first.json });
  });

  it('cannot be reserved when nothing was', async () => {
    const { id } = await decided(NOWHERE);

    expect(await act(id, 'reserve')).toMatchObject({ status: 409, json: { code: 'recommendation.not_ready' } });
  });

  it('without a device is confirmed and released as a whole', async () => {
    const { id } = await decided(WITHOUT_DEVICE);
    const confirmed = await act(id, 'confirm', { server_ids: ['server-1'] });
    const released = await act(id, 'release');

    expect(confirmed).toMatchObject({
      status: 200,
      json: { reservations: [{ state: 'confirmed', server_id: 'server-1' }] },
    });
    expect(released).toMatchObject({ status: 200, json: { reservations: [{ state: 'released' }] } });
  });

  it('is confirmed with one server a VM', async () => {
    const { id } = await decided(WITHOUT_DEVICE);
    const answer = await act(id, 'confirm', { server_ids: ['server-1', 'server-2'] });

    expect(answer).toMatchObject({ status: 422, json: { errors: [{ pointer: '/server_ids' }] } });
  });
});

describe('an allocation', () => {
  it('goes from reserved to confirmed to released, and no other way', async () => {
    const { vf_allocations } = await decided(WITH_VF);
    const id = vf_allocations[0]?.id ?? '';
    const stale = await act(id, 'confirm', { server_id: 'server-1', generation: 9 }, 'allocations');
    const confirmed = await act(id, 'confirm', { server_id: 'server-1', generation: 1 }, 'allocations');
    const another = await act(id, 'confirm', { server_id: 'server-2' }, 'allocations');
    const released = await act(id, 'release', undefined, 'allocations');
    const late = await act(id, 'confirm', { server_id: 'server-1' }, 'allocations');

    expect(stale).toMatchObject({ status: 409, json: { code: 'allocation.generation_conflict' } });
    expect(confirmed).toMatchObject({ status: 200, json: { state: 'confirmed', generation: 2, expires_at: null } });
    expect(another).toMatchObject({ status: 409, json: { code: 'allocation.confirmed_for_another_server' } });
    expect(released).toMatchObject({ status: 200, json: { state: 'released' } });
    expect(late).toMatchObject({ status: 409, json: { code: 'allocation.released' } });
  });

  it('keeps its host from being forgotten, until it is released', async () => {
    const { id, host_name } = await decided(WITH_VF, { constraints: { include_hosts: ['compute-10'] } });
    const kept = await advisor.send('DELETE', `/v1/hosts/${host_name}`);
    await act(id, 'release');

    expect(kept).toMatchObject({ status: 409, json: { code: 'host.has_allocations' } });
    expect(await advisor.send('DELETE', `/v1/hosts/${host_name}`)).toMatchObject({ status: 204 });
  });

  it('is found by host, project and state', async () => {
    const { vf_allocations, host_name } = await decided(WITH_VF, { project_id: 'finders' });
    const find = async (query: string) => {
      const { json } = await advisor.send('GET', `/v1/allocations?project_id=finders&${query}`);
      return (json as { allocations: { id: string }[] }).allocations.map(({ id }) => id);
    };

    expect(await find(`host_name=${host_name}&state=reserved`)).toEqual([vf_allocations[0]?.id]);
    expect(await find('state=expired')).toEqual([]);
    expect(await find('host_name=nobody')).toEqual([]);
  });
});

describe('the explanation', () => {
  it('gives the reasons for every host, page by page', async () => {
    const { id } = await decided(NOWHERE);
    const first = (await advisor.send('GET', `${URL}/${id}/explanation?limit=20`)).json as Explanation;
    const second = (await (await fetch(first.links[0]?.href ?? '')).json()) as Explanation;

    expect(first.rejections.length).toBeGreaterThan(0);
    expect(first.hosts).toHaveLength(20);
    expect(first.hosts[0]).toMatchObject({
      host_name: 'compute-01',
      reasons: expect.arrayContaining([
        expect.objectContaining({
          subject: 'data',
          path: 'sriov_vf',
          code: 'link.too_slow',
          required: '200000 Mbit/s',
        }),
      ]) as unknown,
    });
    expect(second.links).toEqual([]);
    expect(second.hosts.every(({ reasons }) => reasons.length > 0)).toBe(true);
  });

  it('tells of one host and one path the first rule against it, and all that are', async () => {
    const { id } = await decided(NOWHERE);
    const url = `${URL}/${id}/explanation?host_name=compute-01&path=sriov_vf`;
    const { hosts, waterfall, links } = (await advisor.send('GET', url)).json as Explanation;

    expect(links).toEqual([]);
    expect(hosts).toMatchObject([
      {
        host_name: 'compute-01',
        takes_vm: false,
        paths: [{ subject: 'data', path: 'sriov_vf', first: { rule: 'link-speed', code: 'link.too_slow' } }],
      },
    ]);
    const [path] = hosts[0]?.paths ?? [];
    expect(path?.blocking[0]).toEqual(path?.first);
    expect(waterfall).toContainEqual(expect.objectContaining({ rule: 'link-speed', level: 'device' }));
    expect(waterfall.at(-1)?.together.out).toBe(0);
  });

  it('of a host that is not in the fleet is empty', async () => {
    const { id } = await decided(NOWHERE);

    expect(await advisor.send('GET', `${URL}/${id}/explanation?host_name=nobody`)).toMatchObject({
      status: 200,
      json: { hosts: [], links: [] },
    });
  });

  it('is there for a ready one, too', async () => {
    const { id } = await decided(WITH_VF);

    expect(await advisor.send('GET', `${URL}/${id}/explanation`)).toMatchObject({
      status: 200,
      json: { id, status: 'ready', relaxations: [] },
    });
  });
});

interface Explanation {
  readonly waterfall: readonly { readonly together: { readonly out: number } }[];
  readonly rejections: readonly unknown[];
  readonly hosts: readonly {
    readonly host_name: string;
    readonly reasons: readonly unknown[];
    readonly paths: readonly { readonly first: unknown; readonly blocking: readonly unknown[] }[];
  }[];
  readonly links: readonly { readonly href: string }[];
}
