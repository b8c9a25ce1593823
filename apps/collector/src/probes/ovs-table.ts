import { recordOf } from './probe';

/** A row of Open vSwitch's database: columns by name, sets as lists, maps as maps. */
export type OvsRow = ReadonlyMap<string, OvsValue>;
export type OvsValue = OvsAtom | readonly OvsAtom[] | ReadonlyMap<string, OvsAtom>;
type OvsAtom = string | number | boolean;

/**
 * Reads what `ovs-vsctl --format=json list TABLE` writes (RFC 7047, section 5.1: atoms, `["uuid", …]`, `["set", […]]`,
 * `["map", [[key, value], …]]`). Null when it is none.
 */
export function readOvsTable(document: unknown): readonly OvsRow[] | null {
  const table = recordOf(document);
  const headings: unknown = table?.['headings'];
  const data: unknown = table?.['data'];
  if (!Array.isArray(headings) || !Array.isArray(data)) return null;
  return data.map((row: unknown) => {
    const values: readonly unknown[] = Array.isArray(row) ? row : [];
    return new Map(headings.map((name, index) => [String(name), valueOf(values[index])]));
  });
}

/** The elements of a set; a set of one is written as the element alone. */
export function setOf(row: OvsRow | undefined, column: string): readonly OvsAtom[] {
  const value = row?.get(column);
  if (value === undefined || value instanceof Map) return [];
  return Array.isArray(value) ? (value as readonly OvsAtom[]) : [value as OvsAtom];
}

/** The text of a column; empty when it is not set. */
export function textOf(row: OvsRow | undefined, column: string): string {
  const [first] = setOf(row, column);
  return first === undefined ? '' : String(first);
}

/** A value of a column that holds a map: `external_ids`, `other_config`, `options`. */
export function entryOf(row: OvsRow | undefined, column: string, key: string): string | undefined {
  const value = row?.get(column);
  const entry = value instanceof Map ? (value as ReadonlyMap<string, OvsAtom>).get(key) : undefined;
  return entry === undefined ? undefined : String(entry);
}

function valueOf(value: unknown): OvsValue {
  if (!Array.isArray(value)) return atomOf(value);
  const [kind, content] = value as readonly unknown[];
  if (!Array.isArray(content)) return atomOf(content);
  const elements = content as readonly unknown[];
  if (kind === 'set') return elements.map((each) => (Array.isArray(each) ? atomOf(each[1]) : atomOf(each)));
  return new Map(
    elements.filter((each) => Array.isArray(each)).map(([key, entry]: unknown[]) => [String(key), atomOf(entry)]),
  );
}

function atomOf(value: unknown): OvsAtom {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : '';
}
