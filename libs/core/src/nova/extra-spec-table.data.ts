import { BOOLEAN, integer, pattern, TEXT, word, type ExtraSpecValue } from './extra-spec-value';
import type { OpenStackRelease } from './openstack-release';

/** One extra spec that Nova's flavor API knows (`nova/api/validation/extra_specs`, handbook 1.2 to 1.6). */
export interface ExtraSpecRule {
  /** The key itself, or a pattern that must match all of it. */
  readonly name: string | RegExp;
  readonly value: ExtraSpecValue;
  /** First release that knows the key; null when Zed does. */
  readonly since: OpenStackRelease | null;
  /** First release that no longer knows it; null when none has dropped it. */
  readonly until: OpenStackRelease | null;
  /**
   * Where it stands. What Zed has was compared with Zed's own validators (`npm run test:nova`); what changed since can
   * be read in no package, so each such entry names its own source.
   */
  readonly source: string;
}

const ZED = 'nova/api/validation/extra_specs of 26.2.2';

function known(name: string | RegExp, value: ExtraSpecValue): ExtraSpecRule {
  return { name, value, since: null, until: null, source: ZED };
}

function newIn(since: OpenStackRelease, name: string, value: ExtraSpecValue, source: string): ExtraSpecRule {
  return { name, value, since, until: null, source };
}

function named(prefix: string, names: string, value: ExtraSpecValue): readonly ExtraSpecRule[] {
  return names.split(' ').map((name) => known(`${prefix}${name}`, value));
}

/** Lists like `0-3,^2`. The pattern is Nova's own, and lets through some lists that fail at boot. */
const GUEST_CPUS = pattern(/^\^?\d+((-\d+)?(,\^?\d+(-\d+)?)?)*$/, '0-3,^2');
const SHARES_LEVEL = word('custom', 'high', 'normal', 'low');
const COUNT = integer(0);
const AT_LEAST_ONE = integer(1);

const HARDWARE: readonly ExtraSpecRule[] = [
  ...named('hw:', 'boot_menu cpu_realtime ephemeral_encryption hide_hypervisor_id locked_memory', BOOLEAN),
  ...named('hw:', 'mem_encryption pmu vif_multiqueue_enabled', BOOLEAN),
  ...named('hw:', 'cpu_cores cpu_sockets cpu_threads numa_nodes', AT_LEAST_ONE),
  ...named('hw:', 'cpu_dedicated_mask cpu_realtime_mask', GUEST_CPUS),
  known('hw:cpu_policy', word('dedicated', 'shared', 'mixed')),
  known('hw:cpu_thread_policy', word('prefer', 'isolate', 'require')),
  known('hw:emulator_threads_policy', word('isolate', 'share')),
  known('hw:ephemeral_encryption_format', word('plain', 'luks', 'luksv2')),
  known('hw:mem_page_size', pattern(/^(large|small|any|\d+([kKMGT]i?)?(b|bit|B)?)$/, 'large, 2MB or 2048')),
  // The dot stands for any character here as it does in Nova, whose names are patterns too.
  known(/^hw:numa_cpus.\d+$/, GUEST_CPUS),
  known(/^hw:numa_mem.\d+$/, AT_LEAST_ONE),
  known('hw:pci_numa_affinity_policy', word('required', 'preferred', 'legacy', 'socket')),
  known('hw:pmem', pattern(/^([a-zA-Z0-9_]+(,)?)+$/, '6GB,16GB')),
  known('hw:serial_port_count', COUNT),
  known('hw:tpm_model', word('tpm-tis', 'tpm-crb')),
  known('hw:tpm_version', word('1.2', '2.0')),
  known('hw:viommu_model', word('intel', 'smmuv3', 'virtio', 'auto')),
  known('hw:watchdog_action', word('none', 'pause', 'poweroff', 'reset', 'disabled')),
  newIn('2024.1', 'hw:virtio_packed_ring', BOOLEAN, 'handbook 1.3'),
  newIn('2025.2', 'hw:mem_encryption_model', word('amd-sev', 'amd-sev-es'), 'handbook 1.2'),
  newIn('2025.2', 'hw:redirected_usb_ports', integer(0, 15), 'handbook 1.6 names USB specs; key and range not read'),
  newIn('2025.2', 'hw:sound_model', TEXT, 'handbook 1.6 names sound specs; key not read'),
  newIn('2025.2', 'hw:usb_model', TEXT, 'handbook 1.6 names USB specs; key not read'),
  newIn('2026.1', 'hw:tpm_secret_security', word('user', 'host', 'deployment'), 'handbook 1.2'),
];

const BUG_2120862 = 'bug 2120862, handbook 1.2; fix on stable/2025.1 and later (handbook 9)';

/** Up to the fix of bug 2120862 the validator knew names that the driver does not read, and refused those it does. */
const CPU_LIMITS: readonly ExtraSpecRule[] = ['sockets', 'cores', 'threads'].flatMap((part) => [
  { name: `hw:max_cpu_${part}`, value: AT_LEAST_ONE, since: null, until: '2025.1', source: BUG_2120862 },
  { name: `hw:cpu_max_${part}`, value: AT_LEAST_ONE, since: '2025.1', until: null, source: BUG_2120862 },
]);

