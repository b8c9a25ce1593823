import type { InventoryFacts, NumaNodeFacts, SettingFacts } from '@iopath/core';
import type { ImportReader } from '../import/import-reader';
import { integerOf, memberAt, textOf, withoutUndefined } from '../json/json-values';
import { MAX_COUNT, MAX_LONG, MAX_SHORT } from '../json/limits';
import { readJson } from '../json/read-json';
import { SourceNotes } from '../notes/source-notes';
import { type Inspection, inspectionOf } from './inspection';
import { devicesOf } from './nics-of-inspection';
import { numaNodesOf } from './numa-of-inspection';

const SOURCE = 'ironic';

/** What ironic found when it inspected the node: the bare machine, before anybody made VFs or set memory aside. */
export const ironicReader: ImportReader = {
  format: SOURCE,
  what: "Ironic's inspection data: `GET /v1/nodes/{id}/inventory`, introspection data, or the list of extra-hardware.",
  read: (bytes) => factsOf(inspectionOf(readJson(bytes))),
};

function factsOf(inspection: Inspection): InventoryFacts {
  const notes = new SourceNotes();
  const numaNodes = numaNodesOf(inspection, notes);
  const { pfs, pciDevices } = devicesOf(inspection, notes);
  const listsAll = inspection.pciDevices !== undefined;
  noteGaps(inspection, numaNodes, notes);
  return {
    source: SOURCE,
    observedAtMs: null,
    settings: settingsOf(inspection, numaNodes),
    ...(numaNodes === undefined ? {} : { numaNodes }),
    pfs,
    ...(listsAll ? { pciDevices } : { partialLists: ['pfs'] as const }),
    unseen: notes.unseen,
    assumed: notes.assumed,
    warnings: notes.warnings,
  };
}

/** Kernel and command line are those of the ramdisk that inspected, and so nothing of the host's. */
function settingsOf({ inventory, extra }: Inspection, numaNodes: readonly NumaNodeFacts[] | undefined): SettingFacts {
  const arch = textOf(memberAt(inventory, 'cpu', 'architecture'), MAX_SHORT) ?? extra.get('system', 'kernel', 'arch');
  const model = textOf(memberAt(inventory, 'cpu', 'model_name'), MAX_LONG) ?? extra.get('cpu', 'physical_0', 'product');
  const told = numaNodes?.filter(({ siblings }) => siblings !== undefined) ?? [];
  const smtActive = told.length === 0 ? undefined : told.some(({ siblings = [] }) => siblings.length > 0);
  const cpu = withoutUndefined({ arch: textOf(arch, MAX_SHORT), model, smtActive });
  return Object.keys(cpu).length === 0 ? {} : { cpu };
}

function noteGaps(
  { inventory, extra, pciDevices }: Inspection,
  numaNodes: readonly NumaNodeFacts[] | undefined,
  notes: SourceNotes,
): void {
  const format = 'inspection data have no place for it';
  for (const fact of ['pfs.total_vfs', 'pfs.vfs', 'pfs.iommu_group', 'numa_nodes.pages']) notes.notTold(fact, format);
  if (pciDevices === undefined) notes.notTold('pci_devices', 'the collector pci-devices was not on');
  if (numaNodes !== undefined) return;
  const cpus = integerOf(memberAt(inventory, 'cpu', 'count') ?? extra.get('cpu', 'logical', 'number'), 1, MAX_COUNT);
  const counted = cpus === undefined ? '' : `: ${cpus} CPUs are counted, and nothing says on which nodes they are`;
  notes.notTold('numa_nodes', `the collector numa-topology was not on${counted}`);
}
