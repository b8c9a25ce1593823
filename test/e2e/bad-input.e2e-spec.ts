import { EXAMPLE_INVENTORY } from '../../apps/api/src/hosts/inventory.example';
import { type Answer, startAdvisor, type TestAdvisor } from '../support/advisor';

const INVENTORY = '/v1/hosts/compute-1/inventory';
const RECOMMENDATIONS = '/v1/recommendations';

const [NODE] = EXAMPLE_INVENTORY.numa_nodes;
const [PF] = EXAMPLE_INVENTORY.pfs;
const [VF, OTHER_VF] = PF?.vfs ?? [];

const REQUEST = {
  name: 'db-1',
  flavor: { vcpus: 2, ram_mib: 1024, disk_gib: 0, extra_specs: {} },
  nics: [{ name: 'data', physical_network: 'physnet1' }],
};

let advisor: TestAdvisor;

beforeAll(async () => {
  advisor = await startAdvisor();
  await advisor.send('PUT', '/v1/hosts/known/inventory', EXAMPLE_INVENTORY);
});

afterAll(() => advisor.close());

interface Problem {
  readonly type: string;
  readonly title: string;
  readonly detail: string;
  readonly instance: string;
  readonly status: number;
  readonly code: string;
  readonly request_id: string;
  readonly errors?: readonly { readonly pointer: string; readonly code: string }[];
}

/** The problem of an answer, checked to be one. */
function problemOf({ status, headers, json }: Answer): Problem {
  const problem = json as Problem;
  expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(headers.get('x-openstack-request-id')).toBe(problem.request_id);
  expect(problem.status).toBe(status);
  for (const text of [problem.type, problem.title, problem.detail, problem.instance]) expect(text).toMatch(/./);
  return problem;
}

function faultsOf(answer: Answer): readonly string[] {
  return (problemOf(answer).errors ?? []).map(({ pointer, code }) => `${pointer} ${code}`).sort();
}

/** Everything that a refused request could have changed. */
async function contents(): Promise<unknown> {
  const hosts = await advisor.send('GET', '/v1/hosts');
  const recommendations = await advisor.send('GET', '/v1/recommendations');
  return [hosts.json, recommendations.json];
}

let before: unknown;

beforeEach(async () => {
  before = await contents();
});

afterEach(async () => {
  expect(await contents()).toEqual(before);
});

