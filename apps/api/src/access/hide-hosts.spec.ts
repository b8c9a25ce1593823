import 'reflect-metadata';
import { ruleOf } from '@iopath/usecases';
import { fieldsOf, type FieldShape, type WireClass } from '../wire/field-shape';
import { withoutHosts } from './hide-hosts';
import { routesOfTheApi } from './routes.fixture';

const HOST = 'canary-07.example';
const DEVICE = '0000:5e:00.3';

/** Every class that an answer of an operation which is not about hosts may be made of. */
function answerTypes(): readonly WireClass[] {
  const open = routesOfTheApi().flatMap(({ access }) => {
    if (access === undefined || access.operation === 'public') return [];
    if (ruleOf(access.operation).isAboutHosts === true) return [];
    return Object.values(access.answers).filter((type) => type !== undefined);
  });
  const found = new Set<WireClass>();
  for (let type = open.pop(); type !== undefined; type = open.pop()) {
    if (found.has(type)) continue;
    found.add(type);
    for (const shape of fieldsOf(type).values()) if ('type' in shape) open.push(shape.type());
  }
  return [...found];
}

interface Documented {
  readonly example?: unknown;
  readonly type?: unknown;
  readonly maxLength?: number;
}

/** What the decorators of `@nestjs/swagger` keep of a field; parents' fields included. */
function documentedFields(type: WireClass): ReadonlyMap<string, Documented> {
  const prototype = type.prototype as object;
  const names = (Reflect.getMetadata('swagger/apiModelPropertiesArray', prototype) ?? []) as readonly string[];
  return new Map(
    names.map((name) => {
      const field = name.replace(/^:/, '');
      return [field, Reflect.getMetadata('swagger/apiModelProperties', prototype, field) as Documented];
    }),
  );
}

/** An answer with every field there is, and a host and a device wherever either may stand. */
function talkative(type: WireClass, depth = 0): Record<string, unknown> {
  const fields = [...fieldsOf(type)].map(([name, shape]) => [name, valueOf(shape, depth)] as const);
  return Object.fromEntries(fields);
}

function valueOf(shape: FieldShape, depth: number): unknown {
  const text = shape.ofHost === undefined ? `busy: ${HOST} with ${DEVICE} (${HOST}), ${HOST}.` : HOST;
  if (shape.kind === 'object') return depth > 8 ? null : talkative(shape.type(), depth + 1);
  if (shape.kind === 'objects') return depth > 8 ? [] : [talkative(shape.type(), depth + 1)];
  if (shape.kind === 'values') return [text];
  return shape.kind === 'map' ? { key: text } : text;
}

/** Names of fields that may tell of a host; those that only sound so are named, each with what it is. */
const SOUNDS_LIKE_A_HOST = /host|address|pinn|node|ifname|snippet|rack|slot|compute/;
const ONLY_SOUNDS_SO: Readonly<Record<string, string>> = {
  hosts: 'how many',
  hosts_unlocked: 'how many',
  host_terms: 'scores of the placement as a whole',
  host_cores: 'CPU time',
  host_cores_per_gbps: 'CPU time',
  numa_node: 'a small number',
  compute: 'what the VM takes',
};

describe('answers to those who may not see hosts', () => {
  const types = answerTypes();

  it('are looked at here, all of them', () => {
    expect(types.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['RecommendationDto', 'PlacementDto', 'AllocationDto', 'ExplanationDto', 'PathCardDto']),
    );
  });

  it.each(types.map((type) => [type.name, type] as const))(
    '%s keeps nothing of what it tells of hosts',
    (_name, type) => {
      const answer = talkative(type);
      // Somewhere in the answer the host is named as one, as it is in every real one.
      const hidden = JSON.stringify(withoutHosts(type, answer));
      const isNamed = JSON.stringify([...allShapes(type)].map(({ ofHost }) => ofHost ?? '')).includes('"name"');

      expect(hidden).not.toContain(DEVICE);
      if (isNamed) expect(hidden).not.toContain('canary');
    },
  );

  it.each(types.map((type) => [type.name, type] as const))(
    '%s marks every field that sounds like a host',
    (_name, type) => {
      const unmarked = [...fieldsOf(type)].filter(([name, { ofHost }]) => {
        return ofHost === undefined && SOUNDS_LIKE_A_HOST.test(name) && ONLY_SOUNDS_SO[name] === undefined;
      });

      expect(unmarked.map(([name]) => name)).toEqual([]);
    },
  );

  it.each(types.map((type) => [type.name, type] as const))(
    '%s marks every field whose example is a host or a device',
    (_name, type) => {
      const unmarked = [...documentedFields(type)].filter(([name, { example }]) => {
        return (
          fieldsOf(type).get(name)?.ofHost === undefined &&
          /compute-\d|[0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\.\d/.test(JSON.stringify(example) ?? '')
        );
      });

      expect(unmarked.map(([name]) => name).filter((name) => name !== 'href')).toEqual([]);
    },
  );

  it.each(types.map((type) => [type.name, type] as const))(
    '%s declares every field that it documents',
    (_name, type) => {
      expect([...fieldsOf(type).keys()].sort()).toEqual([...documentedFields(type).keys()].sort());
    },
  );
});

function allShapes(type: WireClass, seen = new Set<WireClass>()): Set<FieldShape> {
  if (seen.has(type)) return new Set();
  seen.add(type);
  const own = [...fieldsOf(type).values()];
  return new Set(own.flatMap((shape) => [shape, ...('type' in shape ? allShapes(shape.type(), seen) : [])]));
}

describe('what is left out', () => {
  const find = (name: string) => answerTypes().find((type) => type.name === name) ?? raise(name);

  it('leaves everything else as it was', () => {
    const answer = { id: 'a', host_name: 'compute-1', vf_address: DEVICE, state: 'reserved', project_id: 'compute-1' };

    expect(withoutHosts(find('AllocationDto'), answer)).toEqual({
      id: 'a',
      host_name: null,
      vf_address: null,
      state: 'reserved',
      project_id: 'compute-1',
    });
  });

  it('includes what no class declares', () => {
    expect(withoutHosts(find('AllocationDto'), { id: 'a', hypervisor: HOST })).toEqual({ id: 'a' });
  });

  it('takes whole names out of texts, not parts of others', () => {
    const answer = {
      host_name: 'node-1',
      facts: { oldest_age_s: 1, assumed: ['node-1 and node-10, not node-1.b, have it'] },
    };

    expect(withoutHosts(find('PlacementDto'), answer)).toMatchObject({
      facts: { assumed: ['the host and node-10, not the host.b, have it'] },
    });
  });

  it('does not change what handlers gave', () => {
    const answer = talkative(find('RecommendationDto'));
    const before = JSON.stringify(answer);
    withoutHosts(find('RecommendationDto'), answer);

    expect(JSON.stringify(answer)).toBe(before);
  });
});

function raise(name: string): never {
  throw new Error(`there is no ${name}`);
}
