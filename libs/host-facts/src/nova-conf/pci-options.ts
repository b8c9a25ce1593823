import {
  type PciAliasDefinition,
  type PciDeviceSpec,
  type PciPassthrough,
  readPciAliases,
  readPciDeviceSpecs,
} from '@iopath/core';
import { UnreadableImport } from '../import/import-reader';
import { hasMember } from '../json/json-values';
import { parseJson } from '../json/read-json';
import type { SourceNotes } from '../notes/source-notes';
import { type NovaOption, type NovaOptions } from './nova-options';
import { wrong } from './option-values';

const MAX_SPECS = 256;
const MAX_ALIASES = 256;

/** The oldest release whose rules for aliases the service knows; later ones refuse more, which is for nova-api to say. */
const LENIENT = 'zed';

/**
 * What `[pci]device_spec` and `[pci]alias` say, each as often as it stands there. A file that sets no device_spec says that
 * Nova gives out nothing (`nova/conf/pci.py`, default `[]`).
 *
 * @throws UnreadableImport where Nova would not start
 */
export function passthroughOf(options: NovaOptions, notes: SourceNotes): PciPassthrough {
  const deviceSpecs = deviceSpecsOf(options, notes);
  if (deviceSpecs.length === 0) notes.warn('no [pci]device_spec is set, so Nova gives out no PCI device of this host');
  return { deviceSpecs, aliases: aliasesOf(options, notes) };
}

function deviceSpecsOf(options: NovaOptions, notes: SourceNotes): readonly PciDeviceSpec[] {
  const set = options.all(
    ['pci', 'device_spec'],
    ['pci', 'passthrough_whitelist'],
    ['DEFAULT', 'pci_passthrough_whitelist'],
  );
  const specs: PciDeviceSpec[] = [];
  for (const option of set) {
    const read = readPciDeviceSpecs(jsonOf(option));
    if (!read.ok) throw wrong(option, `is no device_spec: ${read.problem}`);
    specs.push(...read.specs);
    for (const warning of read.warnings) notes.warn(`${option.where}: ${warning}`);
    if (specs.length > MAX_SPECS) {
      throw new UnreadableImport('import.too_large', `more than ${MAX_SPECS} entries of device_spec`, option.where);
    }
  }
  return specs;
}

function aliasesOf(options: NovaOptions, notes: SourceNotes): readonly PciAliasDefinition[] {
  const set = options.all(['pci', 'alias'], ['DEFAULT', 'pci_alias']);
  if (set.length > MAX_ALIASES) {
    throw new UnreadableImport('import.too_large', `more than ${MAX_ALIASES} aliases`, set[MAX_ALIASES]?.where);
  }
  const documents: unknown[] = [];
  for (const option of set) {
    const document = jsonOf(option);
    // Each is a class of its own in Placement, and no property of a device.
    if (hasMember(document, 'resource_class') || hasMember(document, 'traits')) {
      notes.warn(`${option.where}: an alias by resource class or traits is matched in Placement, and is left out`);
      continue;
    }
    documents.push(document);
    const read = readPciAliases(documents, LENIENT);
    if (!read.ok) throw wrong(option, `is no alias: ${read.problem.replace(/^entry \d+: /, '')}`);
  }
  const read = readPciAliases(documents, LENIENT);
  return read.ok ? read.definitions : [];
}

function jsonOf(option: NovaOption): unknown {
  try {
    return parseJson(option.value);
  } catch (error) {
    if (error instanceof UnreadableImport)
      throw new UnreadableImport(error.code, 'the value is not JSON', option.where);
    throw error;
  }
}
