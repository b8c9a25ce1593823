import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CONSOLIDATE_EXAMPLE, LINT_EXAMPLE } from '../../apps/api/src/flavors/flavors.example';
import { type Answer, startAdvisor, type TestAdvisor } from '../support/advisor';

const EXAMPLES = path.resolve(__dirname, '../../examples');
const FLAVOR = { vcpus: 4, ram_mib: 4096, disk_gib: 20, extra_specs: {} };

let advisor: TestAdvisor;

beforeAll(async () => {
  advisor = await startAdvisor();
});

afterAll(() => advisor.close());

function example(name: string): unknown {
  return JSON.parse(readFileSync(path.join(EXAMPLES, name), 'utf8'));
}

function lint(body: unknown): Promise<Answer> {
  return advisor.send('POST', '/v1/flavors:lint', body);
}

function consolidate(body: unknown): Promise<Answer> {
  return advisor.send('POST', '/v1/flavors:consolidate', body);
}

interface Lint {
  readonly release: string;
  readonly findings: readonly Finding[];
}

interface Finding {
  readonly code: string;
  readonly severity: string;
  readonly pointer: string;
  readonly fix: readonly { readonly op: 'set' | 'remove'; readonly pointer: string; readonly value?: unknown }[] | null;
}

/** The body after a fix, by its pointers alone, as a client would do it. */
function applied(body: object, fix: NonNullable<Finding['fix']>): unknown {
  const copy = structuredClone(body) as Record<string, unknown>;
  for (const { op, pointer, value } of fix) {
    const path = pointer
      .slice(1)
      .split('/')
      .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
    const last = path.pop() ?? '';
    const parent = path.reduce((inner, token) => (inner[token] ??= {}) as Record<string, unknown>, copy);
    if (op === 'set') parent[last] = value;
    else delete parent[last];
  }
  return copy;
}

