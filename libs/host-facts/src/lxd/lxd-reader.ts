import type { InventoryFacts, PfFacts, SettingFacts } from '@iopath/core';
import { type ImportReader, UnreadableImport } from '../import/import-reader';
import {
  integerOf,
  type JsonRecord,
  listOf,
  member,
  memberAt,
  pciAddressOf,
  recordOf,
  textOf,
  withoutUndefined,
} from '../json/json-values';
import { MAX_COUNT, MAX_LONG } from '../json/limits';
import { readJson } from '../json/read-json';
import { SourceNotes } from '../notes/source-notes';
import { cpusOf, numaNodesOf } from './cpus-of-lxd';
import { devicesOf } from './devices-of-lxd';
import { type GroupOf, nicOfLxd } from './nics-of-lxd';

const SOURCE = 'lxd';
const PARTS = ['cpu', 'memory', 'network', 'gpu', 'storage', 'pci'] as const;
const MAX_DEVICES = 65_536;

/** What LXD or Incus tells of the machine that it runs on; MAAS keeps the same of machines that it commissions. */
export const lxdReader: ImportReader = {
  format: SOURCE,
  what: 'Resources of LXD or Incus: `lxc query /1.0/resources`, or the output of `machine-resources` in MAAS.',
  read(bytes) {
    const document = readJson(bytes);
    return factsOf(resourcesIn(document), memberAt(document, 'environment'));
  },
};

/** By itself, in the answer of the API (`metadata`), or beside the environment (`resources`). */
function resourcesIn(document: unknown): JsonRecord {
  const found = [document, member(document, 'metadata'), member(document, 'resources')]
    .map(recordOf)
    .find((place) => PARTS.some((part) => recordOf(place?.[part]) !== undefined));
  if (found !== undefined) return found;
  throw new UnreadableImport('import.not_this_format', `none of ${PARTS.join(', ')} is in the document`);
}

function factsOf(resources: JsonRecord, environment: unknown): InventoryFacts {
  const notes = new SourceNotes();
  const groups = iommuGroups(resources);
  const groupOf: GroupOf = (address) => groups?.get(address);
  const cpus = cpusOf(resources, notes);
  const numaNodes = numaNodesOf(resources, cpus, notes);
  const tellsNics = recordOf(resources['network']) !== undefined;
  const tellsDevices = recordOf(resources['gpu']) !== undefined || recordOf(resources['storage']) !== undefined;
  noteGaps(numaNodes !== undefined, groups !== null, notes);
  return {
    source: SOURCE,
    observedAtMs: null,
    settings: settingsOf(cpus.settings, groups !== null, environment),
    ...(numaNodes === undefined ? {} : { numaNodes }),
    ...(tellsNics ? { pfs: pfsOf(resources, groupOf, notes) } : {}),
    ...(tellsDevices
      ? { pciDevices: devicesOf(resources, groupOf, notes), partialLists: ['pciDevices'] as const }
      : {}),
    unseen: notes.unseen,
    assumed: notes.assumed,
    warnings: notes.warnings,
  };
}

function pfsOf(resources: JsonRecord, groupOf: GroupOf, notes: SourceNotes): readonly PfFacts[] {
  const cards = listOf(memberAt(resources, 'network', 'cards'));
  if (cards.length > MAX_DEVICES) throw new UnreadableImport('import.too_large', `more than ${MAX_DEVICES} cards`);
  const pfs = new Map<string, PfFacts>();
  for (const card of cards) {
    const pf = nicOfLxd(card, groupOf, notes);
    if (pf !== null && pfs.has(pf.address))
      notes.warn(`${pf.address} is listed before already, and the first entry counts`);
    else if (pf !== null) pfs.set(pf.address, pf);
  }
  return [...pfs.values()];
}

/**
 * IOMMU groups by address. LXD writes the group 0 for both the group 0 and none: where no device has another one, nothing is
 * known of groups, and null is given.
 */
function iommuGroups(resources: JsonRecord): ReadonlyMap<string, number> | null {
  const groups = new Map<string, number>();
  for (const device of listOf(memberAt(resources, 'pci', 'devices'))) {
    const address = pciAddressOf(member(device, 'pci_address'));
    const group = integerOf(member(device, 'iommu_group'), 0, MAX_COUNT);
    if (address !== undefined && group !== undefined) groups.set(address, group);
  }
  return [...groups.values()].some((group) => group > 0) ? groups : null;
}

function settingsOf(cpu: NonNullable<SettingFacts['cpu']>, hasGroups: boolean, environment: unknown): SettingFacts {
  const kernel = textOf(member(environment, 'kernel_version'), MAX_LONG);
  return withoutUndefined({
    cpu: Object.keys(cpu).length === 0 ? undefined : cpu,
    iommu: hasGroups ? { enabled: true } : undefined,
    versions: kernel === undefined ? undefined : { kernel },
  });
}

function noteGaps(tellsNodes: boolean, tellsGroups: boolean, notes: SourceNotes): void {
  const format = 'the resources of LXD have no place for it';
  for (const fact of ['numa_nodes.distances', 'pfs.mtu', 'pfs.vfs.queues']) notes.notTold(fact, format);
  notes.notTold('numa_nodes.pages', 'LXD counts huge pages of the default size only');
  if (!tellsNodes) notes.notTold('numa_nodes', 'neither CPUs nor memory are in the document');
  if (!tellsGroups) notes.notTold('iommu.enabled', 'no device has an IOMMU group other than 0, which may mean none');
}
