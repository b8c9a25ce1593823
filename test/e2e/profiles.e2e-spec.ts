import { readFileSync } from 'node:fs';
import path from 'node:path';
import { startAdvisor, type TestAdvisor } from '../support/advisor';

const EXAMPLES = path.resolve(__dirname, '../../examples');
const WAIT = { prefer: 'wait=30' };
const URL = '/v1/profiles';
const WEB_VM = JSON.parse(readFileSync(path.join(EXAMPLES, 'requests/web-vm.json'), 'utf8')) as Record<string, unknown>;

const TELCO = {
  weights: { latency: 50, scarcity: 5 },
  targets: { nic_latency_us: 80, nic_throughput_mbps: 5000, disk_latency_us: 300, disk_iops: 10_000 },
  defaults: { migration: 'cold_ok', reservation_ttl_s: 60 },
};

interface Profile {
  readonly name: string;
  readonly version: number;
  readonly generation: number;
  readonly weights: Readonly<Record<string, number>>;
}

let advisor: TestAdvisor;
let names = 0;

beforeAll(async () => {
  advisor = await startAdvisor();
  const fleet = readFileSync(path.join(EXAMPLES, 'fleet.ndjson'), 'utf8');
  await advisor.send('POST', '/v1/hosts:bulk', fleet, { 'content-type': 'application/x-ndjson' });
});

afterAll(() => advisor.close());

const put = (name: string, document: object) => advisor.send('PUT', `${URL}/${name}`, document);

async function aProfile(document: object = TELCO): Promise<string> {
  const name = `profile-${++names}`;
  await put(name, { generation: null, ...document });
  return name;
}

describe('the profiles of the product', () => {
  it('are there from the start, each at version 1', async () => {
    const { status, json } = await advisor.send('GET', URL);

    expect(status).toBe(200);
    expect(json).toMatchObject({
      profiles: ['balanced', 'density', 'latency', 'throughput'].map((name) => {
        return { name, version: 1, generation: 1, built_in: true };
      }),
      links: [],
    });
  });

  it('are listed page by page', async () => {
    const first = await advisor.send('GET', `${URL}?limit=3`);
    const [next] = (first.json as { links: readonly { href: string }[] }).links;
    const second = await advisor.send('GET', (next?.href ?? '').replace(advisor.url, ''));

    expect((first.json as { profiles: readonly Profile[] }).profiles).toHaveLength(3);
    expect(second.json).toMatchObject({ profiles: [{ name: 'throughput' }], links: [] });
  });

  it('cannot be deleted', async () => {
    expect(await advisor.send('DELETE', `${URL}/balanced`)).toMatchObject({
      status: 409,
      json: { code: 'profile.built_in' },
    });
  });

  it('may be written over, and put back', async () => {
    const original = (await advisor.send('GET', `${URL}/density`)).json as Profile;
    const written = await put('density', { ...original, packs: false });
    const back = await put('density', { ...original, generation: 2 });

    expect(written).toMatchObject({ status: 200, json: { version: 2, built_in: true, packs: false } });
    expect(back).toMatchObject({
      status: 200,
      json: { ...original, version: 3, generation: 3, created_at: expect.any(String) as string },
    });
  });
});

