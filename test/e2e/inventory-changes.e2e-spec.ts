import { randomUUID } from 'node:crypto';
import { type Answer, startAdvisor, type TestAdvisor } from '../support/advisor';
import { wireHost, wireRequest } from '../support/wire-host';

const PF = 'pfs/0000:3b:00.0';

interface Host {
  readonly pfs: readonly [{ readonly vfs: readonly object[] }];
}

interface Made {
  readonly id: string;
  readonly vf_allocations: readonly [{ readonly id: string; readonly vf_address: string }];
}

interface Told {
  readonly history: readonly (object & { readonly id: string; readonly generation: number })[];
  readonly links: readonly { readonly href: string }[];
}

let advisor: TestAdvisor;
let hostName: string;
let allocation: Made['vf_allocations'][0];
let madeId: string;

beforeAll(async () => {
  advisor = await startAdvisor();
});
afterAll(() => advisor.close());

/** A host of its own for each test, with one VF held by a VM that runs. */
beforeEach(async () => {
  hostName = `compute-${randomUUID()}`;
  await advisor.send('PUT', url(), wireHost(8));
  const request = { ...wireRequest('db-1', ['sriov_vf']), constraints: { include_hosts: [hostName] } };
  const made = (await advisor.send('POST', '/v1/recommendations', request, { prefer: 'wait=30' })).json as Made;
  madeId = made.id;
  [allocation] = made.vf_allocations;
  await advisor.send('POST', `/v1/recommendations/${madeId}:confirm`, { server_ids: ['server-1'] });
});
afterEach(() => advisor.send('POST', `/v1/recommendations/${madeId}:release`));

const url = () => `/v1/hosts/${hostName}/inventory`;

/** The host with its PF changed. */
function withPf(changes: (pf: Host['pfs'][0]) => object): object {
  const host = wireHost(8) as Host;
  return { ...host, generation: 1, pfs: [{ ...host.pfs[0], ...changes(host.pfs[0]) }] };
}

const withoutHeldVf = () =>
  withPf(({ vfs }) => ({ vfs: vfs.filter((vf) => (vf as { address: string }).address !== allocation.vf_address) }));

function changes(query = '', accept?: string): Promise<Answer> {
  return advisor.send('GET', `${url()}/changes${query}`, undefined, accept === undefined ? {} : { accept });
}

const history = async () => ((await changes()).json as Told).history;

