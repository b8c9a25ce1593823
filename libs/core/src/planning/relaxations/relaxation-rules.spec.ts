import { aNicRequest, aVmRequest } from '@iopath/testing';
import type { Constraints, DiskRequest, Flavor, GroupPolicy, IsolationNeed, VmRequest } from '../../request/vm-request';
import { fleetOf } from '../../spec-plans';
import { relaxConstraints } from './constraints.relaxation';
import { relaxCpuPolicy } from './cpu-policy.relaxation';
import { relaxFlavorSize } from './flavor-size.relaxation';
import { relaxGuestDrivers } from './guest-drivers.relaxation';
import { relaxIsolation } from './isolation.relaxation';
import { relaxMigration } from './migration.relaxation';
import { relaxNicBandwidth } from './nic-bandwidth.relaxation';
import { relaxNumaNodes } from './numa-nodes.relaxation';
import { relaxNumaPolicy } from './numa-policy.relaxation';
import { relaxPageSize } from './page-size.relaxation';
import { relaxPaths } from './paths.relaxation';
import { changeText, type RelaxationRule, type RequestConcession } from './relaxation-rule';

/** 32 CPUs, ratio 4; 256 GiB; 10 TB. */
const FLEET = fleetOf({ 'compute-1': {} });

function proposals(rule: RelaxationRule, request: Partial<VmRequest>): readonly RequestConcession[] {
  return rule(aVmRequest(request), FLEET);
}

function changes(rule: RelaxationRule, request: Partial<VmRequest>): string[] {
  return proposals(rule, request).map(changeText);
}

/** The request that one of the rule's concessions makes of it: the first, or another one counted from the end. */
function relaxed(rule: RelaxationRule, request: Partial<VmRequest>, which = 0): VmRequest | undefined {
  return proposals(rule, request).at(which)?.apply(aVmRequest(request));
}

function flavor(extraSpecs: Flavor['extraSpecs'], size: Partial<Flavor> = {}): Partial<VmRequest> {
  return { flavor: { ...aVmRequest().flavor, ...size, extraSpecs } };
}

function constrained(constraints: Partial<Constraints>): Partial<VmRequest> {
  return { constraints: { ...aVmRequest().constraints, ...constraints } };
}

function group(policy: GroupPolicy): Partial<VmRequest> {
  return constrained({ group: { id: 'web', policy } });
}

describe('concessions in NUMA', () => {
  it.each<[string, Partial<VmRequest>, string[]]>([
    ['none stated', { nics: [aNicRequest()] }, []],
    ['preferred is lenient already', { nics: [aNicRequest({ numaAffinityPolicy: 'preferred' })] }, []],
    [
      'each NIC by itself',
      {
        nics: [
          aNicRequest({ name: 'a', numaAffinityPolicy: 'required' }),
          aNicRequest({ name: 'b', numaAffinityPolicy: 'socket' }),
        ],
      },
      ['nics[a].numa_affinity_policy: required -> preferred', 'nics[b].numa_affinity_policy: socket -> preferred'],
    ],
    [
      'the flavor’s',
      flavor({ 'hw:pci_numa_affinity_policy': 'required' }),
      ['flavor.extra_specs.hw:pci_numa_affinity_policy: required -> preferred'],
    ],
  ])('policy: %s', (_case, request, expected) => {
    expect(changes(relaxNumaPolicy, request)).toEqual(expected);
  });

  it.each<[string, Partial<VmRequest>, string[]]>([
    ['twice as many', flavor({ 'hw:numa_nodes': '2' }, { vcpus: 8 }), ['flavor.extra_specs.hw:numa_nodes: 2 -> 4']],
    ['two, where none is said', flavor({}), ['flavor.extra_specs.hw:numa_nodes: unset -> 2']],
    ['not where vCPUs do not divide', flavor({}, { vcpus: 3 }), []],
  ])('nodes: %s', (_case, request, expected) => {
    expect(changes(relaxNumaNodes, request)).toEqual(expected);
  });
});

describe('concessions in memory pages', () => {
  it.each<[string | null, string[]]>([
    [null, []],
    ['1GB', ['flavor.extra_specs.hw:mem_page_size: 1GB -> any', 'flavor.extra_specs.hw:mem_page_size: 1GB -> unset']],
    ['any', ['flavor.extra_specs.hw:mem_page_size: any -> unset']],
  ])('of %s', (size, expected) => {
    expect(changes(relaxPageSize, flavor(size === null ? {} : { 'hw:mem_page_size': size }))).toEqual(expected);
  });

  it('take locked memory along, which needs a page size (handbook 1.5)', () => {
    const given = flavor({ 'hw:mem_page_size': '1GB', 'hw:locked_memory': 'true' });

    expect(relaxed(relaxPageSize, given, -1)?.flavor.extraSpecs).toEqual({});
  });
});

describe('concessions in CPUs', () => {
  it.each<[string, Flavor['extraSpecs'], string[]]>([
    ['none of floating vCPUs', {}, []],
    ['pinning', { 'hw:cpu_policy': 'dedicated' }, ['flavor.extra_specs.hw:cpu_policy: dedicated -> shared']],
    [
      'thread policy first',
      { 'hw:cpu_policy': 'dedicated', 'hw:cpu_thread_policy': 'require' },
      [
        'flavor.extra_specs.hw:cpu_thread_policy: require -> prefer',
        'flavor.extra_specs.hw:cpu_policy: dedicated -> shared',
      ],
    ],
  ])('%s', (_case, extraSpecs, expected) => {
    expect(changes(relaxCpuPolicy, flavor(extraSpecs))).toEqual(expected);
  });

  it('leave nothing behind that only pinned guests may say (handbook 1.5)', () => {
    const pinned = {
      'hw:cpu_policy': 'mixed',
      'hw:cpu_dedicated_mask': '^0',
      'hw:cpu_realtime': 'true',
      'hw:emulator_threads_policy': 'isolate',
      'quota:cpu_shares': '10',
    };

    expect(relaxed(relaxCpuPolicy, flavor(pinned))?.flavor.extraSpecs).toEqual({
      'quota:cpu_shares': '10',
    });
  });
});

