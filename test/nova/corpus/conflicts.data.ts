import type { MeaningScenario } from './scenario';

type Texts = Readonly<Record<string, string>>;

/** Handbook 1.5: a flavor of 4 vCPUs and 4096 MiB, what flavor and image say, and how Nova refuses it. */
function row(expected: string, specs: Texts, image: Texts = {}, vcpus = 4): MeaningScenario {
  const said = [...Object.entries(specs), ...Object.entries(image)].map(([key, value]) => `${key}=${value}`);
  return {
    kind: 'meaning',
    name: `${said.join(' ') || 'nothing'}, ${vcpus} vCPUs: ${expected}`,
    source: 'handbook 1.5',
    flavor: { vcpus, ramMib: 4096, extraSpecs: specs },
    image,
    expected,
  };
}

const DEDICATED = { 'hw:cpu_policy': 'dedicated' };
const MIXED = { 'hw:cpu_policy': 'mixed' };
const SHARED = { 'hw:cpu_policy': 'shared' };
const MASK = { 'hw:cpu_dedicated_mask': '0-1' };
const REALTIME = { 'hw:cpu_realtime': 'yes' };
const TWO_NODES = { 'hw:numa_nodes': '2' };
const TWO_CPU_MAPS = { 'hw:numa_cpus.0': '0-1', 'hw:numa_cpus.1': '2-3' };
const TWO_MEMORY_MAPS = { 'hw:numa_mem.0': '2048', 'hw:numa_mem.1': '2048' };

