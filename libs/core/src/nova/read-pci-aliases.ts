import { PCI_DEVICE_TYPES } from '../inventory/inventory';
import { isAtLeast, type OpenStackRelease } from './openstack-release';
import type { PciAliasDefinition } from './pci-alias';
import { PCI_NUMA_POLICIES } from './pci-numa-policy';

export type PciAliasesResult =
  | { readonly ok: true; readonly definitions: readonly PciAliasDefinition[] }
  | { readonly ok: false; readonly problem: string };

/**
 * Reads a list of aliases in Nova's own form, as they stand in `[pci]alias` (`nova/pci/request.py _ALIAS_SCHEMA` and
 * `_get_alias_from_config`). Refused is what Nova refuses (`PciInvalidAlias`), and aliases by resource class or traits,
 * which are matched in Placement and not against the devices of an inventory. `live_migratable` is taken and not used:
 * no inventory tells which devices are tagged so.
 *
 * @param document parsed JSON
 * @returns the definitions in their order, or the first thing wrong, to be shown to the operator
 */
export function readPciAliases(document: unknown, release: OpenStackRelease): PciAliasesResult {
  if (!Array.isArray(document)) return { ok: false, problem: 'not a list of alias objects' };
  const definitions: PciAliasDefinition[] = [];
  const firsts = new Map<string, PciAliasDefinition>();
  for (const [index, entry] of (document as readonly unknown[]).entries()) {
    const problem = isRecord(entry) ? problemOf(entry, release) : 'not an object';
    if (problem !== null) return { ok: false, problem: `entry ${index}: ${problem}` };
    const definition = definitionOf(entry as RawAlias);
    const first = firsts.get(definition.name);
    const mismatch = first === undefined ? null : mismatchOf(first, definition);
    if (mismatch !== null) return { ok: false, problem: `entry ${index}: ${mismatch} for alias "${definition.name}"` };
    if (first === undefined) firsts.set(definition.name, definition);
    definitions.push(definition);
  }
  return { ok: true, definitions };
}

/** An entry whose fields have been checked. */
interface RawAlias {
  readonly name: string;
  readonly vendor_id?: string;
  readonly product_id?: string;
  readonly device_type?: PciAliasDefinition['deviceType'];
  readonly numa_policy?: PciAliasDefinition['numaPolicy'];
}

type FieldCheck = (value: unknown) => string | null;

const oneOf =
  (allowed: readonly string[]): FieldCheck =>
  (value) =>
    allowed.some((each) => each === value) ? null : `not one of ${allowed.join(', ')}`;

const pciId: FieldCheck = (value) =>
  typeof value === 'string' && /^[\da-f]{4}$/i.test(value) ? null : 'not four hexadecimal digits';

const NAME_MAX_LENGTH = 256;

const FIELDS = new Map<string, FieldCheck>([
  [
    'name',
    (value) =>
      typeof value === 'string' && value.trim() !== '' && value.length <= NAME_MAX_LENGTH
        ? null
        : `not a text of 1 to ${NAME_MAX_LENGTH} characters`,
  ],
  ['vendor_id', pciId],
  ['product_id', pciId],
  ['device_type', oneOf(PCI_DEVICE_TYPES)],
  ['numa_policy', oneOf(PCI_NUMA_POLICIES)],
  ['capability_type', oneOf(['pci'])],
  ['live_migratable', oneOf(['yes', 'no'])],
]);

/** Nova's first release that refuses an alias without both ids (handbook 3.2). */
const IDS_NEEDED_SINCE: OpenStackRelease = '2025.2';

function problemOf(entry: Readonly<Record<string, unknown>>, release: OpenStackRelease): string | null {
  if (!('name' in entry)) return 'has no name';
  for (const [key, value] of Object.entries(entry)) {
    const check = FIELDS.get(key);
    if (key === 'resource_class' || key === 'traits') return `${key} is matched in Placement, which is not read here`;
    if (check === undefined) return `"${key}" is not a key of a [pci]alias`;
    const problem = check(value);
    if (problem !== null) return `${key} ${JSON.stringify(value)} is ${problem}`;
  }
  const hasIds = 'vendor_id' in entry && 'product_id' in entry;
  if (!hasIds && isAtLeast(release, IDS_NEEDED_SINCE))
    return `needs vendor_id and product_id from ${IDS_NEEDED_SINCE} on`;
  return null;
}

function definitionOf(entry: RawAlias): PciAliasDefinition {
  return {
    name: entry.name.trim(),
    vendorId: entry.vendor_id?.toLowerCase() ?? null,
    productId: entry.product_id?.toLowerCase() ?? null,
    deviceType: entry.device_type ?? null,
    numaPolicy: entry.numa_policy ?? null,
  };
}

/** Nova's words; it also refuses namesakes that leave the device type out, where it looks for a key that is not there. */
function mismatchOf(first: PciAliasDefinition, next: PciAliasDefinition): string | null {
  if ((first.numaPolicy ?? 'legacy') !== (next.numaPolicy ?? 'legacy')) return 'NUMA policy mismatch';
  if (first.deviceType === null || next.deviceType === null) return 'device_type must be stated in each entry';
  return first.deviceType === next.deviceType ? null : 'Device type mismatch';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
