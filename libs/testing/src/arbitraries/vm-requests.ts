import {
  checkExtraSpecs,
  guestTopologyOf,
  OPENSTACK_RELEASES,
  type DiskRequest,
  type Flavor,
  type GroupPolicy,
  type NicRequest,
  type NumaAffinityPolicy,
  type VmRequest,
} from '@iopath/core';
import fc from 'fast-check';
import { aNicRequest, aVmRequest } from '../builders/a-vm-request';

const POLICIES: readonly NumaAffinityPolicy[] = ['required', 'preferred', 'legacy', 'socket'];
const GROUP_POLICIES: readonly GroupPolicy[] = ['affinity', 'anti-affinity', 'soft-affinity', 'soft-anti-affinity'];

const DEDICATED = { 'hw:cpu_policy': 'dedicated' };

/** What flavors say about CPUs goes together or not at all. */
const cpuSpecs: fc.Arbitrary<Flavor['extraSpecs']> = fc.constantFrom<Flavor['extraSpecs']>(
  {},
  {},
  { 'hw:cpu_policy': 'shared' },
  DEDICATED,
  DEDICATED,
  { ...DEDICATED, 'hw:cpu_thread_policy': 'require' },
  { ...DEDICATED, 'hw:cpu_thread_policy': 'isolate' },
  { ...DEDICATED, 'hw:emulator_threads_policy': 'isolate' },
  { ...DEDICATED, 'hw:emulator_threads_policy': 'share' },
  { 'hw:cpu_policy': 'mixed', 'hw:cpu_dedicated_mask': '^0' },
);

const otherSpecs: fc.Arbitrary<Flavor['extraSpecs']> = fc
  .record({
    'hw:numa_nodes': seldom('1', '2'),
    'hw:mem_page_size': seldom('small', 'large', 'any', '1GB'),
    'hw:locked_memory': seldom('false', 'true'),
    'hw:pci_numa_affinity_policy': seldom(...POLICIES),
    'hw:vif_multiqueue_enabled': seldom('true', 'no'),
    'pci_passthrough:alias': seldom('nvme:1', 'nvme:2'),
    'quota:cpu_shares': seldom('1024'),
  })
  .map((specs) =>
    Object.fromEntries(
      Object.entries(specs).flatMap(([key, value]) => (value === null ? [] : [[key, value] as const])),
    ),
  );

const extraSpecs = fc.tuple(cpuSpecs, otherSpecs).map(([cpu, other]): Flavor['extraSpecs'] => ({ ...cpu, ...other }));

const nics: fc.Arbitrary<NicRequest[]> = fc
  .array(
    fc.record({
      physicalNetwork: fc.constantFrom('physnet1', 'physnet1', 'physnet1', 'physnet1', 'physnet2', null),
      bandwidthMbps: sometimes(1_000, 10_000, 25_000),
      packetRateKpps: sometimes(100, 5_000),
      latency: sometimes({ targetUs: 20, percentile: 99 }, { targetUs: 500, percentile: 50 }),
      paths: sometimes<NicRequest['paths'] & object>(
        ['sriov_vf'],
        ['sriov_vf'],
        ['pci_passthrough'],
        ['sriov_vf', 'vhost_net'],
        ['vhost_user', 'emulated'],
        ['vhost_user'],
        ['macvtap'],
        ['macvtap', 'vdpa', 'virtio'],
        ['vdpa'],
        ['sriov_vf_switchdev', 'sriov_vf'],
      ),
      numaAffinityPolicy: sometimes(...POLICIES),
      trusted: fc.constantFrom(false, false, false, false, true),
    }),
    { maxLength: 3 },
  )
  .map((each) => each.map((nic, index) => aNicRequest({ ...nic, name: `nic${index}` })));

const disks: fc.Arbitrary<DiskRequest[]> = fc
  .array(
    fc.record({
      iops: sometimes(1_000, 500_000),
      throughputMibps: sometimes(100, 5_000),
      latency: sometimes({ targetUs: 50, percentile: 99.9 }),
      paths: sometimes<DiskRequest['paths'] & object>(['pci_passthrough'], ['virtio_scsi', 'emulated']),
    }),
    { maxLength: 2 },
  )
  .map((each) => each.map((disk, index) => ({ ...disk, name: index === 0 ? 'root' : 'data' })));

/** Requests of every kind that Nova would take: the flavor is valid in every release, and goes with the image. */
export function vmRequests(): fc.Arbitrary<VmRequest> {
  return fc
    .record({
      count: fc.constantFrom(1, 1, 1, 2, 3),
      vcpus: fc.integer({ min: 1, max: 4 }),
      ramMib: fc.constantFrom(512, 1_024, 2_048, 4_096),
      diskGib: fc.constantFrom(0, 1, 20),
      extraSpecs,
      image: fc.constantFrom(
        { osId: 'ubuntu24.04', properties: {} },
        { osId: 'ubuntu24.04', properties: {} },
        { osId: null, properties: {} },
        { osId: null, properties: { hw_vif_model: 'virtio', hw_disk_bus: 'scsi' } },
        { osId: 'win2k19', properties: {} },
        { osId: null, properties: { hw_pci_numa_affinity_policy: 'required', hw_vif_multiqueue_enabled: 'true' } },
      ),
      nics,
      disks,
      migration: fc.constantFrom(
        'cold_ok' as const,
        'cold_ok' as const,
        'live_preferred' as const,
        'live_required' as const,
      ),
      isolation: fc.constantFrom(
        'shared' as const,
        'shared' as const,
        'shared' as const,
        'dedicated_vf' as const,
        'tenant_pf' as const,
      ),
      profile: fc.constantFrom('balanced' as const, 'latency' as const, 'throughput' as const, 'density' as const),
      group: seldom(...GROUP_POLICIES.map((policy) => ({ id: 'web', policy }))),
    })
    .map(({ vcpus, ramMib, diskGib, extraSpecs: specs, group, ...rest }) =>
      aVmRequest({
        ...rest,
        flavor: { vcpus, ramMib, diskGib, extraSpecs: specs },
        constraints: { ...aVmRequest().constraints, group },
      }),
    )
    .filter(isTakenByNova);
}

function isTakenByNova({ flavor, image }: VmRequest): boolean {
  const isValid = OPENSTACK_RELEASES.every((release) => checkExtraSpecs(flavor.extraSpecs, release).length === 0);
  return isValid && guestTopologyOf(flavor, image).ok;
}

function seldom<Value>(...values: readonly Value[]): fc.Arbitrary<Value | null> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.constantFrom(...values) });
}

function sometimes<Value>(...values: readonly Value[]): fc.Arbitrary<Value | null> {
  return fc.oneof(fc.constant(null), fc.constantFrom(...values));
}
