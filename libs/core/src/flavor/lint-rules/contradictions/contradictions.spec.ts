import { linted, type LintedParts } from '../../../spec-lint';
import { lintFlavor } from '../../lint/lint-flavor';
import { CONTRADICTION_RULES } from './contradiction-rules';

const PINNED = { 'hw:cpu_policy': 'dedicated' };
const MIXED = { 'hw:cpu_policy': 'mixed', 'hw:cpu_dedicated_mask': '0-1' };
const MAP = { 'hw:numa_cpus.0': '0-1', 'hw:numa_cpus.1': '2-3', 'hw:numa_mem.0': '2048', 'hw:numa_mem.1': '2048' };
const UEFI = { hw_firmware_type: 'uefi' };

/** What a fix sets (`key=value`) and removes (`-key`), in its order. */
function steps(parts: LintedParts, exception: string): string | null | undefined {
  const finding = lintFlavor(linted(parts)).find(({ message }) => message.includes(`(${exception})`));
  if (finding === undefined) return undefined;
  const names = finding.fix?.map((change) => {
    const key = change.pointer.split('/').at(-1);
    return change.op === 'set' ? `${key}=${change.value}` : `-${key}`;
  });
  return names?.join(' ') ?? null;
}

const CASES: readonly [exception: string, broken: LintedParts, fix: string][] = [
  [
    'ImageCPUPinningForbidden',
    { specs: { 'hw:cpu_policy': 'shared' }, image: { hw_cpu_policy: 'dedicated' } },
    '-hw_cpu_policy',
  ],
  ['ImageCPUPinningForbidden', { specs: MIXED, image: { hw_cpu_policy: 'dedicated' } }, '-hw_cpu_policy'],
  [
    'ImageCPUThreadPolicyForbidden',
    { specs: { ...PINNED, 'hw:cpu_thread_policy': 'require' }, image: { hw_cpu_thread_policy: 'isolate' } },
    '-hw_cpu_thread_policy',
  ],
  [
    'BadRequirementEmulatorThreadsPolicy',
    { specs: { 'hw:emulator_threads_policy': 'isolate' } },
    'hw:cpu_policy=dedicated',
  ],
  [
    'BadRequirementEmulatorThreadsPolicy',
    { specs: { 'hw:cpu_policy': 'shared', 'hw:emulator_threads_policy': 'isolate' } },
    '-hw:emulator_threads_policy',
  ],
  ['CPUThreadPolicyConfigurationInvalid', { specs: { 'hw:cpu_thread_policy': 'prefer' } }, 'hw:cpu_policy=dedicated'],
  ['CPUThreadPolicyConfigurationInvalid', { image: { hw_cpu_thread_policy: 'require' } }, 'hw:cpu_policy=dedicated'],
  [
    'RealtimeConfigurationInvalid',
    { specs: { 'hw:cpu_realtime': 'true', 'hw:cpu_realtime_mask': '^0' } },
    'hw:cpu_policy=dedicated',
  ],
  ['RealtimeMaskNotFoundOrInvalid', { specs: { ...PINNED, 'hw:cpu_realtime': 'true' } }, 'hw:cpu_realtime_mask=^0'],
  [
    'RealtimeMaskNotFoundOrInvalid',
    { specs: { ...PINNED, 'hw:cpu_realtime': 'true' }, image: { hw_cpu_realtime_mask: '0-3' } },
    '-hw_cpu_realtime_mask hw:cpu_realtime_mask=^0',
  ],
  ['RequiredMixedOrRealtimeCPUMask', { specs: { 'hw:cpu_policy': 'mixed' } }, 'hw:cpu_policy=dedicated'],
  [
    'RequiredMixedOrRealtimeCPUMask',
    { specs: { ...MIXED, 'hw:cpu_realtime': 'true', 'hw:cpu_realtime_mask': '^0' } },
    '-hw:cpu_dedicated_mask',
  ],
  [
    'InvalidMixedInstanceDedicatedMask',
    { specs: { ...MIXED, 'hw:cpu_dedicated_mask': '0-3' } },
    '-hw:cpu_dedicated_mask hw:cpu_policy=dedicated',
  ],
  ['RequiredMixedInstancePolicy', { specs: { ...PINNED, 'hw:cpu_dedicated_mask': '0-1' } }, 'hw:cpu_policy=mixed'],
  ['RequiredMixedInstancePolicy', { specs: { 'hw:cpu_dedicated_mask': '0-1' } }, 'hw:cpu_policy=mixed'],
  ['ImageNUMATopologyForbidden', { specs: { 'hw:numa_nodes': '2' }, image: { hw_numa_nodes: '2' } }, '-hw_numa_nodes'],
  [
    'ImageNUMATopologyIncomplete',
    { specs: { 'hw:numa_nodes': '2', 'hw:numa_cpus.0': '0-1', 'hw:numa_cpus.1': '2-3' } },
    '-hw:numa_cpus.0 -hw:numa_cpus.1',
  ],
  ['ImageNUMATopologyIncomplete', { specs: { ...MAP, ...PINNED } }, 'hw:numa_nodes=2'],
  ['ImageNUMATopologyAsymmetric', { specs: { 'hw:numa_nodes': '2' }, vcpus: 5 }, 'hw:numa_nodes=1'],
  ['ImageNUMATopologyAsymmetric', { specs: { 'hw:numa_nodes': '3' } }, 'hw:numa_nodes=2'],
  [
    'ImageNUMATopologyCPUOutOfRange',
    { specs: { ...MAP, 'hw:numa_nodes': '2', 'hw:numa_cpus.1': '2-4' } },
    '-hw:numa_cpus.0 -hw:numa_cpus.1 -hw:numa_mem.0 -hw:numa_mem.1',
  ],
  [
    'ImageNUMATopologyCPUDuplicates',
    { specs: { ...MAP, 'hw:numa_nodes': '2', 'hw:numa_cpus.1': '1-3' } },
    '-hw:numa_cpus.0 -hw:numa_cpus.1 -hw:numa_mem.0 -hw:numa_mem.1',
  ],
  [
    'ImageNUMATopologyCPUsUnassigned',
    { specs: { ...MAP, 'hw:numa_nodes': '2', 'hw:numa_cpus.1': '3' } },
    '-hw:numa_cpus.0 -hw:numa_cpus.1 -hw:numa_mem.0 -hw:numa_mem.1',
  ],
  [
    'ImageNUMATopologyMemoryOutOfRange',
    { specs: { ...MAP, 'hw:numa_nodes': '2', 'hw:numa_mem.1': '1024' } },
    '-hw:numa_cpus.0 -hw:numa_cpus.1 -hw:numa_mem.0 -hw:numa_mem.1',
  ],
  [
    'MemoryPageSizeForbidden',
    { specs: { 'hw:mem_page_size': '2MB' }, image: { hw_mem_page_size: '2MB' } },
    '-hw_mem_page_size',
  ],
  ['MemoryPageSizeForbidden', { image: { hw_mem_page_size: '1GB' } }, 'hw:mem_page_size=any'],
  [
    'MemoryPageSizeInvalid',
    { specs: { 'hw:mem_page_size': 'any' }, image: { hw_mem_page_size: '2M' } },
    '-hw_mem_page_size',
  ],
  ['LockMemoryForbidden', { specs: { 'hw:locked_memory': 'true' } }, 'hw:mem_page_size=small'],
  [
    'FlavorImageLockedMemoryConflict',
    { specs: { 'hw:locked_memory': 'true', 'hw:mem_page_size': 'small' }, image: { hw_locked_memory: 'false' } },
    '-hw_locked_memory',
  ],
  [
    'ImagePCINUMAPolicyForbidden',
    {
      specs: { ...PINNED, 'hw:pci_numa_affinity_policy': 'required' },
      image: { hw_pci_numa_affinity_policy: 'preferred' },
    },
    '-hw_pci_numa_affinity_policy',
  ],
  [
    'FlavorImageConflict',
    { specs: { 'hw:vif_multiqueue_enabled': 'true' }, image: { hw_vif_multiqueue_enabled: 'false' } },
    '-hw_vif_multiqueue_enabled',
  ],
  ['FlavorImageConflict', { specs: { 'hw:mem_encryption': 'true' } }, 'hw_firmware_type=uefi'],
  [
    'InvalidMachineType',
    { specs: { 'hw:mem_encryption': 'true' }, image: { ...UEFI, hw_machine_type: 'pc' } },
    'hw_machine_type=q35',
  ],
  [
    'ImageSerialPortNumberExceedFlavorValue',
    { specs: { 'hw:serial_port_count': '1' }, image: { hw_serial_port_count: '2' } },
    '-hw_serial_port_count',
  ],
  [
    'ImageVCPULimitsRangeExceeded',
    { specs: { 'hw:cpu_max_sockets': '1' }, image: { hw_cpu_max_sockets: '2' } },
    '-hw_cpu_max_sockets',
  ],
  [
    'ImageVCPUTopologyRangeExceeded',
    { specs: { 'hw:cpu_max_sockets': '1' }, image: { hw_cpu_sockets: '2' } },
    '-hw_cpu_sockets',
  ],
  ['InvalidRequest', { specs: { ...PINNED, 'resources:PCPU': '4' } }, '-resources:PCPU'],
  ['InvalidRequest', { specs: { 'resources:PCPU': '2' } }, '-resources:PCPU'],
  ['InvalidRequest', { specs: { 'resources:PCPU': '4', 'resources:VCPU': '4' } }, '-resources:PCPU'],
  [
    'InvalidRequest',
    { specs: { ...PINNED, 'hw:cpu_thread_policy': 'require', 'trait:HW_CPU_HYPERTHREADING': 'required' } },
    '-trait:HW_CPU_HYPERTHREADING',
  ],
];