describe('what changed on a host', () => {
  it('begins with one line for all of a host that is new', async () => {
    expect(await history()).toMatchObject([
      {
        generation: 1,
        by: { actor: 'inventory', reason: 'put inventory', request_id: expect.stringMatching(/^req-/) as unknown },
        changes: [{ code: 'host.added', text: 'The host is new: one NUMA node with 64 CPUs and one PF with 8 VFs.' }],
        touched: [],
      },
    ]);
  });

  it('tells a VF that is gone with the allocation that a server has on it, as the answer to the write does', async () => {
    const written = await advisor.send('PUT', url(), withoutHeldVf());
    const [newest] = await history();

    expect(written.json).toMatchObject({
      orphaned_allocations: [allocation.id],
      summary: [
        expect.stringMatching(/^VF \d of ens1f0 \(0000:3b:00\.0\) is gone\.$/),
        'PF ens1f0 (0000:3b:00.0) has 7 VFs now; it had 8.',
      ],
    });
    expect(newest).toMatchObject({
      generation: 2,
      changes: [
        { code: 'vf.gone', subject: `${PF}/vfs/${allocation.vf_address}`, effect: 'breaks_guests', count: 1 },
        { code: 'pf.numvfs_changed', field: 'vfs', before: 8, after: 7 },
      ],
      touched: [
        {
          kind: 'allocation',
          id: allocation.id,
          recommendation_id: madeId,
          vm_name: 'db-1',
          state: 'orphaned',
          server_id: 'server-1',
          device: allocation.vf_address,
          reasons: [
            {
              code: 'vf.gone',
              text: `It holds VF ${allocation.vf_address} of PF 0000:3b:00.0, which is gone.`,
            },
          ],
        },
      ],
      touched_total: 1,
    });
  });

  it('tells a link that went down with every VM on its VFs, and what was only recommended there', async () => {
    const request = {
      ...wireRequest('later', ['sriov_vf']),
      constraints: { include_hosts: [hostName] },
      reserve: false,
    };
    const made = await advisor.send('POST', '/v1/recommendations', request, { prefer: 'wait=30' });
    const advised = made.json as { id: string; status: string };
    expect(advised.status).toBe('ready');

    await advisor.send(
      'PUT',
      url(),
      withPf(() => ({ link_state: 'down' })),
    );
    const [newest] = await history();

    expect(newest).toMatchObject({
      changes: [{ code: 'pf.link_down', text: 'PF ens1f0 (0000:3b:00.0) lost its link.', before: 'up', after: 'down' }],
      touched: [
        { kind: 'allocation', id: allocation.id, state: 'confirmed' },
        { kind: 'recommendation', id: advised.id, vm_name: 'later', state: 'recommended', server_id: null },
      ],
    });
  });

  it('has no row for the same document, nor for one that is only newer', async () => {
    const before = await history();
    const again = await advisor.send('PUT', url(), wireHost(8));
    await advisor.send('PUT', url(), { ...wireHost(8), generation: 1, observed_at: '2026-11-21T08:00:00Z' });

    expect(again.json).toMatchObject({ summary: [] });
    expect(await history()).toEqual(before);
  });

  it('comes a page at a time, newest first, the newest 50 at most', async () => {
    for (let nth = 1; nth <= 51; nth++) {
      await advisor.send('PUT', url(), { ...wireHost(8), rack: `r${nth}`, generation: nth });
    }
    const all = await history();
    const first = (await changes('?limit=30')).json as Told;
    const second = (await advisor.send('GET', new URL(first.links[0]?.href ?? '').href.replace(/^.*?(?=\/v1)/, '')))
      .json as Told;

    expect(all.map(({ generation }) => generation)).toEqual(Array.from({ length: 50 }, (_, i) => 52 - i));
    expect([...first.history, ...second.history].map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    expect(second.links).toEqual([]);
  });

  it('is told by a bulk write, too', async () => {
    const line = JSON.stringify({ host_name: hostName, ...withPf(() => ({ link_speed_mbps: 10_000 })) });
    const headers = { 'content-type': 'application/x-ndjson' };
    const answer = await advisor.send('POST', '/v1/hosts:bulk', `${line}\n`, headers);

    expect(answer.text).toContain('PF ens1f0 (0000:3b:00.0) went from 100,000 to 10,000 Mbit/s.');
    expect(await history()).toMatchObject([{ by: { reason: 'put inventories' } }, {}]);
  });

  it('outlives the host', async () => {
    await advisor.send('DELETE', `/v1/hosts/${hostName}?orphan=true`);

    expect(await changes()).toMatchObject({ status: 200, json: { history: [{ generation: 1 }] } });
  });

  it('is text for who asks for text', async () => {
    await advisor.send('PUT', url(), withoutHeldVf());
    const { headers, text } = await changes('', 'text/plain');

    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(text).toMatch(/^@@ compute-\S+, generation 2, \S+: put inventory \(req-/);
    expect(text).toContain('\n! VF ');
    expect(text).toContain('\n- PF ens1f0 (0000:3b:00.0) has 7 VFs now; it had 8.\n  Touched:\n');
    expect(text).toContain(`    allocation ${allocation.id} of db-1 (orphaned, server server-1): It holds VF `);
  });

  it.each([
    ['a host that nobody knows', '/v1/hosts/nobody/inventory/changes', 404, 'host.not_found'],
    ['a marker that is no entry', '?marker=999999', 422, 'query.marker_unknown'],
    ['a marker that is no number', '?marker=99999999999999999999999', 422, 'query.marker_unknown'],
    ['a limit of nothing', '?limit=0', 422, 'query.invalid'],
  ])('is refused of %s', async (_case, path, status, code) => {
    const answer = await (path.startsWith('?') ? changes(path) : advisor.send('GET', path));

    expect(answer).toMatchObject({ json: { code } });
    expect([status, 400]).toContain(answer.status);
  });
});

describe('what an inventory would change', () => {
  const diff = (document: object, host = hostName, headers: Record<string, string> = {}) =>
    advisor.send('POST', `/v1/hosts/${host}/inventory:diff`, document, headers);

  it('is what the write then tells, and nothing is written', async () => {
    const state = async () => [
      (await advisor.send('GET', url())).json,
      (await advisor.send('GET', `/v1/allocations/${allocation.id}`)).json,
      await history(),
    ];
    const before = await state();
    const told = (await diff(withoutHeldVf())).json as { changes: object[]; orphaned_allocations: string[] };

    expect(told).toMatchObject({
      host_name: hostName,
      generation: 1,
      changes_total: 2,
      touched: [{ kind: 'allocation', id: allocation.id, state: 'confirmed' }],
      orphaned_allocations: [allocation.id],
    });
    expect(await state()).toEqual(before);

    await advisor.send('PUT', url(), withoutHeldVf());
    expect((await history())[0]).toMatchObject({ changes: told.changes });
  });

  it('is all of a host that nobody knows', async () => {
    const told = await diff(wireHost(2), 'nobody');

    expect(told).toMatchObject({
      status: 200,
      json: { generation: null, changes: [{ code: 'host.added' }], touched: [] },
    });
    expect((await advisor.send('GET', '/v1/hosts/nobody')).status).toBe(404);
  });

  it('is nothing for the same document, whatever generation it names', async () => {
    expect((await diff({ ...wireHost(8), generation: 77 })).json).toMatchObject({ changes: [], changes_total: 0 });
  });

  it('is text for who asks for text', async () => {
    const { text } = await diff({ ...wireHost(8), rack: 'r9' }, hostName, {
      accept: 'text/plain, application/json;q=0.5',
    });

    expect(text).toBe(`@@ ${hostName}, generation 1: would change\n  The rack of the host is known now: r9.\n`);
  });

  it.each([
    ['contradicts itself', () => ({ ...wireHost(1), numa_nodes: [] })],
    ['has a NUL', () => ({ ...wireHost(1), rack: 'r\u0000' })],
    ['has half a surrogate pair', () => ({ ...wireHost(1), rack: 'r\ud800' })],
    ['has a huge number', () => withPf(() => ({ link_speed_mbps: 1e300 }))],
  ])('is refused of a document that %s', async (_case, document) => {
    const answer = await diff(document());

    expect(answer).toMatchObject({
      status: expect.any(Number) as number,
      json: { code: expect.any(String) as string },
    });
    expect([400, 422]).toContain(answer.status);
  });
});