describe('an inventory is refused, whole,', () => {
  const inventory = EXAMPLE_INVENTORY;

  it.each<[string, object, readonly string[]]>([
    ['with an unknown field', { ...inventory, colour: 'red' }, ['/colour field.unknown']],
    [
      'with an unknown field deep inside',
      { ...inventory, pfs: [{ ...PF, vfs: [{ ...VF, colour: 'red' }] }] },
      ['/pfs/0/vfs/0/colour field.unknown'],
    ],
    [
      'with memory in another unit',
      { ...inventory, numa_nodes: [{ ...NODE, memory_mib: '64G' }] },
      ['/numa_nodes/0/memory_mib field.not_integer'],
    ],
    [
      'with memory under the name of another unit',
      { ...inventory, reserved: { cpus: 0, memory_gib: 4 } },
      ['/reserved/memory_gib field.unknown'],
    ],
    [
      'with a negative count',
      { ...inventory, pfs: [{ ...PF, combined_queues: -1 }] },
      ['/pfs/0/combined_queues field.too_small'],
    ],
    ['with a malformed CPU list', { ...inventory, cpu_shared_set: '0-' }, ['/cpu_shared_set cpu_list.malformed']],
    [
      'with a malformed PCI address',
      { ...inventory, pci_devices: [{ ...inventory.pci_devices[0], address: '3b:00.0' }] },
      ['/pci_devices/0/address pci_address.malformed'],
    ],
  ])('%s', async (_what, body, faults) => {
    const answer = await advisor.send('PUT', INVENTORY, body);

    expect(answer.status).toBe(422);
    expect(faultsOf(answer)).toEqual(faults);
  });

  it.each<[string, object, RegExp]>([
    [
      'with a CPU in two nodes',
      {
        ...inventory,
        numa_nodes: [
          { ...NODE, distances: [10, 20] },
          { ...NODE, id: 1, cpus: '7-9', siblings: [], distances: [20, 10] },
        ],
      },
      /^\/numa_nodes\/1\/cpus /,
    ],
    [
      'with an address twice',
      { ...inventory, pfs: [{ ...PF, vfs: [VF, { ...OTHER_VF, address: VF?.address }] }] },
      /^\/pfs\/0\/vfs\/1\/address /,
    ],
    [
      'with a VF at the address of its PF, in another spelling',
      { ...inventory, pfs: [{ ...PF, vfs: [{ ...VF, address: '0000:3B:00.0' }] }] },
      /^\/pfs\/0\/vfs\/0\/address /,
    ],
    ['with more VFs than its PF can have', { ...inventory, pfs: [{ ...PF, total_vfs: 1 }] }, /^\/pfs\/0\//],
    [
      'with siblings outside of their node',
      { ...inventory, numa_nodes: [{ ...NODE, siblings: [[0, 40]] }] },
      /^\/numa_nodes\/0\/siblings\/0/,
    ],
    [
      'with distances that are not square',
      { ...inventory, numa_nodes: [{ ...NODE, distances: [10, 21] }] },
      /^\/numa_nodes\/0\/distances /,
    ],
  ])('%s', async (_what, body, fault) => {
    const answer = await advisor.send('PUT', INVENTORY, body);

    expect(answer.status).toBe(422);
    expect(faultsOf(answer)).toEqual(expect.arrayContaining([expect.stringMatching(fault)]));
  });

  it('with a VF beside the PFs, whose own PF is absent', async () => {
    const answer = await advisor.send('PUT', INVENTORY, { ...inventory, pfs: [], vfs: [VF] });

    expect(faultsOf(answer)).toEqual(['/vfs field.unknown']);
  });

  it('with all of its faults told at once', async () => {
    const answer = await advisor.send('PUT', INVENTORY, {
      ...inventory,
      rack: 7,
      numa_nodes: [{ ...NODE, memory_mib: -1 }],
      pfs: [{ ...PF, address: 'x', vfs: [{ ...VF, state: 'fine' }] }],
    });

    expect(faultsOf(answer)).toEqual([
      '/numa_nodes/0/memory_mib field.too_small',
      '/pfs/0/address pci_address.malformed',
      '/pfs/0/vfs/0/state field.not_one_of',
      '/rack field.not_text',
    ]);
  });
});

describe('a request is refused', () => {
  const [nic] = REQUEST.nics;

  it.each<[string, object, readonly string[]]>([
    ['with an unknown field', { ...REQUEST, colour: 'red' }, ['/colour field.unknown']],
    ['without what it needs', {}, ['/flavor field.required', '/name field.required']],
    ['with text for a number', { ...REQUEST, count: '1' }, ['/count field.not_integer']],
    ['with percentile 101', withLatency(101), ['/nics/0/latency/percentile field.too_large']],
    ['with percentile 0', withLatency(0), ['/nics/0/latency/percentile field.too_small']],
    [
      'with a physical network that nobody has',
      { ...REQUEST, nics: [nic, { name: 'b', physical_network: 'physnet99' }] },
      ['/nics/1/physical_network physical_network.unknown'],
    ],
    [
      'with a path that there is not',
      { ...REQUEST, nics: [{ ...nic, paths: ['ivshmem'] }] },
      ['/nics/0/paths/0 field.not_one_of'],
    ],
    ['with no path at all', { ...REQUEST, nics: [{ ...nic, paths: [] }] }, ['/nics/0/paths field.bad_count']],
    ['with a name twice', { ...REQUEST, nics: [nic, nic] }, ['/nics/1/name device.name_not_unique']],
    ['with a weight for no term', { ...REQUEST, weights: { beauty: 1 } }, ['/weights/beauty field.not_one_of']],
    [
      'with an extra spec that is no text',
      { ...REQUEST, flavor: { ...REQUEST.flavor, extra_specs: { 'hw:cpu_policy': 1 } } },
      ['/flavor/extra_specs/hw:cpu_policy field.not_text'],
    ],
    [
      'with characters that no database keeps',
      { ...REQUEST, name: 'a\u0000b', project_id: '\ud800' },
      ['/name field.bad_characters', '/project_id field.bad_characters'],
    ],
  ])('%s', async (_what, body, faults) => {
    const answer = await advisor.send('POST', RECOMMENDATIONS, body);

    expect(answer.status).toBe(422);
    expect(faultsOf(answer)).toEqual(faults);
  });

  it.each<[string, Record<string, string>, string]>([
    ['an extra spec that Nova refuses', { 'hw:cpu_policy': 'isolated' }, '/flavor/extra_specs/hw:cpu_policy'],
    [
      'a page size that passes and then fails at boot',
      { 'hw:mem_page_size': '2M' },
      '/flavor/extra_specs/hw:mem_page_size',
    ],
    [
      'a thread policy without pinning',
      { 'hw:cpu_thread_policy': 'require' },
      '/flavor/extra_specs/hw:cpu_thread_policy',
    ],
  ])('with %s', async (_what, extraSpecs, pointer) => {
    const body = { ...REQUEST, flavor: { ...REQUEST.flavor, extra_specs: extraSpecs } };
    const answer = await advisor.send('POST', RECOMMENDATIONS, body);

    expect(answer.status).toBe(422);
    expect(problemOf(answer).errors?.map((error) => error.pointer)).toContain(pointer);
  });

  function withLatency(percentile: number): object {
    return { ...REQUEST, nics: [{ ...nic, latency: { target_us: 40, percentile } }] };
  }
});

describe.each([
  ['PUT', INVENTORY],
  ['POST', RECOMMENDATIONS],
  ['PATCH', '/v1/hosts/known'],
])('%s %s is refused', (method, path) => {
  it.each<[string, string | Uint8Array, number, string]>([
    ['with an empty body', '', 400, 'body.empty'],
    ['with a body of blanks', ' \n ', 400, 'body.empty'],
    ['with half a document', '{"name":', 400, 'body.malformed_json'],
    ['with invalid UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 400, 'body.invalid_utf8'],
    ['with deep nesting', '{"a":'.repeat(100_000), 400, 'body.too_deep'],
    ['with __proto__', '{"__proto__":{"state":"active"}}', 400, 'body.forbidden_key'],
    ['with 10 MB', JSON.stringify({ name: 'x'.repeat(10_000_000) }), 413, 'body.too_large'],
    ['with a list', '[]', 422, 'request.invalid'],
    ['with null', 'null', 422, 'request.invalid'],
  ])('%s', async (_what, body, status, code) => {
    const problem = problemOf(await advisor.send(method, path, body));

    expect(problem).toMatchObject({ status, code });
    if (status !== 413) expect(problem.errors).toEqual([expect.objectContaining({ pointer: '' })]);
  });

  it.each(['text/plain', 'application/xml', 'application/x-ndjson', 'application/jsonp', 'nonsense'])(
    'as %s',
    async (type) => {
      const problem = problemOf(await advisor.send(method, path, '{}', { 'content-type': type }));

      expect(problem).toMatchObject({ status: 415, code: 'body.unsupported_media_type' });
    },
  );
});

describe('a URL is refused', () => {
  it.each([
    ['GET', '/v2/hosts', 404, 'route.not_found'],
    ['GET', '/v1/hosts/nobody', 404, 'host.not_found'],
    ['GET', '/v1/hosts/nobody/inventory', 404, 'host.not_found'],
    ['DELETE', '/v1/hosts/nobody', 404, 'host.not_found'],
    ['GET', '/v1/hosts/a%20b', 400, 'host_name.malformed'],
    ['GET', '/v1/hosts/a%00b', 400, 'host_name.malformed'],
    ['GET', '/v1/hosts/%e0%a4%a', 400, 'request.malformed'],
    ['GET', `/v1/hosts/${'a'.repeat(256)}`, 400, 'host_name.malformed'],
    ['GET', '/v1/recommendations/1', 404, 'recommendation.not_found'],
    ['GET', '/v1/recommendations/5f3d2c1b-9a8e-4d7c-b6a5-4e3f2d1c0b9a', 404, 'recommendation.not_found'],
    ['GET', '/v1/recommendations/5f3d2c1b-9a8e-4d7c-b6a5-4e3f2d1c0b9a/explanation', 404, 'recommendation.not_found'],
    ['POST', '/v1/recommendations/5f3d2c1b-9a8e-4d7c-b6a5-4e3f2d1c0b9a:reserve', 404, 'recommendation.not_found'],
    ['POST', '/v1/recommendations/5f3d2c1b-9a8e-4d7c-b6a5-4e3f2d1c0b9a:dance', 404, 'route.not_found'],
    ['GET', '/v1/allocations/5f3d2c1b-9a8e-4d7c-b6a5-4e3f2d1c0b9a', 404, 'allocation.not_found'],
    ['POST', '/v1/allocations/5f3d2c1b-9a8e-4d7c-b6a5-4e3f2d1c0b9a:release', 404, 'allocation.not_found'],
    ['DELETE', '/v1/hosts', 405, 'method.not_allowed'],
    ['PUT', '/v1/recommendations', 405, 'method.not_allowed'],
    ['GET', '/v1/hosts:bulk', 405, 'method.not_allowed'],
  ])('%s %s', async (method, path, status, code) => {
    const answer = await advisor.send(method, path);

    expect(problemOf(answer)).toMatchObject({ status, code });
    expect(answer.headers.has('allow')).toBe(status === 405);
  });

  it.each([
    ['limit=0', 'limit', 'query.too_small'],
    ['limit=1001', 'limit', 'query.too_large'],
    ['limit=ten', 'limit', 'query.not_integer'],
    ['limit=1&limit=2', 'limit', 'query.not_integer'],
    ['marker=', 'marker', 'query.bad_length'],
    ['marker=%00', 'marker', 'query.bad_characters'],
    ['colour=red', 'colour', 'query.unknown'],
  ])('with ?%s', async (query, parameter, code) => {
    const answer = await advisor.send('GET', `/v1/hosts?${query}`);

    expect(problemOf(answer)).toMatchObject({ status: 400, code: 'query.invalid', errors: [{ parameter, code }] });
  });

  it('with a marker that names nothing', async () => {
    const answer = await advisor.send('GET', '/v1/allocations?marker=5f3d2c1b-9a8e-4d7c-b6a5-4e3f2d1c0b9a');

    expect(problemOf(answer)).toMatchObject({ status: 400, code: 'query.marker_unknown' });
  });

  it('with an idempotency key that is none', async () => {
    const answer = await advisor.send('POST', RECOMMENDATIONS, REQUEST, { 'idempotency-key': 'a b' });

    expect(problemOf(answer)).toMatchObject({ status: 400, code: 'idempotency.key_malformed' });
  });
});
