import { checkExtraSpecs } from './extra-spec-check';
import { EXTRA_SPEC_RULES, OWN_NAMESPACE } from './extra-spec-table.data';
import type { OpenStackRelease } from './openstack-release';

function codesOf(name: string, value: string, release: OpenStackRelease = 'zed'): readonly string[] {
  return checkExtraSpecs({ [name]: value }, release).map(({ code }) => code.replace('extra_spec.', ''));
}

describe('an extra spec that Nova’s flavor API takes', () => {
  it.each`
    name                                    | value
    ${'hw:cpu_policy'}                      | ${'dedicated'}
    ${'hw:numa_nodes'}                      | ${' 2 '}
    ${'hw:numa_cpus.1'}                     | ${'4-7,^5'}
    ${'hw:numa_mem.0'}                      | ${'1024'}
    ${'hw:mem_page_size'}                   | ${'2MB'}
    ${'hw:mem_page_size'}                   | ${'1048576'}
    ${'hw:mem_page_size'}                   | ${'1Gb'}
    ${'hw:cpu_realtime'}                    | ${'Yes'}
    ${'hw:pci_numa_affinity_policy'}        | ${'socket'}
    ${'hw:locked_memory'}                   | ${'1'}
    ${'pci_passthrough:alias'}              | ${'nvme:1, gpu:2'}
    ${'quota:cpu_quota'}                    | ${'-1'}
    ${'quota:vif_outbound_burst'}           | ${'0'}
    ${'os:monitors'}                        | ${'8'}
    ${'accel:device_profile'}               | ${'anything at all'}
    ${'aggregate_instance_extra_specs:ssd'} | ${'true'}
    ${'capabilities:cpu_info:features'}     | ${'<in> avx2'}
    ${'resources:CUSTOM_FPGA'}              | ${'1'}
    ${'resources_NIC1:SRIOV_NET_VF'}        | ${'2'}
    ${'trait:HW_CPU_X86_AVX2'}              | ${'required'}
    ${'trait1:CUSTOM_SMARTNIC'}             | ${'forbidden'}
    ${'group_policy'}                       | ${'isolate'}
    ${'vmware:hw_version'}                  | ${'vmx-13'}
    ${'a key of my own'}                    | ${'x'}
    ${'mine:own'}                           | ${'x'}
    ${'mine:own'}                           | ${'x'.repeat(255)}
    ${'hw'}                                 | ${'a name without a namespace'}
    ${'same_subtree'}                       | ${'ignored'}
  `('$name=$value', ({ name, value }: { name: string; value: string }) => {
    expect(codesOf(name, value)).toEqual([]);
  });
});

describe('an extra spec that it refuses', () => {
  it.each`
    name                           | value              | code
    ${'hw:disk_bus'}               | ${'virtio'}        | ${'unknown'}
    ${'hw:emulator_thread_policy'} | ${'isolate'}       | ${'unknown'}
    ${'hw:emulator_treads_policy'} | ${'isolate'}       | ${'unknown'}
    ${'hw:maxphysaddr_mode'}       | ${'emulate'}       | ${'unknown'}
    ${'hw:numa_cpus'}              | ${'0'}             | ${'unknown'}
    ${'resources:NVME'}            | ${'1'}             | ${'unknown'}
    ${'resources:CUSTOM_lower'}    | ${'1'}             | ${'unknown'}
    ${'trait:lower'}               | ${'required'}      | ${'unknown'}
    ${'capabilities:vcpus:x'}      | ${'1'}             | ${'unknown'}
    ${'hw:'}                       | ${'1'}             | ${'unknown'}
    ${'hw:cpu_policy'}             | ${'pinned'}        | ${'bad_value'}
    ${'hw:cpu_policy'}             | ${'Dedicated'}     | ${'bad_value'}
    ${'hw:numa_nodes'}             | ${'0'}             | ${'bad_value'}
    ${'hw:numa_nodes'}             | ${'1.5'}           | ${'bad_value'}
    ${'hw:cpu_realtime'}           | ${'maybe'}         | ${'bad_value'}
    ${'hw:mem_page_size'}          | ${'huge'}          | ${'bad_value'}
    ${'hw:numa_cpus.0'}            | ${'0-'}            | ${'bad_value'}
    ${'os:monitors'}               | ${'9'}             | ${'bad_value'}
    ${'quota:disk_read_iops_sec'}  | ${'-1'}            | ${'bad_value'}
    ${'pci_passthrough:alias'}     | ${'nvme'}          | ${'bad_value'}
    ${'trait:HW_CPU_X86_AVX2'}     | ${'preferred'}     | ${'bad_value'}
    ${'resources:VCPU'}            | ${'many'}          | ${'bad_value'}
    ${'group_policy'}              | ${'any'}           | ${'bad_value'}
    ${'mine:own'}                  | ${'x'.repeat(256)} | ${'bad_value'}
    ${'bad/name'}                  | ${'x'}             | ${'bad_name'}
    ${''}                          | ${'x'}             | ${'bad_name'}
  `('$name=$value: $code', ({ name, value, code }: { name: string; value: string; code: string }) => {
    expect(codesOf(name, value)).toEqual([code]);
  });
});

