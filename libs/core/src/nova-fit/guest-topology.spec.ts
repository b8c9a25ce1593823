import { aFlavor } from '@iopath/testing';
import type { Flavor, Image } from '../request/vm-request';
import { guestTopologyOf, type GuestTopology } from './guest-topology';

type Specs = Flavor['extraSpecs'];
type Properties = Image['properties'];

function resultOf(specs: Specs, properties: Properties = {}, changes: Partial<Flavor> = {}) {
  return guestTopologyOf(aFlavor(specs, changes), { osId: null, properties });
}

function topologyOf(specs: Specs, properties: Properties = {}, changes: Partial<Flavor> = {}): GuestTopology | null {
  const result = resultOf(specs, properties, changes);
  if (!result.ok) throw new Error(result.refusal.message);
  return result.topology;
}

const DEDICATED = { 'hw:cpu_policy': 'dedicated' };
const MIXED = { 'hw:cpu_policy': 'mixed' };
const REALTIME = { ...DEDICATED, 'hw:cpu_realtime': 'yes' };
const ENCRYPTED = { 'hw:mem_encryption': 'true' };

describe('flavor and image that contradict each other are refused with Nova’s exception (handbook 1.5)', () => {
  it.each`
    exception                                   | specs                                                                                               | properties                                             | pointer
    ${'ImageNUMATopologyIncomplete'}            | ${{ 'hw:numa_nodes': '2', 'hw:numa_cpus.0': '0-1', 'hw:numa_cpus.1': '2-3' }}                       | ${{}}                                                  | ${'/flavor/extra_specs/hw:numa_nodes'}
    ${'ImageNUMATopologyForbidden'}             | ${{ 'hw:numa_nodes': '2' }}                                                                         | ${{ hw_numa_nodes: '2' }}                              | ${'/image/properties/hw_numa_nodes'}
    ${'BadRequirementEmulatorThreadsPolicy'}    | ${{ 'hw:emulator_threads_policy': 'isolate' }}                                                      | ${{}}                                                  | ${'/flavor/extra_specs/hw:emulator_threads_policy'}
    ${'CPUThreadPolicyConfigurationInvalid'}    | ${{ 'hw:cpu_thread_policy': 'prefer' }}                                                             | ${{}}                                                  | ${'/flavor/extra_specs/hw:cpu_thread_policy'}
    ${'CPUThreadPolicyConfigurationInvalid'}    | ${{ 'hw:cpu_policy': 'shared', 'hw:cpu_thread_policy': 'require' }}                                 | ${{}}                                                  | ${'/flavor/extra_specs/hw:cpu_thread_policy'}
    ${'RequiredMixedOrRealtimeCPUMask'}         | ${MIXED}                                                                                            | ${{}}                                                  | ${'/flavor/extra_specs/hw:cpu_dedicated_mask'}
    ${'RequiredMixedOrRealtimeCPUMask'}         | ${{ ...MIXED, 'hw:cpu_dedicated_mask': '0', 'hw:cpu_realtime': '1', 'hw:cpu_realtime_mask': '^0' }} | ${{}}                                                  | ${'/flavor/extra_specs/hw:cpu_dedicated_mask'}
    ${'InvalidMixedInstanceDedicatedMask'}      | ${{ ...MIXED, 'hw:cpu_dedicated_mask': '0-3' }}                                                     | ${{}}                                                  | ${'/flavor/extra_specs/hw:cpu_dedicated_mask'}
    ${'InvalidMixedInstanceDedicatedMask'}      | ${{ ...MIXED, 'hw:cpu_dedicated_mask': '^0-3' }}                                                    | ${{}}                                                  | ${'/flavor/extra_specs/hw:cpu_dedicated_mask'}
    ${'InvalidMixedInstanceDedicatedMask'}      | ${{ ...MIXED, 'hw:cpu_dedicated_mask': '2-5' }}                                                     | ${{}}                                                  | ${'/flavor/extra_specs/hw:cpu_dedicated_mask'}
    ${'RequiredMixedInstancePolicy'}            | ${{ ...DEDICATED, 'hw:cpu_dedicated_mask': '0' }}                                                   | ${{}}                                                  | ${'/flavor/extra_specs/hw:cpu_dedicated_mask'}
    ${'RequiredMixedInstancePolicy'}            | ${{ 'hw:cpu_dedicated_mask': '0' }}                                                                 | ${{}}                                                  | ${'/flavor/extra_specs/hw:cpu_dedicated_mask'}
    ${'RealtimeConfigurationInvalid'}           | ${{ 'hw:cpu_realtime': 'yes', 'hw:cpu_realtime_mask': '^0' }}                                       | ${{}}                                                  | ${'/flavor/extra_specs/hw:cpu_realtime'}
    ${'RealtimeMaskNotFoundOrInvalid'}          | ${REALTIME}                                                                                         | ${{}}                                                  | ${'/flavor/extra_specs/hw:cpu_realtime_mask'}
    ${'RealtimeMaskNotFoundOrInvalid'}          | ${{ ...REALTIME, 'hw:cpu_realtime_mask': '^0-3' }}                                                  | ${{}}                                                  | ${'/flavor/extra_specs/hw:cpu_realtime_mask'}
    ${'RealtimeMaskNotFoundOrInvalid'}          | ${{ ...REALTIME, 'hw:cpu_realtime_mask': '3-4' }}                                                   | ${{}}                                                  | ${'/flavor/extra_specs/hw:cpu_realtime_mask'}
    ${'Invalid'}                                | ${{ ...REALTIME, 'hw:cpu_realtime_mask': '3-1' }}                                                   | ${{}}                                                  | ${'/flavor/extra_specs/hw:cpu_realtime_mask'}
    ${'ImageCPUPinningForbidden'}               | ${{ 'hw:cpu_policy': 'shared' }}                                                                    | ${{ hw_cpu_policy: 'dedicated' }}                      | ${'/image/properties/hw_cpu_policy'}
    ${'ImageCPUPinningForbidden'}               | ${{ 'hw:cpu_policy': 'shared' }}                                                                    | ${{ hw_cpu_policy: 'mixed' }}                          | ${'/image/properties/hw_cpu_policy'}
    ${'ImageCPUPinningForbidden'}               | ${{ ...MIXED, 'hw:cpu_dedicated_mask': '0' }}                                                       | ${{ hw_cpu_policy: 'dedicated' }}                      | ${'/image/properties/hw_cpu_policy'}
    ${'ImageCPUThreadPolicyForbidden'}          | ${{ ...DEDICATED, 'hw:cpu_thread_policy': 'require' }}                                              | ${{ hw_cpu_thread_policy: 'isolate' }}                 | ${'/image/properties/hw_cpu_thread_policy'}
    ${'MemoryPageSizeForbidden'}                | ${{ 'hw:mem_page_size': '2048' }}                                                                   | ${{ hw_mem_page_size: '2048' }}                        | ${'/image/properties/hw_mem_page_size'}
    ${'MemoryPageSizeForbidden'}                | ${{ 'hw:mem_page_size': 'small' }}                                                                  | ${{ hw_mem_page_size: 'small' }}                       | ${'/image/properties/hw_mem_page_size'}
    ${'MemoryPageSizeForbidden'}                | ${{}}                                                                                               | ${{ hw_mem_page_size: '2048' }}                        | ${'/image/properties/hw_mem_page_size'}
    ${'MemoryPageSizeInvalid'}                  | ${{ 'hw:mem_page_size': '2M' }}                                                                     | ${{}}                                                  | ${'/flavor/extra_specs/hw:mem_page_size'}
    ${'MemoryPageSizeInvalid'}                  | ${{ 'hw:mem_page_size': 'any' }}                                                                    | ${{ hw_mem_page_size: '1Gi' }}                         | ${'/image/properties/hw_mem_page_size'}
    ${'LockMemoryForbidden'}                    | ${{ 'hw:locked_memory': 'true' }}                                                                   | ${{}}                                                  | ${'/flavor/extra_specs/hw:locked_memory'}
    ${'FlavorImageLockedMemoryConflict'}        | ${{ 'hw:locked_memory': 'true', 'hw:mem_page_size': 'small' }}                                      | ${{ hw_locked_memory: 'no' }}                          | ${'/image/properties/hw_locked_memory'}
    ${'InvalidRequest'}                         | ${{ ...DEDICATED, 'resources:PCPU': '4' }}                                                          | ${{}}                                                  | ${'/flavor/extra_specs'}
    ${'InvalidRequest'}                         | ${{ 'resources:PCPU': '2' }}                                                                        | ${{}}                                                  | ${'/flavor/extra_specs'}
    ${'InvalidRequest'}                         | ${{ 'resources:PCPU': '4', 'hw:emulator_threads_policy': 'isolate' }}                               | ${{}}                                                  | ${'/flavor/extra_specs'}
    ${'InvalidRequest'}                         | ${{ 'resources:PCPU': '2', 'resources:VCPU': '2' }}                                                 | ${{}}                                                  | ${'/flavor/extra_specs'}
    ${'InvalidRequest'}                         | ${{ ...DEDICATED, 'hw:cpu_thread_policy': 'require', 'trait:HW_CPU_HYPERTHREADING': 'required' }}   | ${{}}                                                  | ${'/flavor/extra_specs/trait:HW_CPU_HYPERTHREADING'}
    ${'InvalidRequest'}                         | ${{ ...DEDICATED, 'hw:cpu_thread_policy': 'require' }}                                              | ${{ 'trait:HW_CPU_HYPERTHREADING': 'required' }}       | ${'/flavor/extra_specs/hw:cpu_thread_policy'}
    ${'InvalidRequest'}                         | ${{}}                                                                                               | ${{ hw_disk_bus: 'nvme' }}                             | ${'/image/properties/hw_disk_bus'}
    ${'InvalidRequest'}                         | ${{ 'hw:cpu_sockets': 'two' }}                                                                      | ${{}}                                                  | ${'/flavor/extra_specs/hw:cpu_sockets'}
    ${'ImagePCINUMAPolicyForbidden'}            | ${{ 'hw:pci_numa_affinity_policy': 'required' }}                                                    | ${{ hw_pci_numa_affinity_policy: 'preferred' }}        | ${'/image/properties/hw_pci_numa_affinity_policy'}
    ${'InvalidPCINUMAAffinity'}                 | ${{ 'hw:pci_numa_affinity_policy': 'near' }}                                                        | ${{}}                                                  | ${'/flavor/extra_specs/hw:pci_numa_affinity_policy'}
    ${'FlavorImageConflict'}                    | ${{ 'hw:vif_multiqueue_enabled': 'true' }}                                                          | ${{ hw_vif_multiqueue_enabled: 'false' }}              | ${'/image/properties/hw_vif_multiqueue_enabled'}
    ${'FlavorImageConflict'}                    | ${{ 'hw:pmu': 'true' }}                                                                             | ${{ hw_pmu: 'false' }}                                 | ${'/image/properties/hw_pmu'}
    ${'FlavorImageConflict'}                    | ${{ 'hw:virtio_packed_ring': 'true' }}                                                              | ${{ hw_virtio_packed_ring: 'false' }}                  | ${'/image/properties/hw_virtio_packed_ring'}
    ${'FlavorImageConflict'}                    | ${ENCRYPTED}                                                                                        | ${{}}                                                  | ${'/image/properties/hw_firmware_type'}
    ${'FlavorImageConflict'}                    | ${ENCRYPTED}                                                                                        | ${{ hw_mem_encryption: 'false' }}                      | ${'/image/properties/hw_mem_encryption'}
    ${'InvalidMachineType'}                     | ${ENCRYPTED}                                                                                        | ${{ hw_firmware_type: 'uefi', hw_machine_type: 'pc' }} | ${'/image/properties/hw_machine_type'}
    ${'InvalidNUMANodesNumber'}                 | ${{ 'hw:numa_nodes': '0' }}                                                                         | ${{}}                                                  | ${'/flavor/extra_specs/hw:numa_nodes'}
    ${'InvalidNUMANodesNumber'}                 | ${{ 'hw:numa_nodes': '02' }}                                                                        | ${{}}                                                  | ${'/flavor/extra_specs/hw:numa_nodes'}
    ${'InvalidNUMANodesNumber'}                 | ${{}}                                                                                               | ${{ hw_numa_nodes: '0' }}                              | ${'/image/properties/hw_numa_nodes'}
    ${'InvalidCPUAllocationPolicy'}             | ${{ 'hw:cpu_policy': 'pinned' }}                                                                    | ${{}}                                                  | ${'/flavor/extra_specs/hw:cpu_policy'}
    ${'InvalidCPUThreadAllocationPolicy'}       | ${{ ...DEDICATED, 'hw:cpu_thread_policy': 'avoid' }}                                                | ${{}}                                                  | ${'/flavor/extra_specs/hw:cpu_thread_policy'}
    ${'InvalidEmulatorThreadsPolicy'}           | ${{ ...DEDICATED, 'hw:emulator_threads_policy': 'pin' }}                                            | ${{}}                                                  | ${'/flavor/extra_specs/hw:emulator_threads_policy'}
    ${'ImageSerialPortNumberInvalid'}           | ${{ 'hw:serial_port_count': 'q' }}                                                                  | ${{}}                                                  | ${'/flavor/extra_specs/hw:serial_port_count'}
    ${'ImageSerialPortNumberExceedFlavorValue'} | ${{ 'hw:serial_port_count': '1' }}                                                                  | ${{ hw_serial_port_count: '2' }}                       | ${'/image/properties/hw_serial_port_count'}
    ${'ImageVCPULimitsRangeExceeded'}           | ${{ 'hw:cpu_max_sockets': '2' }}                                                                    | ${{ hw_cpu_max_sockets: '4' }}                         | ${'/image/properties/hw_cpu_max_sockets'}
    ${'ImageVCPUTopologyRangeExceeded'}         | ${{ 'hw:cpu_max_sockets': '2' }}                                                                    | ${{ hw_cpu_sockets: '4' }}                             | ${'/image/properties/hw_cpu_sockets'}
    ${'Invalid'}                                | ${{ 'hw:tpm_version': '1.2', 'hw:tpm_model': 'tpm-crb' }}                                           | ${{}}                                                  | ${'/flavor/extra_specs/hw:tpm_model'}
    ${'InvalidMixedInstanceDedicatedMask'}      | ${{ ...MIXED, 'hw:cpu_dedicated_mask': '0,4' }}                                                     | ${{}}                                                  | ${'/flavor/extra_specs/hw:cpu_dedicated_mask'}
    ${'InvalidRequest'}                         | ${{ ...DEDICATED, 'resources:VCPU': '4' }}                                                          | ${{}}                                                  | ${'/flavor/extra_specs'}
    ${'FlavorImageConflict'}                    | ${{}}                                                                                               | ${{ hw_mem_encryption: 'true' }}                       | ${'/image/properties/hw_firmware_type'}
    ${'MemoryPageSizeInvalid'}                  | ${{ 'hw:mem_page_size': 'x2048' }}                                                                  | ${{}}                                                  | ${'/flavor/extra_specs/hw:mem_page_size'}
    ${'ImageVCPUTopologyRangeExceeded'}         | ${{ 'hw:cpu_max_sockets': '4' }}                                                                    | ${{ hw_cpu_max_sockets: '2', hw_cpu_sockets: '3' }}    | ${'/image/properties/hw_cpu_sockets'}
    ${'Invalid'}                                | ${{ 'hw:tpm_version': '3.0' }}                                                                      | ${{}}                                                  | ${'/flavor/extra_specs/hw:tpm_version'}
    ${'Invalid'}                                | ${{ 'hw:tpm_version': '2.0', 'hw:tpm_model': 'tpm-spapr' }}                                         | ${{}}                                                  | ${'/flavor/extra_specs/hw:tpm_model'}
    ${'Invalid'}                                | ${{ 'os:secure_boot': 'always' }}                                                                   | ${{}}                                                  | ${'/flavor/extra_specs/os:secure_boot'}
    ${'FlavorImageConflict'}                    | ${{ 'os:secure_boot': 'required' }}                                                                 | ${{ os_secure_boot: 'disabled' }}                      | ${'/image/properties/os_secure_boot'}
  `(
    '$exception: $specs with image $properties',
    (given: { exception: string; specs: Specs; properties: Properties; pointer: string }) => {
      const { exception, pointer } = given;

      expect(resultOf(given.specs, given.properties)).toMatchObject({ ok: false, refusal: { exception, pointer } });
    },
  );

  it.each`
    exception                              | maps                                                                                               | case
    ${'ImageNUMATopologyCPUOutOfRange'}    | ${{ 'hw:numa_cpus.0': '0-1', 'hw:numa_cpus.1': '2-4' }}                                            | ${'a vCPU that the flavor does not have'}
    ${'ImageNUMATopologyCPUOutOfRange'}    | ${{ 'hw:numa_cpus.0': '0-1', 'hw:numa_cpus.1': '2-999999999999' }}                                 | ${'a range without end'}
    ${'ImageNUMATopologyCPUDuplicates'}    | ${{ 'hw:numa_cpus.0': '0-2', 'hw:numa_cpus.1': '2-3' }}                                            | ${'a vCPU in two nodes'}
    ${'ImageNUMATopologyCPUsUnassigned'}   | ${{ 'hw:numa_cpus.0': '0', 'hw:numa_cpus.1': '2-3' }}                                              | ${'a vCPU in no node'}
    ${'ImageNUMATopologyMemoryOutOfRange'} | ${{ 'hw:numa_cpus.0': '0-1', 'hw:numa_cpus.1': '2-3', 'hw:numa_mem.1': '1024' }}                   | ${'nodes with less memory than the flavor'}
    ${'ImageNUMATopologyIncomplete'}       | ${{ 'hw:numa_cpus.0': '0-1', 'hw:numa_cpus.1': '2', 'hw:numa_cpus.2': '3', 'hw:numa_mem.2': '1' }} | ${'a map of more nodes than asked for'}
    ${'Invalid'}                           | ${{ 'hw:numa_cpus.0': '0-1', 'hw:numa_cpus.1': '3-2' }}                                            | ${'a range that runs backwards'}
    ${'ValueError'}                        | ${{ 'hw:numa_cpus.0': '0-1', 'hw:numa_cpus.1': '2-3', 'hw:numa_mem.1': '2GB' }}                    | ${'memory with a unit'}
  `('$exception: $case', ({ exception, maps }: { exception: string; maps: Specs }) => {
    const specs = { 'hw:numa_nodes': '2', 'hw:numa_mem.0': '2048', 'hw:numa_mem.1': '2048', ...maps };

    expect(resultOf(specs)).toMatchObject({ ok: false, refusal: { exception } });
  });

  it.each<[string, Specs]>([
    ['memory alone', { 'hw:numa_mem.0': '2048', 'hw:numa_mem.1': '2048' }],
    ['the vCPUs of one node', { 'hw:numa_cpus.0': '0-3', 'hw:numa_mem.0': '2048', 'hw:numa_mem.1': '2048' }],
    ['the memory of one node', { 'hw:numa_cpus.0': '0-1', 'hw:numa_cpus.1': '2-3', 'hw:numa_mem.0': '4096' }],
  ])('ImageNUMATopologyIncomplete: a map of two nodes with %s', (_case, map) => {
    const result = resultOf({ 'hw:numa_nodes': '2', ...map });

    expect(result).toMatchObject({ ok: false, refusal: { exception: 'ImageNUMATopologyIncomplete' } });
  });

  it.each<[string, Specs, Properties]>([
    ['hw_numa_cpus', { 'hw:numa_cpus.0': '0-3' }, { 'hw_numa_cpus.0': '0-3' }],
    ['hw_numa_mem', { 'hw:numa_mem.0': '4096' }, { 'hw_numa_mem.0': '4096' }],
  ])('ImageNUMATopologyForbidden: flavor and image both have %s', (property, specs, properties) => {
    const result = resultOf({ 'hw:numa_nodes': '1', ...specs }, properties);
    const refusal = { exception: 'ImageNUMATopologyForbidden', pointer: `/image/properties/${property}` };

    expect(result).toMatchObject({ ok: false, refusal });
  });

  it.each`
    changes             | case
    ${{ vcpus: 5 }}     | ${'5 vCPUs'}
    ${{ ramMib: 4097 }} | ${'4097 MiB'}
  `('ImageNUMATopologyAsymmetric: $case in two nodes', ({ changes }: { changes: Partial<Flavor> }) => {
    const result = resultOf({ 'hw:numa_nodes': '2' }, {}, changes);

    expect(result).toMatchObject({ ok: false, refusal: { exception: 'ImageNUMATopologyAsymmetric' } });
  });
});

