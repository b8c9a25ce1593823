import { EXAMPLE_INVENTORY } from '../../apps/api/src/hosts/inventory.example';
import { startAdvisor, type TestAdvisor } from '../support/advisor';

const NOTHING = { added: [], removed: [], changed: [] };
const NDJSON = { 'content-type': 'application/x-ndjson' };

let advisor: TestAdvisor;

beforeAll(async () => {
  advisor = await startAdvisor();
});

afterAll(() => advisor.close());

function put(hostName: string, changes: object = {}) {
  return advisor.send('PUT', `/v1/hosts/${hostName}/inventory`, { ...EXAMPLE_INVENTORY, ...changes });
}

/** Sends lines, objects as JSON, and returns the results in a form that shows what matters. */
async function bulk(...lines: readonly unknown[]) {
  const body = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  const answer = await advisor.send('POST', '/v1/hosts:bulk', body, NDJSON);
  const results = answer.text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as BulkResult);
  return {
    answer,
    results: results.map(({ line, host_name, status, problem }) => [line, host_name, status, problem?.code ?? null]),
  };
}

interface BulkResult {
  readonly line: number;
  readonly host_name: string | null;
  readonly status: number;
  readonly problem?: { readonly code: string };
}

describe('PUT of an inventory', () => {
  it('makes the host, then changes it, and gives the same again for the same again', async () => {
    const first = await put('put-1');
    const again = await put('put-1');
    const changed = await put('put-1', { generation: 1, rack: 'r2', bridges: [] });
    const retried = await put('put-1', { generation: 1, rack: 'r2', bridges: [], observed_at: '2026-11-21T09:00:00Z' });

    expect(first).toMatchObject({ status: 201, json: { host_name: 'put-1', generation: 1, orphaned_allocations: [] } });
    expect(again).toMatchObject({ status: 200, json: { generation: 1, changes: NOTHING } });
    expect(changed).toMatchObject({
      status: 200,
      json: { generation: 2, changes: { added: [], removed: ['bridges/br-physnet1'], changed: ['rack'] } },
    });
    expect(retried).toMatchObject({ status: 200, json: { generation: 2, changes: NOTHING } });
  });

  it.each([
    ['that somebody else wrote meanwhile', 'put-2', { generation: 7, rack: 'r9' }, 409, 'host.generation_conflict'],
    ['that exists, as a new one', 'put-2', { generation: null, rack: 'r9' }, 409, 'host.already_exists'],
    ['that does not exist, as a known one', 'put-3', { generation: 1 }, 404, 'host.not_found'],
  ])('is refused for a host %s', async (_what, hostName, changes, status, code) => {
    await put('put-2');

    expect(await put(hostName, changes)).toMatchObject({ status, json: { code } });
  });

  it('can be read, changed and put back', async () => {
    await put('put-4');
    const { json } = await advisor.send('GET', '/v1/hosts/put-4/inventory');
    const back = await advisor.send('PUT', '/v1/hosts/put-4/inventory', { ...(json as object), rack: 'r5' });

    expect(json).toEqual({ ...EXAMPLE_INVENTORY, generation: 1, observed_at: '2026-11-21T08:00:00.000Z' });
    expect(back).toMatchObject({ status: 200, json: { generation: 2, changes: { changed: ['rack'] } } });
  });
});

