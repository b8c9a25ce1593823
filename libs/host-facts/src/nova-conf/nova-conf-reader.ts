import type { InventoryFacts, NetworkNumaAffinity, SettingFacts } from '@iopath/core';
import { type ImportReader, UnreadableImport } from '../import/import-reader';
import { decodeText } from '../json/decode-text';
import { withoutUndefined } from '../json/json-values';
import { SourceNotes } from '../notes/source-notes';
import { iniSections } from './ini-sections';
import { networkAffinityOf } from './network-affinity';
import { NovaOptions } from './nova-options';
import { booleanOption, cpuSetOption, integerOption, wrong } from './option-values';
import { passthroughOf } from './pci-options';
import { ratiosOf } from './ratios';

const SOURCE = 'nova-conf';
const MAX_BYTES = 4 * 1024 * 1024;
const MAX_MIB = 2 ** 40;
const MIB_PER_GIB = 1024;

/** Nova's sections that other services' files do not have. */
const SECTIONS_OF_NOVA = ['pci', 'compute', 'libvirt', 'glance', 'vnc', 'spice', 'api_database', 'workarounds'];

/**
 * The configuration of a nova-compute: what Nova keeps back, which CPUs it gives to whom, which PCI devices it gives out. What
 * the file does not set is not told, but that without a device_spec no device is given out. Several files that one
 * nova-compute reads can be sent as one, one after another.
 */
export const novaConfReader: ImportReader = {
  format: SOURCE,
  what: 'The configuration file of nova-compute, `/etc/nova/nova.conf`.',
  read(bytes) {
    const options = new NovaOptions(iniSections(decodeText(bytes, MAX_BYTES).replaceAll('\r\n', '\n')));
    if (!SECTIONS_OF_NOVA.some((section) => options.hasSection(section))) {
      throw new UnreadableImport(
        'import.not_this_format',
        `none of the sections ${SECTIONS_OF_NOVA.join(', ')} is there`,
      );
    }
    return factsOf(options);
  },
};

function factsOf(options: NovaOptions): InventoryFacts {
  const notes = new SourceNotes();
  const settings = settingsOf(options, notes);
  const networkNumaAffinity: readonly NetworkNumaAffinity[] | undefined = networkAffinityOf(options);
  const passthrough = passthroughOf(options, notes);
  for (const { where } of options.all(['DEFAULT', 'reserved_huge_pages'])) {
    notes.warn(`${where}: reserved huge pages have no place in an inventory, and count as free there`);
  }
  return {
    source: SOURCE,
    observedAtMs: null,
    settings,
    ...(networkNumaAffinity === undefined ? {} : { networkNumaAffinity }),
    passthrough,
    unseen: notes.unseen,
    assumed: notes.assumed,
    warnings: notes.warnings,
  };
}

function settingsOf(options: NovaOptions, notes: SourceNotes): SettingFacts {
  const reserved = reservedOf(options, notes);
  const allocationRatios = ratiosOf(options, notes);
  const fileBackedMib = integerOption(options.one(['libvirt', 'file_backed_memory']), 0, MAX_MIB);
  return withoutUndefined({
    ...cpuSetsOf(options, notes),
    reserved: isEmpty(reserved) ? undefined : reserved,
    allocationRatios: isEmpty(allocationRatios) ? undefined : allocationRatios,
    fileBackedMemory: fileBackedMib === undefined ? undefined : fileBackedMib > 0,
    maxQueues: integerOption(options.one(['libvirt', 'max_queues']), 1, 4096),
    packingHostNumaCellsAllocationStrategy: booleanOption(
      options.one(['compute', 'packing_host_numa_cells_allocation_strategy']),
    ),
  });
}

/**
 * `vcpu_pin_set` (before Train) says which CPUs VMs run on at all, and is what shared CPUs are today. Nova refuses it next to
 * `cpu_dedicated_set`, and lets it win over `cpu_shared_set` (`nova/virt/libvirt/driver.py _check_vcpu_pinning`).
 */
function cpuSetsOf(options: NovaOptions, notes: SourceNotes): Pick<SettingFacts, 'cpuDedicatedSet' | 'cpuSharedSet'> {
  const dedicated = options.one(['compute', 'cpu_dedicated_set']);
  const shared = options.one(['compute', 'cpu_shared_set']);
  const pinSet = options.one(['DEFAULT', 'vcpu_pin_set']);
  const cpuDedicatedSet = cpuSetOption(dedicated);
  const cpuSharedSet = cpuSetOption(pinSet ?? shared);
  if (pinSet !== null) {
    if (dedicated !== null) throw wrong(pinSet, 'cannot stand next to [compute]cpu_dedicated_set');
    notes.warn(`${pinSet.where}: vcpu_pin_set is taken for cpu_shared_set`);
    notes.assume('cpu_shared_set', "of vcpu_pin_set, which is how Nova's VCPU inventory reads it");
  }
  const both = cpuDedicatedSet?.filter((cpu) => cpuSharedSet?.includes(cpu) === true) ?? [];
  if (dedicated !== null && both.length > 0) throw wrong(dedicated, 'shares CPUs with [compute]cpu_shared_set');
  return withoutUndefined({ cpuDedicatedSet, cpuSharedSet });
}

/** Nova counts disk in MiB here and gives it out in GiB: what is begun is kept back whole. */
function reservedOf(options: NovaOptions, notes: SourceNotes): NonNullable<SettingFacts['reserved']> {
  const cpus = options.one(['DEFAULT', 'reserved_host_cpus']);
  const diskMib = integerOption(options.one(['DEFAULT', 'reserved_host_disk_mb']), 0, MAX_MIB);
  const reservedCpus = integerOption(cpus, 0, 8192);
  const hasSets = ['cpu_dedicated_set', 'cpu_shared_set'].some((name) => options.one(['compute', name]) !== null);
  if (cpus !== null && reservedCpus !== 0 && hasSets) {
    notes.warn(`${cpus.where}: Nova does not take reserved_host_cpus next to cpu_dedicated_set or cpu_shared_set`);
  }
  return withoutUndefined({
    cpus: reservedCpus,
    memoryMib: integerOption(options.one(['DEFAULT', 'reserved_host_memory_mb']), 0, MAX_MIB),
    diskGib: diskMib === undefined ? undefined : Math.ceil(diskMib / MIB_PER_GIB),
  });
}

function isEmpty(facts: object): boolean {
  return Object.keys(facts).length === 0;
}
