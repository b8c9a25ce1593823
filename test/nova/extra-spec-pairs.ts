import { checkExtraSpecs, EXTRA_SPEC_RULES } from '@iopath/core';
import type { NovaProcess } from './driver/nova-process';
import { KNOWN_EXTRA_SPEC_DIFFERENCES } from './known-differences';

export interface ExtraSpecSummary {
  /** Name and value pairs that were asked about. */
  readonly pairs: number;
  readonly accepted: number;
  readonly knownDifferences: Readonly<Record<string, number>>;
  readonly disagreements: readonly {
    readonly extraSpec: string;
    readonly core: boolean;
    readonly nova: string | null;
  }[];
  /** Entries of the table that differ in a later release, which no installed Nova can be asked about: by their source. */
  readonly byTable: readonly { readonly name: string; readonly releases: string; readonly source: string }[];
}

/** One name for each pattern of the table, and names that nobody has. */
const NAMES_BY_PATTERN = [
  'hw:numa_cpus.0',
  'hw:numa_cpus.12',
  'hw:numa_mem.0',
  'hw:numa_mem.x',
  'aggregate_instance_extra_specs:ssd',
  'capabilities:cpu_info:features',
  'capabilities:nothing',
  'resources:VCPU',
  'resources:PCPU',
  'resources1:PCPU',
  'resources_NIC1:SRIOV_NET_VF',
  'resources:CUSTOM_FPGA',
  'resources:NOTHING',
  'trait:HW_CPU_X86_AVX2',
  'trait:HW_CPU_HYPERTHREADING',
  'trait1:CUSTOM_FAST',
  'trait:custom_fast',
  'hw:disk_bus',
  'hw:numa_node',
  'hw:maxphysaddr_bits',
  'quota:nothing',
  'mine:own',
  'same_subtree',
];

/** Values of every kind, right for some name and wrong for most. */
const VALUES = [
  ...['', ' ', '0', '1', '2', ' 2 ', '-1', '1.5', '8', '15', '16', '255', '1e3', '０', '1024', '٣'],
  ...['true', 'True', 'yes', 'ON', 'n', 'maybe', 'none', 'required', 'forbidden', 'preferred', 'legacy', 'socket'],
  ...['shared', 'dedicated', 'mixed', 'prefer', 'isolate', 'require', 'share', 'Dedicated'],
  ...['0-3', '^0', '0-3,^2', '^0-1,3', ',', '1-', 'a', '0, 1'],
  ...['large', 'small', 'any', '2MB', '2M', '1GB', '1Gib', '2kB', '4KiB', 'huge', '2 MB'],
  ...['nvme:1', 'nvme:1,hba:2', 'nvme:1, hba:2', 'nvme', ':1', 'nvme:x', '6GB', '6GB,16GB', 'uefi', '1024x768'],
  ...['tpm-crb', '2.0', 'amd-sev', 'intel', 'reset', 'high', 'luks', 'x'.repeat(255), 'x'.repeat(256)],
];

/** Asks the flavor API's validators about every name of the table with every value, and compares. */
export async function runExtraSpecPairs(nova: NovaProcess): Promise<ExtraSpecSummary> {
  const names = [
    ...EXTRA_SPEC_RULES.flatMap(({ name }) => (typeof name === 'string' ? [name] : [])),
    ...NAMES_BY_PATTERN,
  ];
  const disagreements: ExtraSpecSummary['disagreements'][number][] = [];
  const known = Object.fromEntries(KNOWN_EXTRA_SPEC_DIFFERENCES.map(({ name }) => [name, 0]));
  let accepted = 0;
  for (const value of VALUES) {
    const said = await nova.askExtraSpecs(Object.fromEntries(names.map((name) => [name, value])));
    for (const name of names) {
      const refusal = said[name] ?? null;
      if (refusal === null) accepted++;
      const core = isAccepted(name, value);
      if (core === (refusal === null)) continue;
      const pair = { value, core, nova: refusal === null };
      const difference = KNOWN_EXTRA_SPEC_DIFFERENCES.find(({ recognises }) => recognises(pair));
      if (difference === undefined) disagreements.push({ extraSpec: `${name}=${value}`, core, nova: refusal });
      else known[difference.name] = (known[difference.name] ?? 0) + 1;
    }
  }
  return {
    pairs: names.length * VALUES.length,
    accepted,
    knownDifferences: known,
    disagreements,
    byTable: laterReleases(),
  };
}

/** A page size that cannot boot is stored all the same. */
function isAccepted(name: string, value: string): boolean {
  const faults = checkExtraSpecs({ [name]: value }, 'zed');
  return faults.every(({ code }) => code === 'extra_spec.page_size_does_not_boot');
}

function laterReleases(): ExtraSpecSummary['byTable'] {
  return EXTRA_SPEC_RULES.filter(({ since, until }) => since !== null || until !== null).map(
    ({ name, since, until, source }) => ({
      name: String(name),
      releases: [since === null ? '' : `from ${since}`, until === null ? '' : `before ${until}`].join(' ').trim(),
      source,
    }),
  );
}
