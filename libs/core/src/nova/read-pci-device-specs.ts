import { HexPatternError, compileHexPattern } from './hex-pattern';
import type { PciAddressPattern, PciDeviceSpec } from './pci-device-spec';
import { lenientBoolean, strictBoolean } from './python-values';

export type PciDeviceSpecsResult =
  | {
      readonly ok: true;
      readonly specs: readonly PciDeviceSpec[];
      /** What Nova takes and an operator may not have meant, such as a key that is none of Nova's. */
      readonly warnings: readonly string[];
    }
  | { readonly ok: false; readonly problem: string };

type RawSpec = Readonly<Record<string, unknown>>;

/** Says what Nova refuses to start on, or what cannot be read here; never leaves this file. */
class SpecError extends Error {}

/**
 * Reads one value of `[pci]device_spec` (before Zed `passthrough_whitelist`): an object, or a list of them
 * (`nova/pci/whitelist.py`, `nova/pci/devspec.py PciDeviceSpec`). Refused is what Nova refuses to start on, and regular
 * expressions beyond {@link compileHexPattern}. `resource_class` and `traits` are for Placement and not kept.
 *
 * @param document parsed JSON
 * @returns the entries in their order, or the first thing wrong, to be shown to the operator
 */
export function readPciDeviceSpecs(document: unknown): PciDeviceSpecsResult {
  const entries: readonly unknown[] = Array.isArray(document) ? document : [document];
  const specs: PciDeviceSpec[] = [];
  const warnings: string[] = [];
  for (const [index, entry] of entries.entries()) {
    const at = Array.isArray(document) ? `entry ${index}: ` : '';
    try {
      if (!isRecord(entry)) throw new SpecError('not an object');
      specs.push(specOf(entry));
      warnings.push(...unknownKeys(entry).map((warning) => `${at}${warning}`));
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      return { ok: false, problem: `${at}${error.message}` };
    }
  }
  return { ok: true, specs, warnings };
}

function specOf(entry: RawSpec): PciDeviceSpec {
  const devname = textOr(entry, 'devname', null);
  const address = addressOf(entry['address']);
  if (devname !== null && address !== null) throw new SpecError('address and devname exclude each other');
  const physicalNetwork = physicalNetworkOf(entry);
  const isManaged = strictTag(entry, 'managed');
  const isLiveMigratable = strictTag(entry, 'live_migratable');
  return {
    vendorId: idOf(entry, 'vendor_id'),
    productId: idOf(entry, 'product_id'),
    address,
    devname,
    ...(physicalNetwork === undefined ? {} : { physicalNetwork }),
    isTrusted: String(scalarTag(entry, 'trusted') ?? '').toLowerCase() === 'true',
    isRemoteManaged: lenientBoolean(String(scalarTag(entry, 'remote_managed') ?? '')),
    isOneTimeUse: strictTag(entry, 'one_time_use') ?? false,
    ...(isManaged === undefined ? {} : { isManaged }),
    ...(isLiveMigratable === undefined ? {} : { isLiveMigratable }),
  };
}

const KNOWN_KEYS: ReadonlySet<string> = new Set([
  'vendor_id',
  'product_id',
  'address',
  'devname',
  'physical_network',
  'trusted',
  'remote_managed',
  'resource_class',
  'traits',
  'managed',
  'live_migratable',
  'one_time_use',
]);

/** Nova takes any other key for a tag of the operator's, so that a mistyped `vendor_id` makes an entry match everything. */
function unknownKeys(entry: RawSpec): string[] {
  return Object.keys(entry)
    .filter((key) => !KNOWN_KEYS.has(key))
    .map((key) => `"${shortened(key)}" is no key of a device_spec but a tag that restricts nothing`);
}

const ID_MAX = 0xffff;
const ID_DIGITS = 4;

/** Left out or `*`: any. */
function idOf(entry: RawSpec, key: 'vendor_id' | 'product_id'): string | null {
  const value = entry[key];
  if (value === undefined) return null;
  if (typeof value !== 'string') throw new SpecError(`${key} is not a text`);
  const id = key === 'vendor_id' ? value.trim() : value;
  return id === '*' ? null : hexDigits(id, key, ID_MAX, ID_DIGITS);
}