describe('an extra spec and the release', () => {
  it.each`
    name                         | value        | refusedBy                      | takenBy
    ${'hw:virtio_packed_ring'}   | ${'true'}    | ${['zed', '2023.1', '2023.2']} | ${['2024.1', '2025.1', '2026.1']}
    ${'hw:mem_encryption_model'} | ${'amd-sev'} | ${['zed', '2025.1']}           | ${['2025.2', '2026.1']}
    ${'hw:tpm_secret_security'}  | ${'host'}    | ${['zed', '2025.2']}           | ${['2026.1']}
    ${'hw:cpu_max_sockets'}      | ${'2'}       | ${['zed', '2024.2']}           | ${['2025.1', '2026.1']}
    ${'hw:max_cpu_sockets'}      | ${'2'}       | ${['2025.1', '2026.1']}        | ${['zed', '2024.2']}
    ${'hw:locked_memory'}        | ${'true'}    | ${[]}                          | ${['zed', '2026.1']}
    ${'hw:viommu_model'}         | ${'auto'}    | ${[]}                          | ${['zed', '2026.1']}
  `('$name', (given: { name: string; value: string; refusedBy: OpenStackRelease[]; takenBy: OpenStackRelease[] }) => {
    for (const release of given.refusedBy)
      expect(codesOf(given.name, given.value, release)).toEqual(['not_in_release']);
    for (const release of given.takenBy) expect(codesOf(given.name, given.value, release)).toEqual([]);
  });
});

describe('a page size that the flavor API stores and no server boots with', () => {
  it.each`
    value    | safe
    ${'2M'}  | ${'2MB'}
    ${'1G'}  | ${'1GB'}
    ${'1Gi'} | ${'1GB'}
    ${'2kB'} | ${'2KB'}
    ${'4k'}  | ${'4KB'}
  `('is refused all the same: $value, to be written $safe', ({ value, safe }: { value: string; safe: string }) => {
    const [fault] = checkExtraSpecs({ 'hw:mem_page_size': value }, 'zed');

    expect(fault).toMatchObject({
      pointer: '/flavor/extra_specs/hw:mem_page_size',
      code: 'extra_spec.page_size_does_not_boot',
      message: expect.stringContaining(`write ${safe}.`) as string,
    });
    expect(codesOf('hw:mem_page_size', safe)).toEqual([]);
  });
});

describe('each fault', () => {
  it('points at its extra spec, escaped as RFC 6901 wants it', () => {
    const faults = checkExtraSpecs({ 'hw:foo': '1', 'a/b~c': '2', 'hw:cpu_policy': 'shared' }, 'zed');

    expect(faults.map(({ pointer }) => pointer)).toEqual(['/flavor/extra_specs/hw:foo', '/flavor/extra_specs/a~1b~0c']);
  });
});

describe('the table', () => {
  it('says where each entry stands, and of what changed after Zed not Zed’s own code', () => {
    for (const { since, until, source } of EXTRA_SPEC_RULES) {
      expect(source).toMatch(since === null && until === null ? /26\.2\.2/ : /handbook/);
    }
  });

  it('knows each literal key once', () => {
    const names = EXTRA_SPEC_RULES.flatMap(({ name }) => (typeof name === 'string' ? [name] : []));

    expect(new Set(names).size).toBe(names.length);
  });

  it('has no key in a namespace that Nova would not look into', () => {
    const namespaces = EXTRA_SPEC_RULES.flatMap(({ name }) =>
      typeof name === 'string' && name.includes(':') ? [name.split(':')[0]] : [],
    );

    for (const namespace of namespaces) expect(namespace).toMatch(OWN_NAMESPACE);
  });
});