describe('concessions in size', () => {
  it('are shares of it, and none above what the roomiest host has free', () => {
    expect(changes(relaxFlavorSize, flavor({}, { vcpus: 8, ramMib: 1, diskGib: 0 }))).toEqual([
      'flavor.vcpus: 8 -> 6',
      'flavor.vcpus: 8 -> 4',
      'flavor.vcpus: 8 -> 2',
      'flavor.vcpus: 8 -> 1',
    ]);
  });

  it('begin with what the roomiest host has free', () => {
    expect(changes(relaxFlavorSize, flavor({}, { vcpus: 1, ramMib: 300_000, diskGib: 0 }))[0]).toBe(
      'flavor.ram_mib: 300000 -> 262144',
    );
  });

  it('take few vCPUs off first', () => {
    expect(changes(relaxFlavorSize, flavor({}, { vcpus: 20, ramMib: 1, diskGib: 0 })).slice(0, 3)).toEqual([
      'flavor.vcpus: 20 -> 18',
      'flavor.vcpus: 20 -> 16',
      'flavor.vcpus: 20 -> 15',
    ]);
  });

  it('are one ladder for each of vCPUs, memory and disk', () => {
    const ladders = proposals(relaxFlavorSize, {}).map(({ ladder }) => ladder);

    expect([...new Set(ladders)]).toEqual(['vcpus', 'ram_mib', 'disk_gib']);
  });
});

describe('concessions in bandwidth', () => {
  it.each([
    [null, []],
    [1_000, []],
    [30_000, ['30000 -> 25000', '30000 -> 10000', '30000 -> 1000']],
    [200_000, ['200000 -> 100000', '200000 -> 50000', '200000 -> 40000']],
  ])('of %s Mbit/s go down line rates', (bandwidthMbps, expected) => {
    expect(changes(relaxNicBandwidth, { nics: [aNicRequest({ bandwidthMbps })] })).toEqual(
      expected.map((change) => `nics[data].bandwidth_mbps: ${change}`),
    );
  });
});

describe('concessions in paths', () => {
  it('lift what narrows each device', () => {
    const disk: DiskRequest = { name: 'data', iops: null, throughputMibps: null, latency: null, paths: ['virtio_blk'] };

    expect(
      changes(relaxPaths, {
        nics: [aNicRequest({ paths: ['sriov_vf', 'vhost_net'] }), aNicRequest({ name: 'free' })],
        disks: [disk],
      }),
    ).toEqual(['nics[data].paths: sriov_vf, vhost_net -> any', 'disks[data].paths: virtio_blk -> any']);
  });
});

describe('concessions in migration, isolation and drivers', () => {
  it('give up live migration only where it is required', () => {
    expect(changes(relaxMigration, { migration: 'live_required' })).toEqual(['migration: live_required -> cold_ok']);
    expect(changes(relaxMigration, { migration: 'live_preferred' })).toEqual([]);
  });

  it.each<[IsolationNeed, string[]]>([
    ['shared', []],
    ['dedicated_vf', ['isolation: dedicated_vf -> shared']],
    [
      'dedicated_device',
      [
        'isolation: dedicated_device -> tenant_pf',
        'isolation: dedicated_device -> dedicated_vf',
        'isolation: dedicated_device -> shared',
      ],
    ],
  ])('weaken %s step by step', (isolation, expected) => {
    expect(changes(relaxIsolation, { isolation })).toEqual(expected);
  });

  it('take an image with drivers, and without the properties that pin its devices', () => {
    const image = { osId: 'win2k19', properties: { hw_vif_model: 'e1000', os_type: 'windows' } };

    expect(changes(relaxGuestDrivers, { image })).toEqual(['image: win2k19 -> one with virtio and VF drivers']);
    expect(relaxed(relaxGuestDrivers, { image })?.image).toEqual({ osId: null, properties: { os_type: 'windows' } });
    expect(changes(relaxGuestDrivers, { image: { osId: null, properties: {} } })).toEqual([]);
  });
});

describe('concessions in where to run', () => {
  it.each<[string, Partial<VmRequest>, string[]]>([
    ['none without constraints', {}, []],
    ['zone', constrained({ availabilityZone: 'az1' }), ['constraints.availability_zone: az1 -> any']],
    ['aggregates', constrained({ aggregates: ['a', 'b'] }), ['constraints.aggregates: a, b -> none']],
    ['hosts included', constrained({ includeHosts: ['x'] }), ['constraints.include_hosts -> any']],
    ['hosts excluded', constrained({ excludeHosts: ['x'] }), ['constraints.exclude_hosts -> none']],
    ['affinity', group('affinity'), ['constraints.group.policy: affinity -> soft-affinity']],
    ['anti-affinity', group('anti-affinity'), ['constraints.group.policy: anti-affinity -> soft-anti-affinity']],
    ['soft policies are soft already', group('soft-affinity'), []],
  ])('%s', (_case, request, expected) => {
    expect(changes(relaxConstraints, request)).toEqual(expected);
  });
});