describe('POST of many inventories', () => {
  it('answers each line in order, and lets a bad one fail alone', async () => {
    const good = { host_name: 'bulk-1', ...EXAMPLE_INVENTORY };
    const { answer, results } = await bulk(
      good,
      '',
      '{"host_name":"bulk-2",',
      { ...good, host_name: 'bulk-3', colour: 'red' },
      { ...good, host_name: 'bulk-4', numa_nodes: [{ ...good.numa_nodes[0], distances: [10, 20] }] },
      { ...EXAMPLE_INVENTORY },
      { ...good, host_name: '../bulk' },
      '7',
      { ...good, host_name: 'bulk-5' },
      good,
      { ...good, generation: 9, rack: 'r9' },
    );

    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson');
    expect(results).toEqual([
      [1, 'bulk-1', 201, null],
      [3, null, 400, 'body.malformed_json'],
      [4, 'bulk-3', 422, 'request.invalid'],
      [5, 'bulk-4', 422, 'request.invalid'],
      [6, null, 422, 'request.invalid'],
      [7, null, 422, 'request.invalid'],
      [8, null, 422, 'request.invalid'],
      [9, 'bulk-5', 201, null],
      [10, 'bulk-1', 200, null],
      [11, 'bulk-1', 409, 'host.generation_conflict'],
    ]);
    expect(await advisor.send('GET', '/v1/hosts/bulk-3')).toMatchObject({ status: 404 });
  });

  it('fails a line of more than 4 MiB alone', async () => {
    const { results } = await bulk('x'.repeat(5_000_000), { host_name: 'bulk-6', ...EXAMPLE_INVENTORY });

    expect(results).toEqual([
      [1, null, 413, 'body.too_large'],
      [2, 'bulk-6', 201, null],
    ]);
  });

  it('takes the whole fleet in one go', async () => {
    const lines = Array.from({ length: 200 }, (_, i) => ({ host_name: `fleet-${i}`, ...EXAMPLE_INVENTORY }));
    const { results } = await bulk(...lines);

    expect(results.filter(([, , status]) => status === 201)).toHaveLength(200);
    expect(results.map(([line]) => line)).toEqual(lines.map((_, i) => i + 1));
  });

  it('answers a line before the next one is sent', async () => {
    const line = Buffer.from(`${JSON.stringify({ host_name: 'bulk-7', ...EXAMPLE_INVENTORY })}\n`);
    let sendNext: (chunk: Buffer | null) => void = () => undefined;
    const body = new ReadableStream({
      start(controller) {
        sendNext = (chunk) => (chunk === null ? controller.close() : controller.enqueue(chunk));
      },
    });
    sendNext(line);
    const init = { method: 'POST', body, headers: NDJSON, duplex: 'half' };
    const response = await fetch(`${advisor.url}/v1/hosts:bulk`, init);
    const reader = response.body?.getReader();
    const first = await reader?.read();
    sendNext(null);
    const last = await reader?.read();

    expect(JSON.parse(Buffer.from(first?.value ?? []).toString())).toMatchObject({ host_name: 'bulk-7', status: 201 });
    expect(last?.done).toBe(true);
  });

  it('gives the first answer again to the same key and body, and refuses another body', async () => {
    const headers = { ...NDJSON, 'idempotency-key': 'bulk-once' };
    const body = JSON.stringify({ host_name: 'bulk-8', ...EXAMPLE_INVENTORY });
    const first = await advisor.send('POST', '/v1/hosts:bulk', body, headers);
    const again = await advisor.send('POST', '/v1/hosts:bulk', body, headers);
    const other = await advisor.send('POST', '/v1/hosts:bulk', `${body}\n`, headers);

    expect(first.text).toContain('"status":201');
    expect([again.status, again.text]).toEqual([200, first.text]);
    expect(other).toMatchObject({ status: 422, json: { code: 'idempotency.key_reused' } });
  });

  it.each([
    ['', NDJSON, 400, 'body.empty'],
    ['\n \n', NDJSON, 400, 'body.empty'],
    ['{}', {}, 415, 'body.unsupported_media_type'],
  ])('is refused with the body %j as %j', async (body, headers: Record<string, string>, status, code) => {
    expect(await advisor.send('POST', '/v1/hosts:bulk', body, headers)).toMatchObject({ status, json: { code } });
  });
});

describe('hosts', () => {
  beforeAll(async () => {
    for (const name of ['zz-0', 'zz-1', 'zz-2', 'zz-3']) await put(name);
  });

  it('are listed by name, page by page', async () => {
    const first = await advisor.send('GET', '/v1/hosts?limit=2&marker=zz-0');
    const { hosts, links } = first.json as { hosts: { host_name: string }[]; links: { rel: string; href: string }[] };
    const second = await fetch(links[0]?.href ?? '');

    expect(hosts.map(({ host_name }) => host_name)).toEqual(['zz-1', 'zz-2']);
    expect(links).toEqual([{ rel: 'next', href: `${advisor.url}/v1/hosts?limit=2&marker=zz-2` }]);
    expect(await second.json()).toMatchObject({ hosts: [{ host_name: 'zz-3', pfs: 1, vfs: 2 }], links: [] });
  });

  it('are drained by whoever saw them last, and by nobody else', async () => {
    const drained = await advisor.send('PATCH', '/v1/hosts/zz-1', { state: 'draining', generation: 1 });
    const late = await advisor.send('PATCH', '/v1/hosts/zz-1', { state: 'active', generation: 1 });

    expect(drained).toMatchObject({ status: 200, json: { state: 'draining', generation: 2 } });
    expect(late).toMatchObject({ status: 409, json: { code: 'host.generation_conflict' } });
  });

  it('are forgotten once', async () => {
    const first = await advisor.send('DELETE', '/v1/hosts/zz-2');

    expect([first.status, first.text]).toEqual([204, '']);
    expect(await advisor.send('DELETE', '/v1/hosts/zz-2')).toMatchObject({ status: 404 });
  });
});

describe('every answer', () => {
  it.each(['/', '/v1', '/v1/', '/healthz', '/readyz', '/metrics', '/openapi.json', '/docs', '/v1/hosts', '/nowhere'])(
    'of %s carries a request id of its own',
    async (path) => {
      const global = 'req-0c1d2e3f-4a5b-4c6d-8e9f-a0b1c2d3e4f5';
      const answer = await advisor.send('GET', path, undefined, { 'x-openstack-global-request-id': global });

      expect(answer.headers.get('x-openstack-request-id')).toMatch(/^req-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      expect(answer.headers.get('x-openstack-request-id')).not.toBe(global);
    },
  );

  it('is counted under its route, not its URL', async () => {
    await advisor.send('GET', '/v1/hosts/somebody');
    const { text } = await advisor.send('GET', '/metrics');

    expect(text).toContain(
      'advisor_http_request_duration_seconds_count{method="GET",route="/v1/hosts/:host_name",status="404"}',
    );
    expect(text).not.toContain('somebody');
  });
});
