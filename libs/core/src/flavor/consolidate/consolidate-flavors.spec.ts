import fc from 'fast-check';
import type { Flavor } from '../../request/vm-request';
import { consolidateFlavors } from './consolidate-flavors';
import type { Consolidation, FlavorInUse, FlavorNeed, MergeTolerance } from './consolidation';
import { flavorClasses } from './flavor-class';
import { largerServes } from './larger-serves';

const NONE: MergeTolerance = { maxExtraVcpus: 0, maxExtraRamPercent: 0, maxExtraDiskGib: 0, mayGainExtraSpecs: [] };
const SOME: MergeTolerance = { ...NONE, maxExtraVcpus: 2, maxExtraRamPercent: 100 };
const PINNED = { 'hw:cpu_policy': 'dedicated' };

interface Sized {
  readonly vcpus?: number;
  readonly ramMib?: number;
  readonly diskGib?: number;
  readonly specs?: Flavor['extraSpecs'];
  readonly weight?: number;
}

function named(
  name: string,
  { vcpus = 2, ramMib = 2048, diskGib = 20, specs = {}, weight = 1 }: Sized = {},
): FlavorInUse {
  return { name, vcpus, ramMib, diskGib, extraSpecs: specs, requests: [{ vcpus, ramMib, diskGib, weight }] };
}

function consolidated(
  flavors: readonly FlavorInUse[],
  tolerance = NONE,
  images: Flavor['extraSpecs'][] | null = null,
): Consolidation {
  return consolidateFlavors(flavors, {
    release: '2025.1',
    tolerance,
    images: images?.map((properties) => ({ osId: null, properties })) ?? null,
  });
}

function namesOf({ flavors }: Consolidation): readonly string[] {
  return flavors.map(({ name }) => name);
}

describe('flavors that mean the same', () => {
  it('become one: that which most VMs have', () => {
    const found = consolidated([
      named('a', { specs: { 'hw:mem_page_size': '2MB' } }),
      named('b', { specs: { 'hw:mem_page_size': '2048' }, weight: 5 }),
      named('c', { specs: { 'hw:mem_page_size': '1GB' } }),
    ]);

    expect(namesOf(found)).toEqual(['b', 'c']);
    expect(found).toMatchObject({ before: 3, after: 2, exact: true });
    expect(found.merges).toEqual([
      { from: ['a'], into: 'b', kind: 'equal', why: expect.stringContaining('hw:mem_page_size') as string },
    ]);
    expect(found.flavors[0]?.requests).toEqual([{ vcpus: 2, ramMib: 2048, diskGib: 20, weight: 6 }]);
  });

  it('with the images at hand are more than with any image', () => {
    const flavors = [named('floating', { specs: { 'hw:cpu_policy': 'shared' } }), named('unset')];

    expect(consolidated(flavors).after).toBe(2);
    expect(consolidated(flavors, NONE, [{}]).after).toBe(1);
    expect(consolidated(flavors, NONE, [{}, { hw_cpu_policy: 'dedicated' }]).after).toBe(2);
  });
});

