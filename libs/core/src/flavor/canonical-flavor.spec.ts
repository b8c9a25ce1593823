import { aFlavor } from '@iopath/testing';
import fc from 'fast-check';
import { guestTopologyOf } from '../nova-fit/guest-topology';
import type { Flavor, Image } from '../request/vm-request';
import { canonicalExtraSpecs } from './canonical-extra-specs';
import { flavorMeaning } from './flavor-meaning';
import { flavorName } from './flavor-name';
import { reusableFlavor } from './reusable-flavor';

const ANY_IMAGE: Image = { osId: null, properties: {} };

function image(properties: Image['properties']): Image {
  return { osId: null, properties };
}

const PINNED = { 'hw:cpu_policy': 'dedicated' };

describe('one spelling', () => {
  it.each<[string, Flavor['extraSpecs'], Flavor['extraSpecs']]>([
    ['for true', { 'hw:locked_memory': 'Yes' }, { 'hw:locked_memory': 'true' }],
    ['for false', { 'hw:pmu': '0' }, { 'hw:pmu': 'false' }],
    ['for a page size with a unit', { 'hw:mem_page_size': '2MB' }, { 'hw:mem_page_size': '2048' }],
    ['for a page size in bits', { 'hw:mem_page_size': '16Mb' }, { 'hw:mem_page_size': '2048' }],
    ['for a list of CPUs', { 'hw:numa_cpus.0': '3,0,1-2' }, { 'hw:numa_cpus.0': '0-3' }],
    ['for a mask that leaves out', { 'hw:cpu_dedicated_mask': '^0-1' }, { 'hw:cpu_dedicated_mask': '2-3' }],
    [
      'for a list of aliases',
      { 'pci_passthrough:alias': 'nvme:1 , gpu:2' },
      { 'pci_passthrough:alias': 'nvme:1,gpu:2' },
    ],
    ['for a number', { 'hw:cpu_sockets': ' 02' }, { 'hw:cpu_sockets': '2' }],
    ['in one order', { 'quota:b': '1', 'hw:pmu': 'true' }, { 'hw:pmu': 'true', 'quota:b': '1' }],
  ])('%s', (_what, given, canonical) => {
    expect(Object.entries(canonicalExtraSpecs(aFlavor(given)))).toEqual(Object.entries(canonical));
  });

  it.each<[string, Flavor['extraSpecs']]>([
    ['a page size that does not boot', { 'hw:mem_page_size': '2M' }],
    ['a page size left to Nova', { 'hw:mem_page_size': 'any' }],
    ['a number of nodes that Nova refuses', { 'hw:numa_nodes': '02' }],
    ['a mask beyond the vCPUs', { 'hw:cpu_dedicated_mask': '0,9' }],
    ['a policy that keeps images from pinning', { 'hw:cpu_policy': 'shared' }],
    ['a policy that wins over an alias’s own', { 'hw:pci_numa_affinity_policy': 'legacy' }],
    ['the order of aliases, which is the order of devices in the guest', { 'pci_passthrough:alias': 'b:1,a:1' }],
    ['a key without a namespace, which a filter may compare as text', { hide_hypervisor_id: '1' }],
  ])('is not made for %s', (_what, given) => {
    expect(canonicalExtraSpecs(aFlavor(given))).toEqual(given);
  });

  it('leaves out what Nova never reads: realtime that is off, and its mask', () => {
    const specs = { ...PINNED, 'hw:cpu_realtime': 'no', 'hw:cpu_realtime_mask': '^0' };

    expect(canonicalExtraSpecs(aFlavor(specs))).toEqual(PINNED);
  });
});

describe('what a flavor means with an image', () => {
  it.each<[string, Flavor['extraSpecs'], Flavor['extraSpecs'], Image['properties']]>([
    ['a stated default policy', { 'hw:cpu_policy': 'shared' }, {}, {}],
    ['one guest node beside pinned CPUs', { ...PINNED, 'hw:numa_nodes': '1' }, PINNED, {}],
    [
      'one guest node beside large pages',
      { 'hw:mem_page_size': '1GB', 'hw:numa_nodes': '1' },
      { 'hw:mem_page_size': '1048576' },
      {},
    ],
    ['queues that are off', { 'hw:vif_multiqueue_enabled': 'off' }, {}, {}],
    ['an affinity policy without guest nodes', { 'hw:pci_numa_affinity_policy': 'required' }, {}, {}],
    ['emulator threads that float anyway', { 'hw:emulator_threads_policy': 'share' }, {}, {}],
    ['a policy that the image states alike', { 'hw:cpu_policy': 'shared' }, {}, { hw_cpu_policy: 'shared' }],
  ])('does not change by %s', (_what, one, other, properties) => {
    expect(flavorMeaning(aFlavor(one), image(properties))).toBe(flavorMeaning(aFlavor(other), image(properties)));
  });

  it.each<[string, Flavor['extraSpecs'], Flavor['extraSpecs'], Image['properties']]>([
    ['a policy that the image would set otherwise', { 'hw:cpu_policy': 'shared' }, {}, { hw_cpu_policy: 'dedicated' }],
    [
      'a node count that the image would set otherwise',
      { ...PINNED, 'hw:numa_nodes': '1' },
      PINNED,
      { hw_numa_nodes: '2' },
    ],
    ['one guest node where nothing else makes one', { 'hw:numa_nodes': '1' }, {}, {}],
    ['queues', { 'hw:vif_multiqueue_enabled': 'true' }, {}, {}],
    ['packed rings', { 'hw:virtio_packed_ring': 'true' }, {}, {}],
    ['emulator threads of pinned guests', { ...PINNED, 'hw:emulator_threads_policy': 'share' }, PINNED, {}],
    ['socket affinity, which asks hosts for a trait', { 'hw:pci_numa_affinity_policy': 'socket' }, {}, {}],
    ['a monitor that is switched off', { 'hw:pmu': 'false' }, {}, {}],
  ])('does change by %s', (_what, one, other, properties) => {
    expect(flavorMeaning(aFlavor(one), image(properties))).not.toBe(flavorMeaning(aFlavor(other), image(properties)));
  });

  it('depends on the size', () => {
    const sizes = [aFlavor(), aFlavor({}, { vcpus: 5 }), aFlavor({}, { ramMib: 5000 }), aFlavor({}, { diskGib: 5 })];

    expect(new Set(sizes.map((flavor) => flavorMeaning(flavor, ANY_IMAGE))).size).toBe(4);
  });
});

