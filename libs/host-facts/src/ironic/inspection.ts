import { UnreadableImport } from '../import/import-reader';
import { type JsonRecord, listOf, member, memberAt, recordOf, textOf } from '../json/json-values';
import { MAX_LONG } from '../json/limits';

/** What ironic keeps of an inspection, wherever its form has it. What is not there is empty. */
export interface Inspection {
  /** `inventory`: interfaces, cpu, memory, disks. */
  readonly inventory: JsonRecord;
  readonly numaTopology: JsonRecord;
  /** Undefined: the collector `pci-devices` was not on. */
  readonly pciDevices: readonly unknown[] | undefined;
  readonly extra: ExtraHardware;
}

/** Facts of the collector `extra-hardware`: class, item, name, value. */
export class ExtraHardware {
  private readonly classes = new Map<string, Map<string, Map<string, string>>>();

  add(hardwareClass: unknown, item: unknown, name: unknown, value: unknown): void {
    const [classText, itemText, nameText, valueText] = [hardwareClass, item, name, value].map((each) =>
      textOf(each, MAX_LONG),
    );
    if (classText === undefined || itemText === undefined || nameText === undefined || valueText === undefined) return;
    const items = this.classes.get(classText) ?? new Map<string, Map<string, string>>();
    const names = items.get(itemText) ?? new Map<string, string>();
    this.classes.set(classText, items.set(itemText, names.set(nameText, valueText)));
  }

  items(hardwareClass: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
    return this.classes.get(hardwareClass) ?? new Map<string, ReadonlyMap<string, string>>();
  }

  get(hardwareClass: string, item: string, name: string): string | undefined {
    return this.classes.get(hardwareClass)?.get(item)?.get(name);
  }

  get isEmpty(): boolean {
    return this.classes.size === 0;
  }
}

/**
 * Finds the parts in each of the forms that inspection data come in: the answer of `GET /v1/nodes/{id}/inventory`
 * (`inventory` and `plugin_data`), ironic-inspector's introspection data, an inventory by itself, and the list of
 * `[class, item, name, value]` that extra-hardware makes.
 *
 * @throws UnreadableImport when it is none of them
 */
export function inspectionOf(document: unknown): Inspection {
  if (isHardwareList(document)) {
    return { inventory: {}, numaTopology: {}, pciDevices: undefined, extra: extraOf(document) };
  }
  const places = [document, member(document, 'plugin_data'), member(document, 'data')];
  const found = (name: string): unknown => places.map((place) => member(place, name)).find((part) => part != null);
  const inventory = recordOf(found('inventory')) ?? bareInventory(document);
  const pciDevices = found('pci_devices');
  const numaTopology = recordOf(found('numa_topology'));
  const extra = extraOf(...places.map((place) => member(place, 'extra')), memberAt(document, 'plugin_data', 'data'));
  if (inventory === undefined && numaTopology === undefined && !Array.isArray(pciDevices) && extra.isEmpty) {
    throw new UnreadableImport(
      'import.not_this_format',
      'there is neither inventory, numa_topology, pci_devices nor extra',
    );
  }
  return {
    inventory: inventory ?? {},
    numaTopology: numaTopology ?? {},
    pciDevices: Array.isArray(pciDevices) ? listOf(pciDevices) : undefined,
    extra,
  };
}

function bareInventory(document: unknown): JsonRecord | undefined {
  return Array.isArray(member(document, 'interfaces')) ? recordOf(document) : undefined;
}

const MAX_ENTRIES = 200_000;

function isHardwareList(document: unknown): document is readonly unknown[] {
  return Array.isArray(document) && document.some((entry) => Array.isArray(entry) && entry.length === 4);
}

/** As a list, or nested by class, item and name as ironic-inspector keeps it. */
function extraOf(...parts: readonly unknown[]): ExtraHardware {
  const extra = new ExtraHardware();
  for (const part of parts) {
    if (isHardwareList(part)) addList(extra, part);
    else addNested(extra, part);
  }
  return extra;
}

function addList(extra: ExtraHardware, list: readonly unknown[]): void {
  if (list.length > MAX_ENTRIES) {
    throw new UnreadableImport('import.too_large', `${list.length} facts of extra hardware, more than ${MAX_ENTRIES}`);
  }
  for (const entry of list) {
    const [hardwareClass, item, name, value] = listOf(entry);
    extra.add(hardwareClass, item, name, value);
  }
}

function addNested(extra: ExtraHardware, nested: unknown): void {
  for (const [hardwareClass, items] of Object.entries(recordOf(nested) ?? {})) {
    for (const [item, names] of Object.entries(recordOf(items) ?? {})) {
      for (const [name, value] of Object.entries(recordOf(names) ?? {})) extra.add(hardwareClass, item, name, value);
    }
  }
}
