import fc from 'fast-check';
import { guestTopologyOf } from '../../nova-fit/guest-topology';
import { checkExtraSpecs } from '../../nova/extra-spec-check';
import { OPENSTACK_RELEASES } from '../../nova/openstack-release';
import type { LintPort, LintSubject } from './lint-subject';
import { VNIC_TYPES } from './lint-subject';
import { applyFix } from './lint-fix';
import { lintFlavor, type LintFinding } from './lint-flavor';

const VALUES: Readonly<Record<string, readonly string[]>> = {
  'hw:cpu_policy': ['shared', 'dedicated', 'mixed', 'Dedicated'],
  'hw:cpu_thread_policy': ['prefer', 'isolate', 'require'],
  'hw:cpu_dedicated_mask': ['0-1', '0-3', '^0', '9'],
  'hw:cpu_realtime': ['true', 'false'],
  'hw:cpu_realtime_mask': ['^0', '0-3'],
  'hw:emulator_threads_policy': ['share', 'isolate'],
  'hw:emulator_thread_policy': ['share', 'isolate'],
  'hw:cpu_max_sockets': ['1', '2', 'two'],
  'hw:max_cpu_sockets': ['1', '2'],
  'hw:cpu_sockets': ['1', '3'],
  'hw:numa_nodes': ['1', '2', '3', '0'],
  'hw:numa_cpus.0': ['0-1', '0-3'],
  'hw:numa_cpus.1': ['2-3', '3'],
  'hw:numa_mem.0': ['2048', '4096'],
  'hw:numa_mem.1': ['2048'],
  'hw:mem_page_size': ['2M', '2MB', '1Gb', 'large', 'any', 'small', '2000'],
  'hw:locked_memory': ['true', 'false'],
  'hw:mem_encryption': ['true'],
  'hw:pci_numa_affinity_policy': ['required', 'socket', 'near'],
  'hw:vif_multiqueue_enabled': ['true', 'false'],
  'hw:virtio_packed_ring': ['true'],
  'hw:disk_bus': ['scsi', 'nvme'],
  'hw:tpm_model': ['tpm-crb'],
  'resources:PCPU': ['4', '2'],
  'resources:VCPU': ['4'],
  'resources1:VGPU': ['1'],
  'trait2:CUSTOM_A': ['required'],
  'trait:HW_CPU_HYPERTHREADING': ['required'],
  'pci_passthrough:alias': ['nvme:1'],
  'quota:vif_outbound_peak': ['100'],
  cpu_policy: ['dedicated'],
  'odd/key~': ['1'],
  member_of: ['agg'],
};
const PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  hw_cpu_policy: ['shared', 'dedicated', 'mixed'],
  hw_cpu_thread_policy: ['require'],
  hw_cpu_realtime_mask: ['0-3', '^1'],
  hw_numa_nodes: ['2', '3'],
  hw_mem_page_size: ['2MB', '2M'],
  hw_locked_memory: ['false', 'true'],
  hw_pci_numa_affinity_policy: ['preferred'],
  hw_vif_multiqueue_enabled: ['false'],
  hw_vif_model: ['virtio', 'e1000', 'igb', 'none such'],
  hw_virtio_packed_ring: ['false'],
  hw_machine_type: ['pc', 'q35'],
};

/** Enough for several contradictions at once. */
const MOST = 7;

/** Some of the keys, each with one of its values. */
function someOf(values: Readonly<Record<string, readonly string[]>>): fc.Arbitrary<Record<string, string>> {
  const entries = Object.entries(values).map(([key, texts]) => [key, fc.constantFrom(...texts)] as const);
  return fc
    .subarray(entries, { maxLength: MOST })
    .chain((chosen) => fc.record(Object.fromEntries(chosen)))
    .map((record) => record as Record<string, string>);
}

const ports: fc.Arbitrary<LintPort> = fc.record({
  vnicType: fc.constantFrom(...VNIC_TYPES),
  vifType: fc.constantFrom(null, 'vhostuser', 'ovs'),
  numaAffinityPolicy: fc.constantFrom(null, 'required', 'socket'),
  trusted: fc.constantFrom(null, true, false),
  hardwareOffloadType: fc.constantFrom(null, 'switchdev'),
  bindingProfile: fc.constantFrom<Record<string, unknown>>(
    {},
    { trusted: 'true' },
    { capabilities: ['switchdev'] },
    { pci_slot: 'x', trusted: true },
  ),
});

const subjects: fc.Arbitrary<LintSubject> = fc.record({
  release: fc.constantFrom(...OPENSTACK_RELEASES),
  flavor: fc.record({
    vcpus: fc.constantFrom(1, 4, 5),
    ramMib: fc.constant(4096),
    diskGib: fc.constant(20),
    extraSpecs: someOf(VALUES),
  }),
  image: fc.record({ osId: fc.constant(null), properties: someOf(PROPERTIES) }),
  ports: fc.option(fc.array(ports, { maxLength: 3 })),
});

const key = ({ code, pointer }: LintFinding): string => `${code} ${pointer}`;

function errorsOf(findings: readonly LintFinding[]): readonly string[] {
  return findings.filter(({ severity }) => severity === 'error').map(key);
}

describe('of any flavor, image and ports', () => {
  it('a fix makes its finding disappear, and no error appear', () => {
    fc.assert(
      fc.property(subjects, (subject) => {
        const before = lintFlavor(subject);
        for (const finding of before.filter(({ fix }) => fix !== null)) {
          const after = lintFlavor(applyFix(subject, finding.fix ?? []));

          expect(after.map(key)).not.toContain(key(finding));
          expect(errorsOf(before)).toEqual(expect.arrayContaining([...errorsOf(after)]));
        }
      }),
      { numRuns: 50 },
    );
  });

  it('there is an error wherever Nova refuses something', () => {
    fc.assert(
      fc.property(subjects, (subject) => {
        const { flavor, image, release } = subject;
        const refused = checkExtraSpecs(flavor.extraSpecs, release).length > 0 || !guestTopologyOf(flavor, image).ok;

        if (refused) expect(errorsOf(lintFlavor(subject))).not.toEqual([]);
      }),
    );
  });

  it('puts right what Nova refuses in the same order, whichever key was written first', () => {
    const extraSpecs = { 'resources:PCPU': '4', 'resources:VCPU': '4' };
    const turned = { 'resources:VCPU': '4', 'resources:PCPU': '4' };
    const codesOf = (specs: Readonly<Record<string, string>>) =>
      lintFlavor({
        release: 'zed',
        flavor: { vcpus: 4, ramMib: 4096, diskGib: 20, extraSpecs: specs },
        image: { osId: null, properties: { hw_cpu_thread_policy: 'require' } },
        ports: null,
      }).map(({ code }) => code);

    expect(codesOf(turned)).toEqual(codesOf(extraSpecs));
  });

  it('the findings are each one of its own, and do not depend on the order of extra specs and properties', () => {
    fc.assert(
      fc.property(subjects, (subject) => {
        const found = lintFlavor(subject);
        const { flavor, image } = subject;
        const reversed: LintSubject = {
          ...subject,
          flavor: { ...flavor, extraSpecs: backwards(flavor.extraSpecs) },
          image: { ...image, properties: backwards(image.properties) },
        };

        expect(new Set(found.map(key)).size).toBe(found.length);
        expect(lintFlavor(reversed).map(key)).toEqual(found.map(key));
      }),
    );
  });
});

function backwards(record: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).reverse());
}
