import { UNSEEN_REASONS } from '../../inventory';
import type { InventoryFacts, PciPassthrough } from '../inventory-facts';
import {
  BRIDGE_FIELDS,
  bridgeName,
  type FactFields,
  NETWORK_AFFINITY_FIELDS,
  networkName,
  NODE_FIELDS,
  nodeId,
  PCI_DEVICE_FIELDS,
  PF_FIELDS,
  SETTING_FIELDS,
  SETTING_GROUPS,
  VF_FIELDS,
} from './fact-fields.data';
import { wireName } from './layers';
import { pciAddress, type Taken, text } from './taken';

type Fields = Readonly<Record<string, unknown>>;
type Warn = (warning: string) => void;

/** Notes on facts that a document holds at most of each kind. */
const MAX_NOTES = 2048;
const MAX_WARNINGS = 256;
const MAX_NOTE_TEXT = 1024;
const MAX_FACT_NAME = 255;
const MAX_SOURCE = 64;
const MAX_PASSTHROUGH_ENTRIES = 1024;

/**
 * What of a source's facts an inventory document can hold: addresses and ids in their one form, numbers in range, texts
 * without control characters. The rest is left out, with a warning where somebody could want to know.
 */
export function soundFacts(facts: InventoryFacts): InventoryFacts {
  const warnings: string[] = [];
  const warn = (warning: string): void => void warnings.push(warning);
  const things = (list: readonly object[] | undefined, name: string, key: string, take: Taken, fields: FactFields) =>
    list?.flatMap((thing) => soundThing(thing as Fields, name, key, take, fields, warn));
  const pfs = facts.pfs?.flatMap((pf) =>
    soundThing(pf as unknown as Fields, 'pfs', 'address', pciAddress, PF_FIELDS, warn).map((sound) => {
      const name = `pfs/${String(sound['address'])}/vfs`;
      const vfs = things(pf.vfs, name, 'address', pciAddress, VF_FIELDS);
      return vfs === undefined ? sound : { ...sound, vfs };
    }),
  );
  const bridges = things(facts.bridges, 'bridges', 'name', bridgeName, BRIDGE_FIELDS);
  const sound: Fields = {
    settings: facts.settings && soundSettings(facts.settings, warn),
    numaNodes: things(facts.numaNodes, 'numa_nodes', 'id', nodeId, NODE_FIELDS),
    pfs,
    pciDevices: things(facts.pciDevices, 'pci_devices', 'address', pciAddress, PCI_DEVICE_FIELDS),
    bridges: bridges?.map((bridge) => ({ physicalNetwork: null, uplinkMbps: null, hwOffload: null, ...bridge })),
    networkNumaAffinity: things(
      facts.networkNumaAffinity,
      'network_numa_affinity',
      'physicalNetwork',
      (network) => (network === null ? null : networkName(network)),
      NETWORK_AFFINITY_FIELDS,
    ),
    passthrough: facts.passthrough && soundPassthrough(facts.passthrough, warn),
    partialLists: facts.partialLists,
  };
  return {
    ...(Object.fromEntries(
      Object.entries(sound).filter(([, value]) => value !== undefined),
    ) as Partial<InventoryFacts>),
    source: shownText(facts.source, MAX_SOURCE) || 'unknown',
    observedAtMs: isTime(facts.observedAtMs) ? facts.observedAtMs : null,
    unseen: facts.unseen
      .filter(({ reason }) => UNSEEN_REASONS.includes(reason))
      .slice(0, MAX_NOTES)
      .map(({ fact, reason, detail }) => ({ fact: factName(fact), reason, detail: note(detail) })),
    assumed: facts.assumed.slice(0, MAX_NOTES).map(({ fact, why }) => ({ fact: factName(fact), why: note(why) })),
    warnings: shownWarnings([...facts.warnings, ...warnings]),
  };
}

/** At most so many that a person reads them, each of a readable length. */
export function shownWarnings(warnings: readonly string[]): readonly string[] {
  const shown = [...new Set(warnings.slice(0, MAX_WARNINGS * 4).map(note))];
  if (shown.length <= MAX_WARNINGS) return shown;
  return [...shown.slice(0, MAX_WARNINGS - 1), `and ${shown.length - MAX_WARNINGS + 1} more`];
}

function soundThing(thing: Fields, list: string, key: string, take: Taken, fields: FactFields, warn: Warn): Fields[] {
  const name = take(thing[key]) as string | number | null | undefined;
  if (name === undefined) {
    warn(`${list}: an entry has no ${wireName(key)} that can be one; it is left out.`);
    return [];
  }
  return [
    { [key]: name, ...soundFields(thing, fields, `${list}/${typeof name === 'object' ? '-' : String(name)}`, warn) },
  ];
}

function soundSettings(settings: Fields, warn: Warn): Fields {
  const groups = Object.entries(SETTING_GROUPS).flatMap(([group, fields]) => {
    const told = settings[group];
    if (typeof told !== 'object' || told === null) return [];
    return [[group, soundFields(told as Fields, fields, wireName(group), warn)] as const];
  });
  return { ...soundFields(settings, SETTING_FIELDS, '', warn), ...Object.fromEntries(groups) };
}

function soundFields(told: Fields, fields: FactFields, thing: string, warn: Warn): Fields {
  const sound: Record<string, unknown> = {};
  for (const [field, take] of Object.entries(fields)) {
    const value = told[field];
    // Unknown and false are what leaving out means for some fields: nothing is lost there.
    if (value === undefined || value === null || value === 'unknown') continue;
    const taken = take(value);
    if (taken !== undefined) sound[field] = taken;
    else if (value !== -1 && value !== false && value !== '') {
      warn(`${[thing, wireName(field)].filter((part) => part !== '').join('/')}: what it is said to be cannot be.`);
    }
  }
  return sound;
}

/** Entries with control characters match nothing that is there. */
function soundPassthrough({ deviceSpecs, aliases }: PciPassthrough, warn: Warn): PciPassthrough {
  const clean = <Entry extends object>(entries: readonly Entry[], name: string): readonly Entry[] => {
    const kept = entries.slice(0, MAX_PASSTHROUGH_ENTRIES).filter((entry) => textsIn(entry).every(isCleanText));
    if (kept.length < entries.length)
      warn(`${name}: ${entries.length - kept.length} entries cannot be; they are left out.`);
    return kept;
  };
  return { deviceSpecs: clean(deviceSpecs, 'device_spec'), aliases: clean(aliases, 'alias') };
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

const isCleanText = (words: string): boolean => words === '' || text(MAX_NOTE_TEXT)(words) !== undefined;

function isTime(ms: number | null): boolean {
  return ms !== null && Number.isInteger(ms) && ms >= 0 && ms <= 253_402_300_799_000;
}

function factName(fact: string): string {
  return shownText(fact, MAX_FACT_NAME) || 'unknown';
}

function note(words: string): string {
  return shownText(words, MAX_NOTE_TEXT) || '-';
}

/** Control characters and halves of surrogate pairs as what Unicode puts for what cannot be shown. */
function shownText(words: string, maxLength: number): string {
  return words.slice(0, maxLength).replace(/[\p{Cc}\p{Cs}]/gu, '\uFFFD');
}