const QUOTA: readonly ExtraSpecRule[] = [
  ...named('quota:', 'cpu_limit cpu_period cpu_shares cpu_shares_share', COUNT),
  ...named('quota:', 'memory_limit memory_shares_share', COUNT),
  ...named('quota:', 'disk_io_limit disk_io_shares_share disk_read_bytes_sec disk_read_iops_sec', COUNT),
  ...named('quota:', 'disk_write_bytes_sec disk_write_iops_sec disk_total_bytes_sec disk_total_iops_sec', COUNT),
  ...named('quota:', 'vif_limit vif_shares_share vif_inbound_average vif_inbound_burst vif_inbound_peak', COUNT),
  ...named('quota:', 'vif_outbound_average vif_outbound_burst vif_outbound_peak', COUNT),
  ...named('quota:', 'cpu_quota cpu_reservation memory_reservation disk_io_reservation vif_reservation', integer()),
  ...named('quota:', 'cpu_shares_level memory_shares_level disk_io_shares_level vif_shares_level', SHARES_LEVEL),
];

const OTHERS: readonly ExtraSpecRule[] = [
  known('accel:device_profile', TEXT),
  known(/^aggregate_instance_extra_specs:.+$/, TEXT),
  known('group_policy', word('isolate', 'none')),
  known('hide_hypervisor_id', BOOLEAN),
  known('hw_rng:allowed', BOOLEAN),
  known('hw_rng:rate_bytes', COUNT),
  known('hw_rng:rate_period', COUNT),
  known('hw_video:ram_max_mb', COUNT),
  known('os:monitors', integer(1, 8)),
  known('os:resolution', word('1024x768', '1280x1024', '1600x1200', '1920x1200', '2560x1600', '3840x2160')),
  known('os:secure_boot', word('disabled', 'required')),
  known('os:vram', word('64', '128', '256', '512', '1024')),
  known('pci_passthrough:alias', pattern(/^[^:]+:\d+(?:\s*,\s*[^:]+:\d+)*$/, 'nvme:1 or nvme:1,gpu:2')),
  known('vmware:hw_version', TEXT),
  known('vmware:storage_policy', TEXT),
];

/** What a host state has, for the ComputeCapabilitiesFilter; operators in the value are not checked. */
const CAPABILITIES: readonly ExtraSpecRule[] = [
  ...named('capabilities:', 'id uuid service_id host vcpus memory_mb local_gb vcpus_used memory_mb_used', TEXT),
  ...named('capabilities:', 'local_gb_used hypervisor_type hypervisor_version hypervisor_hostname free_ram_mb', TEXT),
  ...named('capabilities:', 'free_disk_gb current_workload running_vms disk_available_least host_ip mapped', TEXT),
  ...named(
    'capabilities:',
    'cpu_allocation_ratio ram_allocation_ratio disk_allocation_ratio total_usable_ram_mb',
    TEXT,
  ),
  ...named('capabilities:', 'total_usable_disk_gb disk_mb_used free_disk_mb vcpus_total num_instances', TEXT),
  ...named('capabilities:', 'num_io_ops failed_builds aggregates cell_uuid updated', TEXT),
  known(
    /^capabilities:(nodename|pci_stats|supported_instances|limits|instances|stats|metrics|cpu_info|supported_hv_specs|numa_topology|pci_device_pools)(:\w+)*$/,
    TEXT,
  ),
];

const RESOURCE_CLASSES =
  'VCPU|MEMORY_MB|DISK_GB|PCI_DEVICE|SRIOV_NET_VF|NUMA_SOCKET|NUMA_CORE|NUMA_THREAD|NUMA_MEMORY_MB|IPV4_ADDRESS|VGPU|' +
  'VGPU_DISPLAY_HEAD|NET_BW_EGR_KILOBIT_PER_SEC|NET_BW_IGR_KILOBIT_PER_SEC|PCPU|MEM_ENCRYPTION_CONTEXT|FPGA|PGPU|' +
  'NET_PACKET_RATE_KILOPACKET_PER_SEC|NET_PACKET_RATE_EGR_KILOPACKET_PER_SEC|NET_PACKET_RATE_IGR_KILOPACKET_PER_SEC';

/**
 * Standard resource classes change rarely and are listed. Standard traits come with the os-traits package of the
 * cloud's nova-api, so that any well-formed name passes here and a new or misspelt one may still be refused there.
 */
const PLACEMENT: readonly ExtraSpecRule[] = [
  known(new RegExp(`^resources([a-zA-Z0-9_-]{1,64})?:(${RESOURCE_CLASSES})$`), integer()),
  known(/^resources([a-zA-Z0-9_-]{1,64})?:CUSTOM_[A-Z0-9_]+$/, integer()),
  known(/^trait([a-zA-Z0-9_-]{1,64})?:[A-Z][A-Z0-9_]*$/, word('required', 'forbidden')),
];

export const EXTRA_SPEC_RULES: readonly ExtraSpecRule[] = [
  ...HARDWARE,
  ...CPU_LIMITS,
  ...QUOTA,
  ...OTHERS,
  ...CAPABILITIES,
  ...PLACEMENT,
];

/** Keys of other namespaces, or of none, are stored and ignored. */
export const OWN_NAMESPACE =
  /^(accel|aggregate_instance_extra_specs|capabilities|hw|hw_rng|hw_video|os|pci_passthrough|quota|resources([a-zA-Z0-9_-]{1,64})?|trait([a-zA-Z0-9_-]{1,64})?|vmware)$/;