describe('a larger flavor', () => {
  it.each<[string, Sized, Sized, Partial<MergeTolerance>, boolean]>([
    ['within the tolerance', {}, { vcpus: 4, ramMib: 4096 }, {}, true],
    ['with too many vCPUs', {}, { vcpus: 5 }, {}, false],
    ['with too much memory', {}, { ramMib: 4097 }, {}, false],
    ['with more disk than asked for', {}, { diskGib: 21 }, {}, false],
    ['with more disk, where that is fine', {}, { diskGib: 21 }, { maxExtraDiskGib: 1 }, true],
    ['with a disk, for one that boots from a volume', { diskGib: 0 }, { diskGib: 1 }, { maxExtraDiskGib: 1 }, false],
    ['with fewer vCPUs and more memory', { vcpus: 3 }, { ramMib: 4096 }, {}, false],
    ['that lacks an extra spec', { specs: PINNED }, { vcpus: 3 }, {}, false],
    [
      'with another value of it',
      { specs: { 'hw:numa_nodes': '1' } },
      { vcpus: 4, specs: { 'hw:numa_nodes': '2' } },
      {},
      false,
    ],
    ['with an extra spec that nobody asked for', {}, { vcpus: 3, specs: PINNED }, {}, false],
    ['with one that VMs may get', {}, { vcpus: 3, specs: PINNED }, { mayGainExtraSpecs: ['hw:cpu_policy'] }, true],
    [
      'of the same size with one that VMs may get',
      {},
      { specs: PINNED },
      { mayGainExtraSpecs: ['hw:cpu_policy'] },
      true,
    ],
    [
      'with a mask of vCPUs',
      { specs: { ...PINNED, 'hw:cpu_realtime': '1', 'hw:cpu_realtime_mask': '1' } },
      { vcpus: 3, specs: { ...PINNED, 'hw:cpu_realtime': '1', 'hw:cpu_realtime_mask': '1' } },
      {},
      false,
    ],
    [
      'with an amount of a custom resource',
      { specs: { 'resources:CUSTOM_GPU': '1' } },
      { vcpus: 3, specs: { 'resources:CUSTOM_GPU': '1' } },
      {},
      true,
    ],
    [
      'that this release refuses',
      {},
      { vcpus: 3, specs: { 'hw:tpm_secret_security': 'host' } },
      { mayGainExtraSpecs: ['hw:tpm_secret_security'] },
      false,
    ],
    [
      'that Nova refuses',
      { specs: { 'hw:numa_nodes': '2' } },
      { vcpus: 3, specs: { 'hw:numa_nodes': '2' } },
      {},
      false,
    ],
  ])('%s', (_which, small, large, changes, serves) => {
    const found = consolidated([named('small', small), named('large', large)], { ...SOME, ...changes });

    expect(namesOf(found)).toEqual(serves ? ['large'] : ['large', 'small']);
  });

  it('takes the requests, and says what their VMs get more', () => {
    const { flavors, merges } = consolidated([named('small', { weight: 3 }), named('large', { vcpus: 3 })], SOME);

    expect(flavors[0]?.requests).toEqual([
      { vcpus: 2, ramMib: 2048, diskGib: 20, weight: 3 },
      { vcpus: 3, ramMib: 2048, diskGib: 20, weight: 1 },
    ]);
    expect(merges).toEqual([
      {
        from: ['small'],
        into: 'large',
        kind: 'larger',
        why: 'large has all that small has, and within the tolerance more: 3 instead of 2 vCPUs.',
      },
    ]);
  });

  it('is measured by what VMs need, so that merging does not creep', () => {
    const steps = [2, 4, 6].map((vcpus) => named(`v${vcpus}`, { vcpus }));
    const once = consolidated(steps, SOME);

    expect(once.after).toBe(2);
    expect(consolidated(once.flavors, SOME)).toMatchObject({ merges: [], after: 2 });
  });

  it('is the least wasteful of those that do as well', () => {
    const found = consolidated(
      [named('v2', { vcpus: 2, weight: 10 }), named('v3', { vcpus: 3 }), named('v5', { vcpus: 5 })],
      SOME,
    );

    // Either v3 goes into v5, two vCPUs more for one VM, or v2 goes into v3, one more for each of ten.
    expect(namesOf(found)).toEqual(['v2', 'v5']);
  });
});

const sizes = fc.record({
  vcpus: fc.integer({ min: 1, max: 6 }),
  ramMib: fc.constantFrom(1024, 1536, 2048, 3072),
  diskGib: fc.constantFrom(0, 10, 12),
  specs: fc.constantFrom<Flavor['extraSpecs']>(
    {},
    {},
    PINNED,
    { 'hw:cpu_policy': 'shared' },
    { 'hw:numa_nodes': '2' },
    { 'hw:mem_page_size': '2MB' },
    { 'hw:mem_page_size': '2048' },
  ),
  weight: fc.integer({ min: 0, max: 5 }),
});
const fleetsOfFlavors = (maxLength: number) =>
  fc.array(sizes, { maxLength }).map((all) => all.map((size, index) => named(`f${index}`, size)));