const specsOf = fc.dictionary(
  fc.constantFrom(
    'hw:cpu_policy',
    'hw:mem_page_size',
    'hw:numa_nodes',
    'hw:cpu_dedicated_mask',
    'hw:cpu_realtime',
    'hw:cpu_realtime_mask',
    'hw:locked_memory',
    'hw:emulator_threads_policy',
    'hw:numa_cpus.0',
    'hw:numa_mem.0',
    'hw:vif_multiqueue_enabled',
    'hw:pci_numa_affinity_policy',
  ),
  fc.constantFrom(
    'shared',
    'dedicated',
    'mixed',
    '2MB',
    '2048',
    'large',
    '1',
    '2',
    'True',
    'no',
    '^0',
    '0-3',
    '1,0',
    'share',
    'isolate',
    '4096',
    'required',
    'socket',
  ),
);
const propertiesOf = fc.dictionary(
  fc.constantFrom(
    'hw_cpu_policy',
    'hw_numa_nodes',
    'hw_mem_page_size',
    'hw_cpu_realtime_mask',
    'hw_locked_memory',
    'hw_vif_multiqueue_enabled',
  ),
  fc.constantFrom('shared', 'dedicated', '1', '2', '2MB', '^1', 'true', 'false'),
);

describe('canonical extra specs of any flavor', () => {
  it('are their own canonical form', () => {
    fc.assert(
      fc.property(specsOf, (extraSpecs) => {
        const once = canonicalExtraSpecs(aFlavor(extraSpecs));

        expect(canonicalExtraSpecs(aFlavor(once))).toEqual(once);
      }),
    );
  });

  it('make the same guest as what was given, or the same refusal, with any image', () => {
    fc.assert(
      fc.property(specsOf, propertiesOf, (extraSpecs, properties) => {
        const given = guestTopologyOf(aFlavor(extraSpecs), image(properties));
        const canonical = guestTopologyOf(aFlavor(canonicalExtraSpecs(aFlavor(extraSpecs))), image(properties));

        expect(outcome(canonical)).toEqual(outcome(given));
      }),
      { numRuns: 2000 },
    );
  });
});

/** Messages quote the text that was given, so refusals are compared by their exception. */
function outcome(result: ReturnType<typeof guestTopologyOf>): unknown {
  return result.ok ? result : result.refusal.exception;
}

describe('the name', () => {
  it('is the same however the needs are spelled, and another for other needs', () => {
    const name = flavorName(aFlavor({ 'hw:mem_page_size': '2MB', 'hw:locked_memory': '1' }));

    expect(name).toMatch(/^iopath-4c-4096m-20g-[0-9a-f]{8}$/);
    expect(flavorName(aFlavor({ 'hw:locked_memory': 'true', 'hw:mem_page_size': '2048' }))).toBe(name);
    expect(flavorName(aFlavor({ 'hw:locked_memory': 'true', 'hw:mem_page_size': '1GB' }))).not.toBe(name);
    expect(flavorName(aFlavor({ 'hw:locked_memory': '1', 'hw:mem_page_size': '2MB' }, { vcpus: 8 }))).not.toBe(name);
  });
});

describe('a flavor that exists', () => {
  const pinned = { ...aFlavor({ ...PINNED, 'hw:numa_nodes': '1' }), name: 'pinned' };

  it('is used where it builds the same guest', () => {
    expect(reusableFlavor(aFlavor(PINNED), ANY_IMAGE, [{ ...aFlavor(), name: 'plain' }, pinned])).toBe(pinned);
  });

  it('is not used where the image makes a difference', () => {
    expect(reusableFlavor(aFlavor(PINNED), image({ hw_numa_nodes: '2' }), [pinned])).toBeNull();
  });

  it('is not used when it is larger', () => {
    expect(reusableFlavor(aFlavor(PINNED), ANY_IMAGE, [{ ...pinned, ramMib: 8192 }])).toBeNull();
  });

  it('is the first by name of several', () => {
    const other = { ...pinned, name: 'also-pinned' };

    expect(reusableFlavor(aFlavor(PINNED), ANY_IMAGE, [pinned, other])).toBe(other);
  });
});