export const CONFLICTS: readonly MeaningScenario[] = [
  // Guest nodes
  row('ImageNUMATopologyIncomplete', { ...TWO_NODES, ...TWO_CPU_MAPS }),
  row('ImageNUMATopologyIncomplete', { ...TWO_NODES, ...TWO_MEMORY_MAPS }),
  row('ImageNUMATopologyIncomplete', { 'hw:numa_nodes': '3', ...TWO_CPU_MAPS, ...TWO_MEMORY_MAPS }),
  row('ImageNUMATopologyAsymmetric', TWO_NODES, {}, 5),
  row('ImageNUMATopologyAsymmetric', { 'hw:numa_nodes': '3' }),
  row('ImageNUMATopologyForbidden', TWO_NODES, { hw_numa_nodes: '2' }),
  row('ImageNUMATopologyCPUOutOfRange', {
    ...TWO_NODES,
    ...TWO_MEMORY_MAPS,
    'hw:numa_cpus.0': '0-1',
    'hw:numa_cpus.1': '2-4',
  }),
  row('ImageNUMATopologyCPUDuplicates', {
    ...TWO_NODES,
    ...TWO_MEMORY_MAPS,
    'hw:numa_cpus.0': '0-2',
    'hw:numa_cpus.1': '2-3',
  }),
  row('ImageNUMATopologyCPUsUnassigned', {
    ...TWO_NODES,
    ...TWO_MEMORY_MAPS,
    'hw:numa_cpus.0': '0',
    'hw:numa_cpus.1': '2-3',
  }),
  row('ImageNUMATopologyMemoryOutOfRange', {
    ...TWO_NODES,
    ...TWO_CPU_MAPS,
    'hw:numa_mem.0': '2048',
    'hw:numa_mem.1': '1024',
  }),
  // Emulator threads and thread policies need pinning
  row('BadRequirementEmulatorThreadsPolicy', { 'hw:emulator_threads_policy': 'isolate' }),
  row('BadRequirementEmulatorThreadsPolicy', { ...SHARED, 'hw:emulator_threads_policy': 'isolate' }),
  row('CPUThreadPolicyConfigurationInvalid', { 'hw:cpu_thread_policy': 'prefer' }),
  row('CPUThreadPolicyConfigurationInvalid', { 'hw:cpu_thread_policy': 'isolate' }),
  row('CPUThreadPolicyConfigurationInvalid', { ...SHARED, 'hw:cpu_thread_policy': 'require' }),
  row('CPUThreadPolicyConfigurationInvalid', SHARED, { hw_cpu_thread_policy: 'require' }),
  row(
    'ImageCPUThreadPolicyForbidden',
    { ...DEDICATED, 'hw:cpu_thread_policy': 'isolate' },
    { hw_cpu_thread_policy: 'require' },
  ),
  row(
    'ImageCPUThreadPolicyForbidden',
    { ...DEDICATED, 'hw:cpu_thread_policy': 'require' },
    { hw_cpu_thread_policy: 'prefer' },
  ),
  // Masks
  row('RequiredMixedOrRealtimeCPUMask', MIXED),
  row('RequiredMixedOrRealtimeCPUMask', { ...MIXED, ...MASK, ...REALTIME, 'hw:cpu_realtime_mask': '0-1' }),
  row('InvalidMixedInstanceDedicatedMask', { ...MIXED, 'hw:cpu_dedicated_mask': '0-3' }),
  row('InvalidMixedInstanceDedicatedMask', { ...MIXED, 'hw:cpu_dedicated_mask': '^0-3' }),
  row('RequiredMixedInstancePolicy', { ...DEDICATED, ...MASK }),
  row('RequiredMixedInstancePolicy', MASK),
  row('RequiredMixedInstancePolicy', { ...SHARED, ...MASK }),
  // Realtime
  row('RealtimeConfigurationInvalid', { ...REALTIME, 'hw:cpu_realtime_mask': '^0' }),
  row('RealtimeConfigurationInvalid', { ...SHARED, ...REALTIME, 'hw:cpu_realtime_mask': '^0' }),
  row('RealtimeMaskNotFoundOrInvalid', { ...DEDICATED, ...REALTIME }),
  row('RealtimeMaskNotFoundOrInvalid', { ...DEDICATED, ...REALTIME, 'hw:cpu_realtime_mask': '^0-3' }),
  row('RealtimeMaskNotFoundOrInvalid', { ...DEDICATED, ...REALTIME, 'hw:cpu_realtime_mask': '0-3' }),
  // Pinning in flavor and image
  row('ImageCPUPinningForbidden', SHARED, { hw_cpu_policy: 'dedicated' }),
  row('ImageCPUPinningForbidden', SHARED, { hw_cpu_policy: 'mixed' }),
  row('ImageCPUPinningForbidden', { ...MIXED, ...MASK }, { hw_cpu_policy: 'dedicated' }),
  // Pages
  row('MemoryPageSizeForbidden', { 'hw:mem_page_size': '2MB' }, { hw_mem_page_size: '2MB' }),
  row('MemoryPageSizeForbidden', { 'hw:mem_page_size': '2048' }, { hw_mem_page_size: 'large' }),
  row('MemoryPageSizeForbidden', { 'hw:mem_page_size': 'small' }, { hw_mem_page_size: '2MB' }),
  row('MemoryPageSizeForbidden', {}, { hw_mem_page_size: '2MB' }),
  row('MemoryPageSizeForbidden', {}, { hw_mem_page_size: 'large' }),
  row('MemoryPageSizeInvalid', { 'hw:mem_page_size': '2M' }),
  row('MemoryPageSizeInvalid', { 'hw:mem_page_size': '1G' }),
  row('MemoryPageSizeInvalid', { 'hw:mem_page_size': '1Gi' }),
  row('MemoryPageSizeInvalid', { 'hw:mem_page_size': '2kB' }),
  row('LockMemoryForbidden', { 'hw:locked_memory': 'true' }),
  row(
    'FlavorImageLockedMemoryConflict',
    { 'hw:locked_memory': 'true', 'hw:mem_page_size': 'large' },
    { hw_locked_memory: 'false' },
  ),
  // Placement-facing
  row('InvalidRequest', { ...DEDICATED, 'resources:PCPU': '4' }),
  row('InvalidRequest', { ...SHARED, 'resources:VCPU': '4' }),
  row('InvalidRequest', { 'resources:PCPU': '2' }),
  row('InvalidRequest', { 'resources:PCPU': '4', 'hw:emulator_threads_policy': 'isolate' }),
  row('InvalidRequest', { 'resources:PCPU': '2', 'resources:VCPU': '2' }),
  row('InvalidRequest', {
    ...DEDICATED,
    'trait:HW_CPU_HYPERTHREADING': 'forbidden',
    'hw:cpu_thread_policy': 'isolate',
  }),
  row(
    'InvalidRequest',
    { ...DEDICATED, 'hw:cpu_thread_policy': 'require' },
    { 'trait:HW_CPU_HYPERTHREADING': 'required' },
  ),
  // Devices
  row(
    'ImagePCINUMAPolicyForbidden',
    { 'hw:pci_numa_affinity_policy': 'required' },
    { hw_pci_numa_affinity_policy: 'preferred' },
  ),
  row('FlavorImageConflict', { 'hw:vif_multiqueue_enabled': 'true' }, { hw_vif_multiqueue_enabled: 'false' }),
  row('FlavorImageConflict', { 'hw:vif_multiqueue_enabled': 'false' }, { hw_vif_multiqueue_enabled: 'true' }),
  row('FlavorImageConflict', { 'hw:mem_encryption': 'true' }),
  row('InvalidMachineType', { 'hw:mem_encryption': 'true' }, { hw_firmware_type: 'uefi', hw_machine_type: 'pc' }),
];
