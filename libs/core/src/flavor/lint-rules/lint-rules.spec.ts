import { lintFlavor, type LintFinding } from '../lint/lint-flavor';
import { LINT_RULES } from '../lint/lint-rules';
import { linted, type LintedParts } from '../../spec-lint';

const PINNED = { 'hw:cpu_policy': 'dedicated' };
const LARGE = { 'hw:mem_page_size': 'large' };
const MAP = { 'hw:numa_cpus.0': '0-1', 'hw:numa_cpus.1': '2-3', 'hw:numa_mem.0': '2048', 'hw:numa_mem.1': '2048' };
const POLICY = { 'hw:pci_numa_affinity_policy': 'required' };
const QUEUES = { 'hw:vif_multiqueue_enabled': 'true' };
const NORMAL = { vnicType: 'normal' } as const;
const DIRECT = { vnicType: 'direct' } as const;
const VDPA = { vnicType: 'vdpa' } as const;
const VHOST_USER = { vifType: 'vhostuser' } as const;

/** What a fix sets (`key=value`) and removes (`-key`), in its order. */
function stepsOf({ fix }: LintFinding): string | null {
  const steps = fix?.map((change) => {
    const key = change.pointer.replace(/^\/(flavor\/extra_specs|image\/properties|ports)\//, '');
    return change.op === 'set' ? `${key}=${change.value}` : `-${key}`;
  });
  return steps?.join(' ') ?? null;
}

function find(code: string, parts: LintedParts): readonly [pointer: string, fix: string | null][] {
  return lintFlavor(linted(parts))
    .filter((finding) => finding.code === code)
    .map((finding) => [finding.pointer, stepsOf(finding)]);
}

const spec = (key: string): string => `/flavor/extra_specs/${key}`;
const property = (key: string): string => `/image/properties/${key}`;

/** A rule, where it is broken, what puts it right, and a neighbour that keeps it. */
type Case = readonly [code: string, broken: LintedParts, pointer: string, fix: string | null, fine: LintedParts];

const EXTRA_SPECS: readonly Case[] = [
  ['extra_spec.bad_name', { specs: { 'hw:é': '1' } }, spec('hw:é'), '-hw:é', { specs: { 'free text': '1' } }],
  [
    'extra_spec.unknown',
    { specs: { ...PINNED, 'hw:emulator_thread_policy': 'isolate' } },
    spec('hw:emulator_thread_policy'),
    '-hw:emulator_thread_policy hw:emulator_threads_policy=isolate',
    { specs: { ...PINNED, 'hw:emulator_threads_policy': 'isolate' } },
  ],
  [
    'extra_spec.unknown',
    { specs: { 'hw:emulator_treads_policy': 'isolate' } },
    spec('hw:emulator_treads_policy'),
    '-hw:emulator_treads_policy',
    {},
  ],
  [
    'extra_spec.unknown',
    { specs: { 'hw:numa_cpu.0': '0-3' } },
    spec('hw:numa_cpu.0'),
    '-hw:numa_cpu.0 hw:numa_cpus.0=0-3',
    {},
  ],
  [
    'extra_spec.unknown',
    { specs: { 'hw:nothing_like_it': '1' } },
    spec('hw:nothing_like_it'),
    '-hw:nothing_like_it',
    {},
  ],
  [
    'extra_spec.not_in_release',
    { specs: { 'hw:virtio_packed_ring': 'true' }, release: 'zed' },
    spec('hw:virtio_packed_ring'),
    '-hw:virtio_packed_ring',
    { specs: { 'hw:virtio_packed_ring': 'true' }, release: '2024.1' },
  ],
  [
    'extra_spec.not_in_release',
    { specs: { 'hw:tpm_secret_security': 'host' } },
    spec('hw:tpm_secret_security'),
    '-hw:tpm_secret_security',
    { specs: { 'hw:tpm_secret_security': 'host' }, release: '2026.1' },
  ],
  [
    'extra_spec.bad_value',
    { specs: { 'hw:cpu_policy': 'Dedicated' } },
    spec('hw:cpu_policy'),
    'hw:cpu_policy=dedicated',
    { specs: PINNED },
  ],
  [
    'extra_spec.bad_value',
    { specs: { 'hw:numa_nodes': '0' } },
    spec('hw:numa_nodes'),
    null,
    { specs: { 'hw:numa_nodes': '1' } },
  ],
  [
    'extra_spec.image_only',
    { specs: { 'hw:disk_bus': 'scsi' } },
    spec('hw:disk_bus'),
    '-hw:disk_bus hw_disk_bus=scsi',
    { image: { hw_disk_bus: 'scsi' } },
  ],
  [
    'extra_spec.image_only',
    { specs: { 'hw:maxphysaddr_mode': 'passthrough' } },
    spec('hw:maxphysaddr_mode'),
    '-hw:maxphysaddr_mode hw_maxphysaddr_mode=passthrough',
    { image: { hw_maxphysaddr_mode: 'passthrough' } },
  ],
  [
    'extra_spec.image_only',
    { specs: { 'hw:disk_bus': 'scsi' }, image: { hw_disk_bus: 'virtio' } },
    spec('hw:disk_bus'),
    '-hw:disk_bus hw_disk_bus=virtio',
    {},
  ],
  [
    'extra_spec.ignored',
    { specs: { cpu_policy: 'dedicated' } },
    spec('cpu_policy'),
    '-cpu_policy hw:cpu_policy=dedicated',
    { specs: { ...PINNED, group_policy: 'none' } },
  ],
  [
    'extra_spec.ignored',
    { specs: { hw_cpu_policy: 'dedicated' } },
    spec('hw_cpu_policy'),
    '-hw_cpu_policy hw:cpu_policy=dedicated',
    { specs: PINNED },
  ],
  [
    'extra_spec.ignored',
    { specs: { 'HW:CPU_POLICY': 'dedicated' } },
    spec('HW:CPU_POLICY'),
    '-HW:CPU_POLICY hw:cpu_policy=dedicated',
    { specs: PINNED },
  ],
  [
    'extra_spec.ignored',
    { specs: { 'acme:tier': 'gold' } },
    spec('acme:tier'),
    null,
    { specs: { 'aggregate_instance_extra_specs:tier': 'gold' } },
  ],
  [
    'tpm.model_without_version',
    { specs: { 'hw:tpm_model': 'tpm-crb' } },
    spec('hw:tpm_model'),
    'hw:tpm_version=2.0',
    { specs: { 'hw:tpm_model': 'tpm-crb' }, image: { hw_tpm_version: '2.0' } },
  ],
];

const PLACEMENT: readonly Case[] = [
  [
    'placement.not_expressible',
    { specs: { member_of: 'agg' } },
    spec('member_of'),
    '-member_of',
    { specs: { 'trait:CUSTOM_SSD': 'required' } },
  ],
  ['placement.not_expressible', { specs: { same_subtree: '_a,_b' } }, spec('same_subtree'), '-same_subtree', {}],
  [
    'placement.group_policy_missing',
    { specs: { 'resources1:VGPU': '1', 'resources_nic:SRIOV_NET_VF': '1' } },
    spec('group_policy'),
    'group_policy=none',
    { specs: { 'resources1:VGPU': '1', 'resources2:VGPU': '1', group_policy: 'isolate' } },
  ],
  [
    'placement.group_policy_missing',
    { specs: { 'resources1:VGPU': '1', 'trait2:CUSTOM_A': 'required' } },
    spec('group_policy'),
    'group_policy=none',
    { specs: { 'resources1:VGPU': '1', 'trait1:CUSTOM_A': 'required', 'resources:CUSTOM_B': '1' } },
  ],
];

const CPU: readonly Case[] = [
  [
    'cpu_limits.bug_2120862',
    { specs: { 'hw:cpu_max_sockets': '2' }, release: 'zed' },
    spec('hw:cpu_max_sockets'),
    '-hw:cpu_max_sockets hw_cpu_max_sockets=2',
    { specs: { 'hw:cpu_max_sockets': '2' } },
  ],
  [
    'cpu_limits.bug_2120862',
    { specs: { 'hw:max_cpu_sockets': '2' }, release: 'zed' },
    spec('hw:max_cpu_sockets'),
    '-hw:max_cpu_sockets hw_cpu_max_sockets=2',
    { image: { hw_cpu_max_sockets: '2' }, release: 'zed' },
  ],
  [
    'cpu_limits.bug_2120862',
    { specs: { 'hw:max_cpu_cores': '2' } },
    spec('hw:max_cpu_cores'),
    '-hw:max_cpu_cores hw:cpu_max_cores=2',
    { specs: { 'hw:cpu_max_cores': '2' } },
  ],
  [
    'cpu_topology.does_not_multiply_up',
    { specs: { 'hw:cpu_sockets': '2', 'hw:cpu_cores': '1', 'hw:cpu_threads': '1' } },
    spec('hw:cpu_sockets'),
    null,
    { specs: { 'hw:cpu_sockets': '2', 'hw:cpu_cores': '1', 'hw:cpu_threads': '2' } },
  ],
  [
    'cpu_topology.does_not_multiply_up',
    { specs: { 'hw:cpu_cores': '3' } },
    spec('hw:cpu_cores'),
    null,
    { specs: { 'hw:cpu_cores': '2' } },
  ],
  [
    'cpu_topology.does_not_multiply_up',
    { specs: { 'hw:cpu_cores': '3' } },
    spec('hw:cpu_cores'),
    null,
    { specs: { 'hw:cpu_cores': '3' }, image: { hw_cpu_cores: '2' } },
  ],
  [
    'emulator_threads.no_pinned_cpus',
    { specs: { 'hw:emulator_threads_policy': 'share' } },
    spec('hw:emulator_threads_policy'),
    '-hw:emulator_threads_policy',
    { specs: { 'hw:emulator_threads_policy': 'share' }, image: { hw_cpu_policy: 'dedicated' } },
  ],
  [
    'emulator_threads.needs_shared_set',
    { specs: { ...PINNED, 'hw:emulator_threads_policy': 'share' } },
    spec('hw:emulator_threads_policy'),
    null,
    { specs: { ...PINNED, 'hw:emulator_threads_policy': 'isolate' } },
  ],
  [
    'realtime.mask_without_realtime',
    { specs: { ...PINNED, 'hw:cpu_realtime_mask': '^0' } },
    spec('hw:cpu_realtime_mask'),
    '-hw:cpu_realtime_mask',
    { specs: { ...PINNED, 'hw:cpu_realtime': 'yes', 'hw:cpu_realtime_mask': '^0' } },
  ],
  [
    'thread_policy.isolate_needs_no_smt',
    { specs: { ...PINNED, 'hw:cpu_thread_policy': 'isolate' } },
    spec('hw:cpu_thread_policy'),
    null,
    { specs: { ...PINNED, 'hw:cpu_thread_policy': 'require' } },
  ],
];

const NUMA: readonly Case[] = [
  [
    'numa.map_without_nodes',
    { specs: { 'hw:numa_mem.0': '4096' } },
    spec('hw:numa_mem.0'),
    '-hw:numa_mem.0',
    { specs: { ...MAP, 'hw:numa_nodes': '2' } },
  ],
  [
    'numa.map_without_nodes',
    { specs: { 'hw:numa_cpus.0': '0-3', 'hw:numa_mem.0': '4096' } },
    spec('hw:numa_cpus.0'),
    'hw:numa_nodes=1',
    { specs: { ...PINNED, 'hw:numa_cpus.0': '0-3', 'hw:numa_mem.0': '4096' } },
  ],
  [
    'numa.map_beyond_gap',
    { specs: { ...MAP, 'hw:numa_nodes': '2', 'hw:numa_cpus.3': '3' } },
    spec('hw:numa_cpus.3'),
    '-hw:numa_cpus.3',
    { specs: { ...MAP, 'hw:numa_nodes': '2' } },
  ],
  [
    'numa.map_beyond_gap',
    { specs: { ...MAP, 'hw:numa_nodes': '2', 'hw:numa_cpus.01': '3' } },
    spec('hw:numa_cpus.01'),
    '-hw:numa_cpus.01',
    {},
  ],
  [
    'pci_policy.no_guest_numa',
    { specs: POLICY },
    spec('hw:pci_numa_affinity_policy'),
    'hw:numa_nodes=1',
    { specs: { ...POLICY, ...LARGE } },
  ],
  [
    'pci_policy.no_guest_numa',
    { specs: { ...POLICY, 'pci_passthrough:alias': 'nvme:1' } },
    spec('hw:pci_numa_affinity_policy'),
    'hw:numa_nodes=1',
    { specs: { ...POLICY, ...PINNED, 'pci_passthrough:alias': 'nvme:1' } },
  ],
  [
    'pci_policy.no_guest_numa',
    { image: { hw_pci_numa_affinity_policy: 'preferred' } },
    property('hw_pci_numa_affinity_policy'),
    'hw:numa_nodes=1',
    {},
  ],
  [
    'pci_policy.no_pci_device',
    { specs: { ...POLICY, ...PINNED }, ports: [NORMAL] },
    spec('hw:pci_numa_affinity_policy'),
    '-hw:pci_numa_affinity_policy',
    { specs: { ...POLICY, ...PINNED }, ports: [NORMAL, DIRECT] },
  ],
  [
    'pci_policy.no_pci_device',
    { specs: { ...POLICY, ...PINNED }, ports: [] },
    spec('hw:pci_numa_affinity_policy'),
    '-hw:pci_numa_affinity_policy',
    { specs: { ...POLICY, ...PINNED } },
  ],
  [
    'numa.one_node_implied',
    { specs: { ...PINNED, 'hw:numa_nodes': '1' } },
    spec('hw:numa_nodes'),
    '-hw:numa_nodes',
    { specs: { 'hw:numa_nodes': '1' } },
  ],
];

const MEMORY: readonly Case[] = [
  [
    'extra_spec.page_size_does_not_boot',
    { specs: { 'hw:mem_page_size': '2M' } },
    spec('hw:mem_page_size'),
    'hw:mem_page_size=2MB',
    { specs: { 'hw:mem_page_size': '2MB' } },
  ],
  [
    'extra_spec.page_size_does_not_boot',
    { specs: { 'hw:mem_page_size': '2kB' } },
    spec('hw:mem_page_size'),
    'hw:mem_page_size=2KB',
    { specs: { 'hw:mem_page_size': '2048' } },
  ],
  [
    'page_size.in_bits',
    { specs: { 'hw:mem_page_size': '1Gb' } },
    spec('hw:mem_page_size'),
    'hw:mem_page_size=1GB',
    { specs: { 'hw:mem_page_size': '1GB' } },
  ],
  [
    'page_size.in_bits',
    { specs: { 'hw:mem_page_size': '1Gibit' } },
    spec('hw:mem_page_size'),
    'hw:mem_page_size=1GiB',
    {},
  ],
  [
    'page_size.no_such_page',
    { specs: { 'hw:mem_page_size': '2000' } },
    spec('hw:mem_page_size'),
    null,
    { specs: { 'hw:mem_page_size': '2048' } },
  ],
  [
    'vdpa.memory_not_locked',
    { ports: [NORMAL, VDPA] },
    spec('hw:locked_memory'),
    'hw:locked_memory=true hw:mem_page_size=small',
    { specs: { 'hw:locked_memory': 'true', ...LARGE }, ports: [VDPA] },
  ],
  [
    'vdpa.memory_not_locked',
    { specs: LARGE, ports: [VDPA] },
    spec('hw:locked_memory'),
    'hw:locked_memory=true',
    { specs: { ...PINNED, 'hw:cpu_realtime': 'true', 'hw:cpu_realtime_mask': '^0' }, ports: [VDPA] },
  ],
  [
    'vhost_user.no_huge_pages',
    { ports: [VHOST_USER] },
    spec('hw:mem_page_size'),
    'hw:mem_page_size=large',
    { specs: LARGE, ports: [VHOST_USER] },
  ],
  [
    'vhost_user.no_huge_pages',
    { specs: { 'hw:mem_page_size': 'small' }, ports: [VHOST_USER] },
    spec('hw:mem_page_size'),
    'hw:mem_page_size=large',
    { specs: { 'hw:mem_page_size': 'small' }, ports: [NORMAL] },
  ],
  [
    'vhost_user.no_huge_pages',
    { specs: { 'hw:mem_page_size': 'any' }, ports: [VHOST_USER] },
    spec('hw:mem_page_size'),
    'hw:mem_page_size=large',
    { specs: { 'hw:mem_page_size': 'any' }, image: { hw_mem_page_size: '1GB' }, ports: [VHOST_USER] },
  ],
  [
    'memory_encryption.with_devices',
    { specs: { 'hw:mem_encryption': 'true' }, image: { hw_firmware_type: 'uefi' }, ports: [DIRECT] },
    spec('hw:mem_encryption'),
    null,
    { specs: { 'hw:mem_encryption': 'true' }, image: { hw_firmware_type: 'uefi' }, ports: [NORMAL] },
  ],
  [
    'memory_encryption.with_devices',
    { specs: { 'pci_passthrough:alias': 'gpu:1' }, image: { hw_firmware_type: 'uefi', hw_mem_encryption: 'true' } },
    property('hw_mem_encryption'),
    null,
    { image: { hw_firmware_type: 'uefi', hw_mem_encryption: 'true' } },
  ],
];

const NIC: readonly Case[] = [
  [
    'multiqueue.one_vcpu',
    { specs: QUEUES, vcpus: 1 },
    spec('hw:vif_multiqueue_enabled'),
    '-hw:vif_multiqueue_enabled',
    { specs: QUEUES, vcpus: 2 },
  ],
  [
    'multiqueue.no_virtio_nic',
    { specs: QUEUES, ports: [DIRECT] },
    spec('hw:vif_multiqueue_enabled'),
    '-hw:vif_multiqueue_enabled',
    { specs: QUEUES, ports: [DIRECT, NORMAL] },
  ],
  [
    'multiqueue.no_virtio_nic',
    { specs: QUEUES, image: { hw_vif_model: 'e1000' }, ports: [NORMAL] },
    spec('hw:vif_multiqueue_enabled'),
    '-hw:vif_multiqueue_enabled',
    { specs: QUEUES },
  ],
  [
    'vif_quota.no_tap',
    { specs: { 'quota:vif_outbound_peak': '1000' }, ports: [DIRECT, VDPA, VHOST_USER] },
    spec('quota:vif_outbound_peak'),
    '-quota:vif_outbound_peak',
    { specs: { 'quota:vif_outbound_peak': '1000' }, ports: [DIRECT, NORMAL] },
  ],
];

const PORTS: readonly Case[] = [
  [
    'port_offload.attribute_too_early',
    { ports: [{ ...DIRECT, hardwareOffloadType: 'switchdev' }], release: '2023.2' },
    '/ports/0/hardware_offload_type',
    '-0/hardware_offload_type',
    { ports: [{ ...DIRECT, hardwareOffloadType: 'switchdev' }] },
  ],
  [
    'port_policy.overrides_flavor',
    { specs: { ...PINNED, ...POLICY }, ports: [{ ...DIRECT, numaAffinityPolicy: 'preferred' }] },
    '/ports/0/numa_affinity_policy',
    null,
    { specs: { ...PINNED, ...POLICY }, ports: [{ ...DIRECT, numaAffinityPolicy: 'required' }] },
  ],
  [
    'port_policy.no_pci_device',
    { ports: [{ ...NORMAL, numaAffinityPolicy: 'required' }] },
    '/ports/0/numa_affinity_policy',
    '-0/numa_affinity_policy',
    { specs: PINNED, ports: [{ ...DIRECT, numaAffinityPolicy: 'required' }] },
  ],
  [
    'port_policy.no_guest_numa',
    { ports: [{ ...DIRECT, numaAffinityPolicy: 'required' }] },
    '/ports/0/numa_affinity_policy',
    'hw:numa_nodes=1',
    { specs: PINNED, ports: [{ ...DIRECT, numaAffinityPolicy: 'required' }] },
  ],
  [
    'port_policy.socket_too_early',
    { specs: PINNED, ports: [{ ...DIRECT, numaAffinityPolicy: 'socket' }], release: '2024.1' },
    '/ports/0/numa_affinity_policy',
    '-0/numa_affinity_policy hw:pci_numa_affinity_policy=socket',
    { specs: PINNED, ports: [{ ...DIRECT, numaAffinityPolicy: 'socket' }], release: '2024.2' },
  ],
  [
    'port_profile.service_role',
    { ports: [{ ...DIRECT, bindingProfile: { capabilities: ['switchdev'] } }] },
    '/ports/0/binding:profile/capabilities',
    '-0/binding:profile/capabilities 0/hardware_offload_type=switchdev',
    { ports: [{ ...DIRECT, bindingProfile: { capabilities: ['switchdev'] } }], release: '2023.2' },
  ],
  [
    'port_profile.service_role',
    { ports: [{ ...DIRECT, bindingProfile: { trusted: 'true' } }], release: '2024.1' },
    '/ports/0/binding:profile/trusted',
    null,
    { ports: [DIRECT], release: '2024.1' },
  ],
  [
    'port_profile.written_by_nova',
    { ports: [{ ...DIRECT, bindingProfile: { pci_slot: '0000:3b:00.2' } }] },
    '/ports/0/binding:profile/pci_slot',
    '-0/binding:profile/pci_slot',
    { ports: [DIRECT] },
  ],
  [
    'port_trust.by_profile',
    { ports: [{ ...DIRECT, bindingProfile: { trusted: 'true' } }] },
    '/ports/0/binding:profile/trusted',
    '-0/binding:profile/trusted 0/trusted=true',
    { ports: [{ ...DIRECT, trusted: true }] },
  ],
  [
    'port_trust.attribute_too_early',
    { ports: [{ ...DIRECT, trusted: true }], release: '2024.1' },
    '/ports/0/trusted',
    '-0/trusted 0/binding:profile/trusted=true',
    { ports: [{ ...DIRECT, trusted: true }], release: '2024.2' },
  ],
  [
    'port_trust.no_vf',
    { ports: [{ ...NORMAL, trusted: true }] },
    '/ports/0/trusted',
    '-0/trusted',
    { ports: [{ ...DIRECT, trusted: true }] },
  ],
];

const IMAGE: readonly Case[] = [
  [
    'image_property.bad_value',
    { image: { hw_disk_bus: 'nvme' } },
    property('hw_disk_bus'),
    '-hw_disk_bus',
    { image: { hw_disk_bus: 'virtio' } },
  ],
  [
    'image_property.igb_too_early',
    { image: { hw_vif_model: 'igb' }, release: '2024.2' },
    property('hw_vif_model'),
    '-hw_vif_model',
    { image: { hw_vif_model: 'igb' } },
  ],
  [
    'image_property.not_in_release',
    { image: { hw_virtio_packed_ring: 'true' }, release: '2023.2' },
    property('hw_virtio_packed_ring'),
    '-hw_virtio_packed_ring',
    { image: { hw_virtio_packed_ring: 'true' } },
  ],
];

const CASES = [...EXTRA_SPECS, ...PLACEMENT, ...CPU, ...NUMA, ...MEMORY, ...NIC, ...PORTS, ...IMAGE];

describe('a rule of the lint', () => {
  it.each(CASES)('%s is broken by %j at %s, and put right by %s', (code, broken, pointer, fix) => {
    expect(find(code, broken)).toContainEqual([pointer, fix]);
  });

  it.each(CASES.map(([code, , , , fine]) => [code, fine] as const))('%s is kept by %j', (code, fine) => {
    expect(find(code, fine)).toEqual([]);
  });

  it('has cases here', () => {
    expect([...new Set(CASES.map(([code]) => code))].sort()).toEqual(LINT_RULES.map(({ code }) => code).sort());
  });

  it.each(LINT_RULES)('$code says what holds and where that comes from', ({ code, rule, source }) => {
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*\.[a-z0-9]+(_[a-z0-9]+)*$/);
    expect(rule).toMatch(/\.\)?$/);
    expect(source).toMatch(/\w/);
  });
});