describe('what Nova refuses flavor and image for (handbook 1.5)', () => {
  it.each(CASES)('%s of %j is put right by %s', (exception, broken, fix) => {
    expect(steps(broken, exception)).toBe(fix);
  });

  it('is known by every exception of its list', () => {
    const seen = CASES.map(([exception]) => exception);

    expect([...new Set(seen)].sort()).toEqual(CONTRADICTION_RULES.map(({ exception }) => exception).sort());
  });

  it('is told all at once, though Nova names one at a time', () => {
    const specs = {
      'hw:cpu_policy': 'shared',
      'hw:cpu_thread_policy': 'isolate',
      'hw:emulator_threads_policy': 'isolate',
      'hw:locked_memory': 'true',
    };

    expect(lintFlavor(linted({ specs })).map(({ code, severity }) => [severity, code])).toEqual([
      ['error', 'nova.cpu_thread_policy_configuration_invalid'],
      ['error', 'nova.bad_requirement_emulator_threads_policy'],
      ['error', 'nova.lock_memory_forbidden'],
    ]);
  });

  it('is not told again of a value that is wrong by itself', () => {
    const findings = lintFlavor(linted({ specs: { 'hw:cpu_policy': 'Dedicated', 'hw:cpu_thread_policy': 'require' } }));

    expect(findings.map(({ code }) => code)).toEqual(['extra_spec.bad_value']);
  });

  it.each<[string, LintedParts]>([
    ['nothing', {}],
    ['pinned CPUs that the image asks for', { image: { hw_cpu_policy: 'dedicated' } }],
    ['a flavor that pins beside an image that does not', { specs: PINNED, image: { hw_cpu_policy: 'shared' } }],
    [
      'a page size that is left to the image',
      { specs: { 'hw:mem_page_size': 'large' }, image: { hw_mem_page_size: '1GB' } },
    ],
    ['a whole map', { specs: { ...MAP, 'hw:numa_nodes': '2' } }],
  ])('is nothing of %s', (_what, parts) => {
    expect(lintFlavor(linted(parts))).toEqual([]);
  });
});