describe('the lint of a flavor', () => {
  it('answers as documented', async () => {
    expect(await lint(LINT_EXAMPLE)).toMatchObject({ status: 200, json: example('answers/flavors-lint.json') });
  });

  it('finds nothing wrong with a flavor that is right', async () => {
    expect((await lint({ flavor: FLAVOR })).json).toEqual({ release: '2025.1', findings: [] });
  });

  it('has fixes that work when a client applies them by their pointers', async () => {
    const body = {
      ...LINT_EXAMPLE,
      flavor: {
        ...LINT_EXAMPLE.flavor,
        extra_specs: { 'hw:disk_bus': 'scsi', 'odd~cpu/policy': '1', cpu_policy: 'mixed' },
      },
      ports: [
        { 'binding:vnic_type': 'direct', 'binding:profile': { trusted: 'true' }, numa_affinity_policy: 'socket' },
      ],
    };
    const before = (await lint(body)).json as Lint;
    const fixed = before.findings.filter(({ fix }) => fix !== null);

    expect(fixed.map(({ code }) => code)).toContain('extra_spec.image_only');
    for (const { code, fix } of fixed) {
      const after = (await lint(applied(body, fix ?? []))).json as Lint;
      expect(after.findings.map((finding) => finding.code)).not.toContain(code);
    }
  });

  it('is for the release asked for', async () => {
    const flavor = { ...FLAVOR, extra_specs: { 'hw:virtio_packed_ring': 'true' } };

    expect((await lint({ flavor, release: 'zed' })).json).toMatchObject({
      release: 'zed',
      findings: [{ code: 'extra_spec.not_in_release' }],
    });
    expect((await lint({ flavor, release: '2026.1' })).json).toEqual({ release: '2026.1', findings: [] });
  });

  it.each<[string, object, readonly string[]]>([
    ['without a flavor', {}, ['/flavor field.required']],
    ['with an unknown release', { flavor: FLAVOR, release: 'xena' }, ['/release field.not_one_of']],
    ['with an unknown field', { flavor: FLAVOR, colour: 'red' }, ['/colour field.unknown']],
    [
      'with a port of no type',
      { flavor: FLAVOR, ports: [{ 'binding:vnic_type': 'fast' }] },
      ['/ports/0/binding:vnic_type field.not_one_of'],
    ],
    [
      'with a profile that is none',
      { flavor: FLAVOR, ports: [{ 'binding:profile': [] }] },
      ['/ports/0/binding:profile field.not_object'],
    ],
    [
      'with a number for an extra spec',
      { flavor: { ...FLAVOR, extra_specs: { 'hw:numa_nodes': 1 } } },
      ['/flavor/extra_specs/hw:numa_nodes field.not_text'],
    ],
  ])('refuses a body %s', async (_what, body, faults) => {
    const answer = await lint(body);
    const { errors } = answer.json as { errors: readonly { pointer: string; code: string }[] };

    expect(answer.status).toBe(422);
    expect(errors.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(faults);
  });

  it('says no more than Allow to another method', async () => {
    expect(await advisor.send('GET', '/v1/flavors:lint')).toMatchObject({ status: 405 });
  });
});

describe('the consolidation of flavors', () => {
  it('answers as documented', async () => {
    expect(await consolidate(CONSOLIDATE_EXAMPLE)).toMatchObject({
      status: 200,
      json: example('answers/flavors-consolidate.json'),
    });
  });

  it('can be asked again with its own answer, and changes nothing more', async () => {
    const { flavors } = (await consolidate(CONSOLIDATE_EXAMPLE)).json as { flavors: unknown };

    expect((await consolidate({ ...CONSOLIDATE_EXAMPLE, flavors })).json).toMatchObject({ flavors, merges: [] });
  });

  it.each<[string, object, readonly string[]]>([
    ['without flavors', { flavors: [] }, ['/flavors field.bad_count']],
    [
      'with a name given twice',
      {
        flavors: [
          { ...FLAVOR, name: 'a' },
          { ...FLAVOR, name: 'a' },
        ],
      },
      ['/flavors/1/name flavor.name_not_unique'],
    ],
    [
      'with a need above its flavor',
      { flavors: [{ ...FLAVOR, name: 'a', requests: [{ vcpus: 5, ram_mib: 1 }] }] },
      ['/flavors/0/requests/0 flavor.request_too_large'],
    ],
    [
      'with a tolerance below nothing',
      { flavors: [{ ...FLAVOR, name: 'a' }], tolerance: { max_extra_vcpus: -1 } },
      ['/tolerance/max_extra_vcpus field.too_small'],
    ],
  ])('refuses a body %s', async (_what, body, faults) => {
    const answer = await consolidate(body);
    const { errors } = answer.json as { errors: readonly { pointer: string; code: string }[] };

    expect(answer.status).toBe(422);
    expect(errors.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(faults);
  });
});

describe('a recommendation', () => {
  beforeAll(async () => {
    const fleet = readFileSync(path.join(EXAMPLES, 'fleet.ndjson'), 'utf8');
    await advisor.send('POST', '/v1/hosts:bulk', fleet, { 'content-type': 'application/x-ndjson' });
  });

  async function decided(body: object): Promise<Decided> {
    return (await advisor.send('POST', '/v1/recommendations', body, { prefer: 'wait=30' })).json as Decided;
  }

  it('uses a flavor that the cloud has, and else names one', async () => {
    const request = example('requests/latency-critical.json') as object;
    const { reused, ...needed } = (await decided(request)).nova.flavor;
    const again = await decided({ ...request, existing_flavors: [{ ...needed, name: 'm1.fast' }] });

    expect({ name: needed.name, reused }).toEqual({ name: expect.stringMatching(/^iopath-/) as string, reused: false });
    expect(again).toMatchObject({ nova: { flavor: { ...needed, name: 'm1.fast', reused: true } } });
  });

  it.each(['latency-critical', 'web-vm', 'live-migration', 'old-drivers', 'whole-device'])(
    'for %s has a flavor, image and ports without errors and warnings',
    async (name) => {
      const request = example(`requests/${name}.json`) as { readonly image: { readonly properties: object } };
      const { nova, neutron } = await decided(request);
      const { name: _name, reused: _reused, ...flavor } = nova.flavor;
      const properties = { ...request.image.properties, ...nova.image_properties };
      const { findings } = (await lint({ flavor, image: { properties }, ports: neutron.ports })).json as Lint;

      expect(findings.filter(({ severity }) => severity !== 'notice')).toEqual([]);
    },
  );
});

interface Decided {
  readonly nova: {
    readonly flavor: { readonly name: string; readonly extra_specs: object; readonly reused: boolean };
    readonly image_properties: object;
  };
  readonly neutron: { readonly ports: readonly object[] };
}
