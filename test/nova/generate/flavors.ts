import type { Flavor, Image } from '@iopath/core';
import fc from 'fast-check';

type Specs = Readonly<Record<string, string>>;
type Size = Pick<Flavor, 'vcpus' | 'ramMib'>;

/** One spec with one of these values in so many of a hundred flavors. */
function sometimes(percent: number, key: string, ...values: readonly string[]): fc.Arbitrary<Specs> {
  return fc.oneof(
    { weight: 100 - percent, arbitrary: fc.constant<Specs>({}) },
    { weight: percent, arbitrary: fc.constantFrom(...values).map((value): Specs => ({ [key]: value })) },
  );
}

function together(...parts: readonly fc.Arbitrary<Specs>[]): fc.Arbitrary<Specs> {
  return fc.tuple(...parts).map((specs) => Object.assign({}, ...specs) as Specs);
}

/** Pinning, as somebody who knows Nova would ask for it: mostly what goes together. */
const cpus: fc.Arbitrary<Specs> = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Specs>({}) },
  { weight: 1, arbitrary: fc.constant<Specs>({ 'hw:cpu_policy': 'shared' }) },
  {
    weight: 7,
    arbitrary: together(
      fc.constant({ 'hw:cpu_policy': 'dedicated' }),
      sometimes(45, 'hw:cpu_thread_policy', 'prefer', 'require', 'isolate'),
      sometimes(30, 'hw:emulator_threads_policy', 'isolate', 'share'),
    ),
  },
  {
    weight: 2,
    arbitrary: together(
      fc.constant({ 'hw:cpu_policy': 'mixed' }),
      sometimes(95, 'hw:cpu_dedicated_mask', '0', '0', '^0', '^0', '1', '0-1', '^0-1', '0,2'),
      sometimes(30, 'hw:cpu_thread_policy', 'prefer', 'require', 'isolate'),
      sometimes(20, 'hw:emulator_threads_policy', 'isolate', 'share'),
    ),
  },
  {
    weight: 1,
    arbitrary: together(
      fc.constant({ 'hw:cpu_policy': 'dedicated', 'hw:cpu_realtime': 'yes' }),
      sometimes(80, 'hw:cpu_realtime_mask', '^0', '^0', '1', '^0-1', '9'),
      sometimes(40, 'hw:emulator_threads_policy', 'isolate', 'share'),
    ),
  },
);

const memory: fc.Arbitrary<Specs> = together(
  sometimes(40, 'hw:mem_page_size', 'large', 'small', 'any', '2048', '2MB', '1GB', '4', '4KB', '1048576'),
  sometimes(3, 'hw:locked_memory', 'true', 'false'),
);

/** Mostly a number of nodes by which vCPUs and memory divide. */
function nodes({ vcpus, ramMib }: Size): fc.Arbitrary<Specs> {
  const even = [1, 2, 2, 2, 3, 4, 4, 8].filter((count) => vcpus % count === 0 && ramMib % count === 0);
  return sometimes(55, 'hw:numa_nodes', ...even.flatMap((count) => Array<string>(6).fill(`${count}`)), '3');
}

/** Lays guest nodes out unevenly; right only when vCPUs and memory happen to be those of the flavor. */
function maps({ vcpus, ramMib }: Size): fc.Arbitrary<Specs> {
  return fc.integer({ min: 1, max: 7 }).map((cut): Specs => {
    const first = Math.max(1, Math.min(cut, vcpus - 1));
    const memoryOf0 = cut < 4 ? ramMib / 2 : ramMib / 4;
    return {
      'hw:numa_nodes': '2',
      'hw:numa_cpus.0': first <= 1 ? '0' : `0-${first - 1}`,
      'hw:numa_cpus.1': `${first}-${vcpus - 1}`,
      'hw:numa_mem.0': `${memoryOf0}`,
      'hw:numa_mem.1': `${ramMib - memoryOf0}`,
    };
  });
}