describe('flavor and image that go together are taken', () => {
  it.each<[string, Specs, Properties]>([
    ['the same PCI policy', { 'hw:pci_numa_affinity_policy': 'required' }, { hw_pci_numa_affinity_policy: 'required' }],
    [
      'the same thread policy',
      { ...DEDICATED, 'hw:cpu_thread_policy': 'require' },
      { hw_cpu_thread_policy: 'require' },
    ],
    ['both locked', { 'hw:locked_memory': 'true', 'hw:mem_page_size': 'small' }, { hw_locked_memory: 'true' }],
    ['locked by the image, sized by the flavor', { 'hw:mem_page_size': 'small' }, { hw_locked_memory: 'true' }],
    ['the same PMU', { 'hw:pmu': 'true' }, { hw_pmu: 'true' }],
    ['encryption with UEFI on q35', ENCRYPTED, { hw_firmware_type: 'uefi', hw_machine_type: 'pc-q35-8.2' }],
    ['as many serial ports as allowed', { 'hw:serial_port_count': '2' }, { hw_serial_port_count: '2' }],
    ['serial ports beside a flavor that sets no limit', { 'hw:serial_port_count': '0' }, { hw_serial_port_count: '4' }],
    ['a limit on serial ports that the image leaves alone', { 'hw:serial_port_count': '1' }, {}],
    ['the flavor’s limit of sockets', { 'hw:cpu_max_sockets': '2' }, { hw_cpu_max_sockets: '2', hw_cpu_sockets: '2' }],
    ['a limit of the image where the flavor has none', {}, { hw_cpu_max_cores: '8', hw_cpu_cores: '8' }],
    ['sockets without a limit', {}, { hw_cpu_sockets: '4' }],
    ['tpm-crb with TPM 2.0', { 'hw:tpm_version': '2.0', 'hw:tpm_model': 'tpm-crb' }, { hw_tpm_version: '2.0' }],
    ['tpm-tis with TPM 1.2', { 'hw:tpm_version': '1.2', 'hw:tpm_model': 'tpm-tis' }, {}],
    ['a TPM of no stated model', { 'hw:tpm_version': '1.2' }, {}],
    ['the same secure boot', { 'os:secure_boot': 'required' }, { os_secure_boot: 'required' }],
  ])('%s', (_case, specs, properties) => {
    expect(resultOf(specs, properties)).toMatchObject({ ok: true });
  });
});

