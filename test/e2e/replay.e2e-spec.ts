import { readFileSync } from 'node:fs';
import path from 'node:path';
import { startAdvisor, type TestAdvisor } from '../support/advisor';

const EXAMPLES = path.resolve(__dirname, '../../examples');
const WAIT = { prefer: 'wait=30' };
const URL = '/v1/recommendations';

function example(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path.join(EXAMPLES, `requests/${name}.json`), 'utf8')) as Record<string, unknown>;
}

interface Replay {
  readonly same_input: boolean;
  readonly fleet: { readonly same: boolean | null; readonly digest: string; readonly decided_on: string | null };
  readonly decision: Readonly<Record<string, unknown>> & { readonly host_name?: string };
  readonly differences: readonly { readonly pointer: string; readonly before: unknown; readonly after: unknown }[];
}

/** What a recommendation says beside what it holds and the age of its facts, which time alone changes. */
function said(recommendation: Readonly<Record<string, unknown>>): object {
  const { decided_at: _at, vf_allocations: _vfs, reservations: _holds, facts: _facts, ...rest } = recommendation;
  const { alternatives, members, ...own } = rest as { alternatives?: object[]; members?: object[] };
  return { ...own, alternatives: alternatives?.map(withoutAge), members: members?.map(withoutAge) };
}

function withoutAge(placement: object): object {
  const { facts: _facts, vf_allocations: _vfs, reservations: _holds, ...rest } = placement as Record<string, unknown>;
  return rest;
}

let advisor: TestAdvisor;

beforeAll(async () => {
  advisor = await startAdvisor();
  const fleet = readFileSync(path.join(EXAMPLES, 'fleet.ndjson'), 'utf8');
  await advisor.send('POST', '/v1/hosts:bulk', fleet, { 'content-type': 'application/x-ndjson' });
});

afterAll(() => advisor.close());

async function decided(request: object): Promise<Readonly<Record<string, unknown>> & { readonly id: string }> {
  const { json } = await advisor.send('POST', URL, request, WAIT);
  return json as Record<string, unknown> & { readonly id: string };
}

async function replay(id: string, by: object = {}): Promise<Replay> {
  const answer = await advisor.send('POST', `${URL}/${id}:replay`, by);
  expect(answer.status).toBe(200);
  return answer.json as Replay;
}

describe('a replay', () => {
  it.each([
    ['one VM with a VF', example('latency-critical')],
    ['three VMs alike', { ...example('latency-critical'), count: 3 }],
    ['a VM that fits nowhere', example('fits-nowhere')],
  ])('of %s says the very same as long as nothing else has moved', async (_what, request) => {
    const first = await decided(request);
    const again = await replay(first.id);

    expect(again).toMatchObject({
      recommendation_id: first.id,
      same_input: true,
      fleet: { same: true },
      differences: [],
    });
    expect(said(again.decision)).toEqual(said(first));
    await advisor.send('POST', `${URL}/${first.id}:release`);
  });

  it('holds nothing, and leaves the recommendation as it is', async () => {
    const { id } = await decided(example('latency-critical'));
    const before = (await advisor.send('GET', `${URL}/${id}`)).json;
    const { decision } = await replay(id, { profile: 'density' });

    expect(decision).toMatchObject({ id, vf_allocations: [], reservations: [] });
    expect((await advisor.send('GET', `${URL}/${id}`)).json).toEqual(before);
  });

  it('by another profile shows what that weighs, where it stands in the decision', async () => {
    const { id, profile } = await decided(example('latency-critical'));
    const again = await replay(id, { profile: 'density' });

    expect(again).toMatchObject({
      same_input: false,
      with: { profile: { name: 'density', version: 1 } },
      fleet: { same: true },
    });
    expect(again.differences[0]).toEqual({
      pointer: '/profile/name',
      before: (profile as { name: string }).name,
      after: 'density',
    });
    expect(again).toMatchObject({ since_then: [], by_choice: again.differences });
    expect(again.differences.map(({ pointer, after }) => ({ pointer, after }))).toEqual(
      again.differences.map(({ pointer }) => ({ pointer, after: at(again.decision, pointer) })),
    );
  });

  it('by a later version of its profile shows that, and by none named stays with the first', async () => {
    const { id } = await decided({ ...example('web-vm'), profile: 'throughput' });
    const current = (await advisor.send('GET', '/v1/profiles/throughput')).json as object;
    await advisor.send('PUT', '/v1/profiles/throughput', { ...current, packs: true });

    expect(await replay(id)).toMatchObject({ with: { profile: { name: 'throughput', version: 1 } }, differences: [] });
    expect((await replay(id, { profile: 'throughput' })).differences).toContainEqual({
      pointer: '/profile/version',
      before: 1,
      after: 2,
    });
    expect(await replay(id, { profile_version: 2 })).toMatchObject({ with: { profile: { version: 2 } } });
  });

  it('by other weights shows what they do to each score', async () => {
    const { id } = await decided(example('web-vm'));
    const { differences } = await replay(id, { weights: { latency: 0 } });

    expect(differences).toContainEqual({ pointer: '/nics/0/score/terms/0/weight', before: 30, after: 0 });
  });

  it('shows where it would go now that its host is drained', async () => {
    const first = await decided(example('web-vm'));
    const host = first['host_name'] as string;
    const { generation } = (await advisor.send('GET', `/v1/hosts/${host}`)).json as { generation: number };
    await advisor.send('PATCH', `/v1/hosts/${host}`, { state: 'draining', generation });
    const again = await replay(first.id);

    expect(again).toMatchObject({ same_input: false, fleet: { same: false } });
    expect(again.differences).toContainEqual({ pointer: '/host_name', before: host, after: again.decision.host_name });
  });

  it.each([
    ['a profile', { profile: 'nobody' }, '/profile', 'profile.unknown'],
    ['a version', { profile_version: 99 }, '/profile_version', 'profile.version_unknown'],
    ['a model', { model_version: '1999.1.0' }, '/model_version', 'model_version.unknown'],
    ['a score term', { weights: { luck: 1 } }, '/weights/luck', 'field.not_one_of'],
  ])('refuses %s that there is not', async (_what, by, pointer, code) => {
    const { id } = await decided(example('web-vm'));

    expect(await advisor.send('POST', `${URL}/${id}:replay`, by)).toMatchObject({
      status: 422,
      json: { code: 'request.invalid', errors: [{ pointer, code }] },
    });
  });

  it('refuses a recommendation that there is not', async () => {
    const nobody = '00000000-0000-4000-8000-000000000000';

    expect(await advisor.send('POST', `${URL}/${nobody}:replay`, {})).toMatchObject({
      status: 404,
      json: { code: 'recommendation.not_found' },
    });
  });
});

/** RFC 6901. */
function at(document: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((part, step) => (part as Record<string, unknown> | null)?.[step] ?? null, document);
}