/** What contradicts something sooner or later, or is another way to say the same. */
const odd: fc.Arbitrary<Specs> = together(
  sometimes(2, 'hw:cpu_thread_policy', 'prefer', 'require', 'isolate'),
  sometimes(2, 'hw:emulator_threads_policy', 'isolate', 'share'),
  sometimes(2, 'hw:cpu_dedicated_mask', '0', '^0', '0-99'),
  sometimes(2, 'hw:cpu_realtime', 'true', 'false'),
  sometimes(2, 'hw:cpu_realtime_mask', '^0', '0-1'),
  sometimes(2, 'resources:PCPU', '1', '2', '4'),
  sometimes(1, 'resources:VCPU', '2', '4'),
  sometimes(2, 'trait:HW_CPU_HYPERTHREADING', 'required', 'forbidden'),
  sometimes(2, 'hw:numa_cpus.0', '0', '0-3', '0-1,^1'),
  sometimes(2, 'hw:numa_mem.0', '512', '1024'),
  sometimes(2, 'hw:mem_page_size', '2M', '2kB', '1Gib', 'huge', '3MB'),
  sometimes(2, 'hw:cpu_sockets', '1', '2', '3'),
  sometimes(2, 'hw:cpu_cores', '1', '2'),
  sometimes(2, 'hw:cpu_policy', 'Dedicated', 'isolate'),
  sometimes(2, 'hw:vif_multiqueue_enabled', 'true', 'false', 'maybe'),
  sometimes(1, 'hw:pmem', 'GB,2GB', ''),
  sometimes(1, 'hw:serial_port_count', '1', '2'),
  sometimes(1, 'hw:pmu', 'true', 'false'),
  sometimes(1, 'hw:numa_node', '1'),
);

/** PCI policy and devices by alias. */
const devices: fc.Arbitrary<Specs> = together(
  sometimes(25, 'hw:pci_numa_affinity_policy', 'required', 'preferred', 'legacy', 'socket'),
  sometimes(
    8,
    'pci_passthrough:alias',
    'nvme:1',
    'nvme:1',
    'nvme:2',
    'hba:1',
    'nvme:1,hba:1',
    'nvme:1, nvme:1',
    'vf:1',
    'vf:2',
    'pf:1',
    'vf:1,nvme:1',
  ),
);

export const flavors: fc.Arbitrary<Flavor> = fc
  .record({
    vcpus: fc.constantFrom(1, 2, 2, 2, 2, 3, 4, 4, 4, 6, 8),
    ramMib: fc.constantFrom(128, 256, 256, 512, 512, 1024, 1024, 2048, 4096, 1000),
  })
  .chain((size) => {
    const laidOut = fc.oneof({ weight: 3, arbitrary: nodes(size) }, { weight: 1, arbitrary: maps(size) });
    const plain = together(cpus, memory, laidOut, devices);
    const specs = fc.oneof({ weight: 4, arbitrary: plain }, { weight: 1, arbitrary: together(plain, odd) });
    return specs.map((extraSpecs) => ({ ...size, diskGib: 0, extraSpecs }));
  });

export const images: fc.Arbitrary<Image> = fc
  .oneof(
    { weight: 4, arbitrary: fc.constant<Specs>({}) },
    {
      weight: 1,
      arbitrary: together(
        sometimes(20, 'hw_cpu_policy', 'shared', 'dedicated', 'mixed'),
        sometimes(20, 'hw_cpu_thread_policy', 'prefer', 'require', 'isolate'),
        sometimes(10, 'hw_numa_nodes', '1', '2'),
        sometimes(20, 'hw_mem_page_size', 'large', '2MB', 'any', 'small'),
        sometimes(20, 'hw_pci_numa_affinity_policy', 'required', 'preferred', 'legacy', 'socket'),
        sometimes(10, 'hw_cpu_realtime_mask', '^0', '^0-1'),
        sometimes(10, 'hw_vif_multiqueue_enabled', 'true', 'false'),
        sometimes(5, 'hw_locked_memory', 'true'),
        sometimes(5, 'trait:HW_CPU_HYPERTHREADING', 'required'),
      ),
    },
  )
  .map((properties) => ({ osId: 'ubuntu24.04', properties }));