describe('a guest has no NUMA topology', () => {
  it.each`
    specs                                                   | properties                              | case
    ${{}}                                                   | ${{}}                                   | ${'when nothing asks for one'}
    ${{ 'hw:pci_numa_affinity_policy': 'required' }}        | ${{}}                                   | ${'for a PCI policy'}
    ${{ 'pci_passthrough:alias': 'nvme:1' }}                | ${{}}                                   | ${'for a PCI device'}
    ${{ 'hw:numa_cpus.0': '0-3', 'hw:numa_mem.0': '4096' }} | ${{}}                                   | ${'for a map without hw:numa_nodes'}
    ${{ 'hw:emulator_threads_policy': 'share' }}            | ${{}}                                   | ${'for a shared emulator thread'}
    ${{ 'hw:cpu_policy': 'shared' }}                        | ${{}}                                   | ${'for floating vCPUs'}
    ${{ 'resources:VCPU': '4' }}                            | ${{}}                                   | ${'for VCPUs from Placement'}
    ${{ 'hw:mem_page_size': '0' }}                          | ${{}}                                   | ${'for a page size of nothing'}
    ${{ 'hw:pmem': ' , ' }}                                 | ${{}}                                   | ${'for an empty list of persistent memory'}
    ${{ 'hw:vif_multiqueue_enabled': 'true' }}              | ${{ hw_vif_multiqueue_enabled: 'yes' }} | ${'for several queues'}
  `('$case', ({ specs, properties }: { specs: Specs; properties: Properties }) => {
    expect(topologyOf(specs, properties)).toBeNull();
  });
});