/** Python's `int(text, 16)`: `0A`, `0x0a` and ` a ` are the same number, and are written as sysfs writes it. */
function hexDigits(text: string, what: string, max: number, digits: number): string {
  const match = /^[+]?(?:0[xX]_?)?([0-9a-fA-F]+(?:_[0-9a-fA-F]+)*)$/.exec(text.trim());
  const value = Number.parseInt(match?.[1]?.replaceAll('_', '') ?? '', 16);
  if (Number.isNaN(value)) throw new SpecError(`${what} "${shortened(text)}" is no hexadecimal number`);
  if (value > max) throw new SpecError(`${what} "${shortened(text)}" is above ${max.toString(16).toUpperCase()}`);
  return value.toString(16).padStart(digits, '0');
}

/** What Python takes for nothing is an address left out. */
function addressOf(value: unknown): PciAddressPattern | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'string') return globOf(value);
  if (!isRecord(value)) throw new SpecError('address is neither a text nor an object');
  return Object.keys(value).length === 0 ? null : regexOf(value);
}

const MAX_DOMAIN = 0xffff;
const MAX_BUS = 0xff;
const MAX_SLOT = 0x1f;
const MAX_FUNCTION = 0x7;

/** `[[[domain]:]bus]:]slot[.function]`: parts may be `*`, and those in front or empty may be left out. */
function globOf(text: string): PciAddressPattern {
  const dot = text.indexOf('.');
  const fn = dot < 0 ? '' : text.slice(dot + 1);
  const rest = dot < 0 ? text : text.slice(0, dot);
  const fields = rest === '' ? [] : rest.split(':').map((field) => field.trim());
  if (fields.length > 3) throw new SpecError(`address "${shortened(text)}" has more than domain, bus and slot`);
  const [domain = '', bus = '', slot = ''] = [...Array<string>(3 - fields.length).fill(''), ...fields];
  const part = (field: string, what: string, max: number, digits: number): string | null =>
    field === '' || field === '*' ? null : hexDigits(field, what, max, digits);
  return {
    style: 'glob',
    domain: part(domain, 'domain', MAX_DOMAIN, 4),
    bus: part(bus, 'bus', MAX_BUS, 2),
    slot: part(slot, 'slot', MAX_SLOT, 2),
    // A blank function is none to Nova, and not any.
    function: fn === '' || fn.trim() === '*' ? null : hexDigits(fn.trim(), 'function', MAX_FUNCTION, 1),
  };
}

function regexOf(address: RawSpec): PciAddressPattern {
  const part = (key: 'domain' | 'bus' | 'slot' | 'function'): string | null => {
    const source = address[key];
    if (source === undefined) return null;
    if (typeof source !== 'string') throw new SpecError(`${key} of the address is not a text`);
    try {
      compileHexPattern(source);
    } catch (error) {
      if (!(error instanceof HexPatternError)) throw error;
      throw new SpecError(`${key} "${shortened(source)}" of the address: ${error.message}`);
    }
    return source;
  };
  return {
    style: 'regex',
    domain: part('domain'),
    bus: part('bus'),
    slot: part('slot'),
    function: part('function'),
  };
}

const NETWORK_MAX_LENGTH = 255;

function physicalNetworkOf(entry: RawSpec): string | null | undefined {
  if (!('physical_network' in entry)) return undefined;
  const name = entry['physical_network'];
  if (name === null) return null;
  if (typeof name !== 'string' || name === '' || name.length > NETWORK_MAX_LENGTH || /\p{Cc}|\p{Cs}/u.test(name)) {
    throw new SpecError(`physical_network is neither null nor a name of 1 to ${NETWORK_MAX_LENGTH} characters`);
  }
  return name;
}

/** A tag that Nova reads by oslo's strict `bool_from_string`; what is empty is not said. */
function strictTag(entry: RawSpec, key: string): boolean | undefined {
  const value = scalarTag(entry, key);
  if (value === undefined || value === '' || value === false) return undefined;
  const said = strictBoolean(String(value));
  if (said === null) throw new SpecError(`${key} "${shortened(String(value))}" is neither yes nor no`);
  return said;
}

function scalarTag(entry: RawSpec, key: string): string | number | boolean | undefined {
  const value = entry[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  throw new SpecError(`${key} is neither a text nor a boolean`);
}

function textOr<Default>(entry: RawSpec, key: string, orElse: Default): string | Default {
  const value = entry[key];
  if (value === undefined || value === null || value === '') return orElse;
  if (typeof value !== 'string') throw new SpecError(`${key} is not a text`);
  return value;
}

const SHOWN_LENGTH = 40;

function shortened(text: string): string {
  return text.length <= SHOWN_LENGTH ? text : `${text.slice(0, SHOWN_LENGTH)}…`;
}

function isRecord(value: unknown): value is RawSpec {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