describe('PUT of a profile', () => {
  it('makes it, every term weighed and every default told', async () => {
    expect(await put('telco', { generation: null, ...TELCO })).toMatchObject({
      status: 201,
      json: {
        name: 'telco',
        version: 1,
        built_in: false,
        description: '',
        weights: { latency: 50, throughput: 0, scarcity: 5 },
        targets: TELCO.targets,
        packs: false,
        defaults: { migration: 'cold_ok', isolation: 'shared', reservation_ttl_s: 60 },
      },
    });
  });

  it('makes the next version, and leaves the one before readable', async () => {
    const name = await aProfile();
    const second = await put(name, { ...TELCO, generation: 1, packs: true });

    expect(second).toMatchObject({ status: 200, json: { version: 2, generation: 2, packs: true } });
    expect(await advisor.send('GET', `${URL}/${name}?version=1`)).toMatchObject({
      status: 200,
      json: { version: 1, generation: 2, packs: false },
    });
  });

  it.each([null, 1, 5])(
    'changes nothing with the same document, whatever generation it names: %p',
    async (generation) => {
      const name = await aProfile();

      expect(await put(name, { ...TELCO, generation })).toMatchObject({ status: 200, json: { generation: 1 } });
    },
  );

  it.each([
    ['a generation that is not current', 5, 409, 'profile.generation_conflict'],
    ['none of a profile that exists', null, 409, 'profile.already_exists'],
  ])('refuses %s', async (_what, generation, status, code) => {
    const name = await aProfile();

    expect(await put(name, { ...TELCO, packs: true, generation })).toMatchObject({ status, json: { code } });
  });

  it('refuses a generation of a profile that does not exist', async () => {
    expect(await put('nobody', { ...TELCO, generation: 1 })).toMatchObject({
      status: 404,
      json: { code: 'profile.not_found' },
    });
  });

  it.each<[string, object, readonly string[]]>([
    ['a weight below 0', { weights: { latency: -1 } }, ['/weights/latency field.too_small']],
    ['a term that there is not', { weights: { luck: 1 } }, ['/weights/luck field.not_one_of']],
    ['weights that weigh nothing', { weights: { latency: 0 } }, ['/weights profile.weighs_nothing']],
    ['no weights', { weights: null }, ['/weights field.required']],
    ['a target of 0', { targets: { ...TELCO.targets, disk_iops: 0 } }, ['/targets/disk_iops field.too_small']],
    ['a default that there is not', { defaults: { migration: 'maybe' } }, ['/defaults/migration field.not_one_of']],
    ['a field that there is not', { colour: 'red' }, ['/colour field.unknown']],
    ['the document of another profile', { name: 'balanced' }, ['/name profile.name_mismatch']],
    [
      'several faults at once',
      { weights: { latency: 'much' }, packs: 1 },
      ['/weights/latency field.not_number', '/packs field.not_boolean'],
    ],
  ])('refuses %s', async (_what, change, faults) => {
    const { status, json } = await put('bad', { generation: null, ...TELCO, ...change });
    const { errors } = json as { errors: readonly { pointer: string; code: string }[] };

    expect(status).toBe(422);
    expect(errors.map(({ pointer, code }) => `${pointer} ${code}`).sort()).toEqual([...faults].sort());
  });
});

describe('a profile of one’s own', () => {
  it('scores the requests that name it, and fills in where they are silent', async () => {
    const name = await aProfile();
    const request = { ...WEB_VM, profile: name, migration: null, reservation_ttl_s: null };
    const { json } = await advisor.send('POST', '/v1/recommendations', request, WAIT);

    expect(json).toMatchObject({
      status: 'ready',
      profile: { name, version: 1 },
      nics: [
        {
          score: {
            terms: expect.arrayContaining([expect.objectContaining({ name: 'latency', weight: 50 })]) as unknown[],
          },
        },
      ],
    });
  });

  it('is overridden by the weights of a request, term by term', async () => {
    const request = { ...WEB_VM, profile: await aProfile(), weights: { latency: 7 } };
    const { json } = await advisor.send('POST', '/v1/recommendations', request, WAIT);
    const [nic] = (json as { nics: readonly { score: { terms: readonly { name: string; weight: number }[] } }[] }).nics;
    const weightOf = (name: string) => nic?.score.terms.find((term) => term.name === name)?.weight;

    expect([weightOf('latency'), weightOf('scarcity')]).toEqual([7, 5]);
  });

  it('changes no decision that was made by an earlier version', async () => {
    const name = await aProfile();
    const first = await advisor.send('POST', '/v1/recommendations', { ...WEB_VM, profile: name }, WAIT);
    const url = `/v1/recommendations/${(first.json as { id: string }).id}`;
    await put(name, { ...TELCO, generation: 1, packs: true });
    const second = await advisor.send('POST', '/v1/recommendations', { ...WEB_VM, profile: name }, WAIT);

    expect((await advisor.send('GET', url)).json).toEqual(first.json);
    expect(second.json).toMatchObject({ profile: { name, version: 2 } });
  });

  it('can be deleted: then no request may name it, and its versions stay', async () => {
    const name = await aProfile();
    const deleted = await advisor.send('DELETE', `${URL}/${name}`);

    expect(deleted.status).toBe(204);
    expect((await advisor.send('GET', `${URL}/${name}`)).json).toMatchObject({ code: 'profile.not_found' });
    expect(await advisor.send('GET', `${URL}/${name}?version=1`)).toMatchObject({ status: 200, json: { version: 1 } });
    expect(await advisor.send('POST', '/v1/recommendations', { ...WEB_VM, profile: name })).toMatchObject({
      status: 422,
      json: { code: 'request.invalid', errors: [{ pointer: '/profile', code: 'profile.unknown' }] },
    });
  });
});

describe('GET of a profile', () => {
  it.each([
    ['one that there is not', 'nobody', 404, 'profile.not_found'],
    ['a version that there is not', 'balanced?version=99', 404, 'profile.version_not_found'],
    ['a version that is no number', 'balanced?version=two', 400, 'query.invalid'],
    ['a version too large for any', 'balanced?version=999999999999', 400, 'query.invalid'],
    ['a name that cannot be one', 'a%20b', 400, 'profile_name.malformed'],
  ])('refuses %s', async (_what, url, status, code) => {
    expect(await advisor.send('GET', `${URL}/${url}`)).toMatchObject({ status, json: { code } });
  });
});