describe('a guest has a NUMA topology', () => {
  it.each`
    specs                                                                 | properties                                       | expected                              | case
    ${{ 'hw:numa_nodes': '1' }}                                           | ${{}}                                            | ${{ cpuPolicy: null }}                | ${'for guest nodes'}
    ${{}}                                                                 | ${{ hw_numa_nodes: '1' }}                        | ${{ cpuPolicy: null }}                | ${'for guest nodes of the image'}
    ${{ 'hw:pmem': '6GB' }}                                               | ${{}}                                            | ${{ cpuPolicy: null }}                | ${'for persistent memory'}
    ${{ 'hw:pmem': '6GB, ' }}                                             | ${{}}                                            | ${{ cpuPolicy: null }}                | ${'for persistent memory beside an empty name'}
    ${DEDICATED}                                                          | ${{ hw_cpu_policy: 'shared' }}                   | ${{ cpuPolicy: 'dedicated' }}         | ${'a flavor pins whatever the image says'}
    ${{}}                                                                 | ${{ hw_cpu_policy: 'dedicated' }}                | ${{ cpuPolicy: 'dedicated' }}         | ${'an image may pin where the flavor is silent'}
    ${{ 'resources:PCPU': '4' }}                                          | ${{}}                                            | ${{ cpuPolicy: 'dedicated' }}         | ${'PCPUs from Placement pin'}
    ${{ ...DEDICATED, 'hw:cpu_thread_policy': 'prefer' }}                 | ${{ hw_cpu_thread_policy: 'require' }}           | ${{ threadPolicy: 'prefer' }}         | ${'a flavor that prefers keeps its word'}
    ${DEDICATED}                                                          | ${{ hw_cpu_thread_policy: 'require' }}           | ${{ threadPolicy: 'require' }}        | ${'an image may choose threads where the flavor is silent'}
    ${{ ...DEDICATED, 'trait:HW_CPU_HYPERTHREADING': 'forbidden' }}       | ${{}}                                            | ${{ threadPolicy: 'isolate' }}        | ${'the trait stands for a thread policy'}
    ${DEDICATED}                                                          | ${{ 'trait:HW_CPU_HYPERTHREADING': 'required' }} | ${{ threadPolicy: 'require' }}        | ${'in the image too'}
    ${{ 'resources:PCPU': '5', 'hw:emulator_threads_policy': 'isolate' }} | ${{}}                                            | ${{ cpuPolicy: 'dedicated' }}         | ${'one PCPU more for an isolated emulator thread'}
    ${{ 'resources:VCPU': '4', 'hw:numa_nodes': '1' }}                    | ${{}}                                            | ${{ cpuPolicy: 'shared' }}            | ${'VCPUs from Placement float'}
    ${{ ...DEDICATED, 'trait12:HW_CPU_HYPERTHREADING': 'forbidden' }}     | ${{}}                                            | ${{ threadPolicy: 'isolate' }}        | ${'the trait in a numbered group too'}
    ${{ ...REALTIME, 'hw:cpu_realtime_mask': ' ^0' }}                     | ${{}}                                            | ${{ cpuPolicy: 'dedicated' }}         | ${'a mask that leaves vCPUs out, after a blank'}
    ${{ ...REALTIME, 'hw:emulator_threads_policy': 'share' }}             | ${{}}                                            | ${{ emulatorThreadsPolicy: 'share' }} | ${'realtime on every vCPU with the emulator elsewhere'}
  `('$case', ({ specs, properties, expected }: { specs: Specs; properties: Properties; expected: object }) => {
    expect(topologyOf(specs, properties)).toMatchObject(expected);
  });

  it.each`
    flavorSize | imageSize    | request    | case
    ${'2048'}  | ${undefined} | ${2048}    | ${'a bare number is KiB'}
    ${'2MB'}   | ${undefined} | ${2048}    | ${'megabytes are powers of 1024'}
    ${'1GB'}   | ${undefined} | ${1048576} | ${'so are gigabytes'}
    ${'1Gb'}   | ${undefined} | ${131072}  | ${'a small b means bits'}
    ${'1Kb'}   | ${undefined} | ${null}    | ${'128 bytes round to no page size at all'}
    ${'large'} | ${undefined} | ${'large'} | ${'words stay'}
    ${'any'}   | ${'1GB'}     | ${1048576} | ${'the image chooses where the flavor leaves it open'}
    ${'large'} | ${'small'}   | ${'small'} | ${'even against its wish'}
  `(
    'page size $flavorSize, image $imageSize: $case',
    (given: { flavorSize: string; imageSize?: string; request: unknown }) => {
      const properties = given.imageSize === undefined ? {} : { hw_mem_page_size: given.imageSize };

      expect(topologyOf({ 'hw:mem_page_size': given.flavorSize }, properties)?.cells[0]?.pageSize).toBe(given.request);
    },
  );

  it('in equal parts, unless told otherwise', () => {
    expect(topologyOf({ 'hw:numa_nodes': '2' })?.cells).toEqual([
      { id: 0, sharedVcpus: [0, 1], dedicatedVcpus: [], memoryMib: 2048, pageSize: null },
      { id: 1, sharedVcpus: [2, 3], dedicatedVcpus: [], memoryMib: 2048, pageSize: null },
    ]);
  });

  it('as mapped, with the masked vCPUs pinned', () => {
    const specs = {
      ...MIXED,
      'hw:cpu_dedicated_mask': '^0',
      'hw:numa_nodes': '2',
      'hw:numa_cpus.0': '0,3',
      'hw:numa_mem.0': '1024',
      'hw:numa_cpus.1': '1-2',
      'hw:numa_mem.1': '3072',
    };

    expect(topologyOf(specs)?.cells).toEqual([
      { id: 0, sharedVcpus: [0], dedicatedVcpus: [3], memoryMib: 1024, pageSize: null },
      { id: 1, sharedVcpus: [], dedicatedVcpus: [1, 2], memoryMib: 3072, pageSize: null },
    ]);
  });

  it('as mapped by the image', () => {
    const map = { hw_numa_nodes: '2', 'hw_numa_cpus.0': '0', 'hw_numa_cpus.1': '1-3' };

    expect(topologyOf({}, { ...map, 'hw_numa_mem.0': '1024', 'hw_numa_mem.1': '3072' })?.cells).toMatchObject([
      { sharedVcpus: [0], memoryMib: 1024 },
      { sharedVcpus: [1, 2, 3], memoryMib: 3072 },
    ]);
  });

  it.each<[string, Specs, Properties, true | undefined]>([
    ['by the flavor', { ...DEDICATED, 'hw:cpu_thread_policy': 'require' }, {}, true],
    ['by the image', {}, { hw_cpu_policy: 'dedicated', hw_cpu_thread_policy: 'require' }, true],
    [
      'by an image whose wish a flavor that prefers overrules',
      { ...DEDICATED, 'hw:cpu_thread_policy': 'prefer' },
      { hw_cpu_thread_policy: 'require' },
      true,
    ],
    ['not where threads are preferred', { ...DEDICATED, 'hw:cpu_thread_policy': 'prefer' }, {}, undefined],
    ['not where nothing is said of threads', DEDICATED, {}, undefined],
  ])('that asks for SMT: %s', (_case, specs, properties, expected) => {
    expect(topologyOf(specs, properties)?.asksForSmt).toBe(expected);
  });

  it('with the realtime vCPUs pinned, where a mixed guest has a realtime mask; the image’s mask wins', () => {
    const specs = { ...MIXED, 'hw:cpu_realtime': 'true', 'hw:cpu_realtime_mask': '^0' };

    expect(topologyOf(specs)?.cells[0]).toMatchObject({ sharedVcpus: [0], dedicatedVcpus: [1, 2, 3] });
    expect(topologyOf(specs, { hw_cpu_realtime_mask: '3' })?.cells[0]).toMatchObject({ dedicatedVcpus: [3] });
  });
});