const tolerances = fc.record({
  maxExtraVcpus: fc.integer({ min: 0, max: 3 }),
  maxExtraRamPercent: fc.constantFrom(0, 50, 100),
  maxExtraDiskGib: fc.constantFrom(0, 2),
  mayGainExtraSpecs: fc.constantFrom<string[]>([], ['hw:cpu_policy']),
});

function fits(need: FlavorNeed, flavor: FlavorInUse): boolean {
  return need.vcpus <= flavor.vcpus && need.ramMib <= flavor.ramMib && need.diskGib <= flavor.diskGib;
}

describe('any set of flavors', () => {
  it('is served by what stays: every flavor by its target, all needs within the tolerance', () => {
    fc.assert(
      fc.property(fleetsOfFlavors(12), tolerances, (flavors, tolerance) => {
        const { flavors: kept, merges } = consolidated(flavors, tolerance);
        const targetOf = new Map(merges.flatMap(({ from, into }) => from.map((name) => [name, into])));

        for (const flavor of flavors) {
          const target = kept.find(({ name }) => name === (targetOf.get(flavor.name) ?? flavor.name));
          expect(target).toBeDefined();
          for (const need of flavor.requests) {
            expect(target && fits(need, target)).toBe(true);
            expect(target?.vcpus).toBeLessThanOrEqual(need.vcpus + tolerance.maxExtraVcpus);
            expect(target?.ramMib).toBeLessThanOrEqual((need.ramMib * (100 + tolerance.maxExtraRamPercent)) / 100);
            expect(target?.requests.some((other) => other.vcpus === need.vcpus && other.ramMib === need.ramMib)).toBe(
              true,
            );
          }
        }
      }),
    );
  });

  it('never grows, keeps only what was there, and each VM once', () => {
    fc.assert(
      fc.property(fleetsOfFlavors(12), tolerances, (flavors, tolerance) => {
        const found = consolidated(flavors, tolerance);
        const gone = found.merges.flatMap(({ from }) => from);

        expect([...namesOf(found), ...gone].sort()).toEqual(flavors.map(({ name }) => name).sort());
        expect(found).toMatchObject({ before: flavors.length, after: found.flavors.length });
        expect(weightIn(found.flavors)).toBe(weightIn(flavors));
      }),
    );
  });

  it('consolidated once is consolidated for good', () => {
    fc.assert(
      fc.property(fleetsOfFlavors(12), tolerances, (flavors, tolerance) => {
        const once = consolidated(flavors, tolerance);

        expect(consolidated(once.flavors, tolerance)).toMatchObject({ flavors: once.flavors, merges: [] });
      }),
    );
  });

  it('gives the same whatever order it comes in', () => {
    fc.assert(
      fc.property(fleetsOfFlavors(12), tolerances, (flavors, tolerance) => {
        expect(consolidated([...flavors].reverse(), tolerance)).toEqual(consolidated(flavors, tolerance));
      }),
    );
  });

  it('is as small as trying every subset finds', () => {
    fc.assert(
      fc.property(fleetsOfFlavors(8), tolerances, (flavors, tolerance) => {
        const found = consolidated(flavors, tolerance);

        expect(found.exact).toBe(true);
        expect(found.after).toBe(smallestByTrying(flavors, tolerance));
      }),
    );
  });
});

function weightIn(flavors: readonly FlavorInUse[]): number {
  return flavors.flatMap(({ requests }) => requests).reduce((sum, { weight }) => sum + weight, 0);
}

function smallestByTrying(flavors: readonly FlavorInUse[], tolerance: MergeTolerance): number {
  const classes = flavorClasses(flavors, { images: null, release: '2025.1' });
  const sizesThatDo = Array.from({ length: 2 ** classes.length }, (_, subset) => {
    const kept = classes.filter((_one, index) => (subset >> index) & 1);
    const served = classes.every((one) => kept.some((other) => other === one || largerServes(other, one, tolerance)));
    return served ? kept.length : Infinity;
  });
  return Math.min(...sizesThatDo);
}