describe('beside the topology, flavor and image say', () => {
  it.each`
    specs                                          | properties                                     | policy        | case
    ${{}}                                          | ${{}}                                          | ${null}       | ${'no PCI policy'}
    ${{ 'hw:pci_numa_affinity_policy': 'socket' }} | ${{}}                                          | ${'socket'}   | ${'the flavor’s PCI policy'}
    ${{}}                                          | ${{ hw_pci_numa_affinity_policy: 'required' }} | ${'required'} | ${'the image’s PCI policy'}
  `('$case', ({ specs, properties, policy }: { specs: Specs; properties: Properties; policy: string | null }) => {
    expect(resultOf(specs, properties)).toMatchObject({ ok: true, pciNumaPolicy: policy });
  });

  it.each`
    specs                                      | properties                                | vcpus | multiqueue
    ${{}}                                      | ${{}}                                     | ${4}  | ${false}
    ${{ 'hw:vif_multiqueue_enabled': 'true' }} | ${{}}                                     | ${4}  | ${true}
    ${{ 'hw:vif_multiqueue_enabled': 'true' }} | ${{ hw_vif_multiqueue_enabled: 'true' }}  | ${2}  | ${true}
    ${{}}                                      | ${{ hw_vif_multiqueue_enabled: 'true' }}  | ${4}  | ${true}
    ${{ 'hw:vif_multiqueue_enabled': 'true' }} | ${{ hw_vif_multiqueue_enabled: 'false' }} | ${1}  | ${false}
  `(
    'whether virtio NICs get several queues: $specs $properties at $vcpus vCPUs',
    (given: { specs: Specs; properties: Properties; vcpus: number; multiqueue: boolean }) => {
      const result = resultOf(given.specs, given.properties, { vcpus: given.vcpus });

      expect(result).toMatchObject({ ok: true, vifMultiqueue: given.multiqueue });
    },
  );
});
