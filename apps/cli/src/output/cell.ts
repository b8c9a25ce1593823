/** One value as people read it, and as programs do. */
export interface Cell {
  /** For json, yaml and value: as the service gave it. */
  readonly value: unknown;
  /** For tables, lines parted by `\n`; left out: what {@link textOf} makes of the value. */
  readonly text?: string;
}

/** A column of a list. */
export interface Column<Row> {
  /** In words: `Host Name`. */
  readonly name: string;
  /** Shown with `--long`, or when it is asked for by name. */
  readonly isLong?: boolean;
  readonly cell: (row: Row) => Cell | string | number | boolean | null | undefined;
}

/** A field of one thing, by its name on the wire: `host_name`. */
export interface Field extends Cell {
  readonly name: string;
}

export function asCell(given: ReturnType<Column<unknown>['cell']>): Cell {
  return typeof given === 'object' && given !== null ? given : { value: given ?? null };
}

/** What tables show of a value; objects as openstackclient writes them: `key='value', …`. */
export function textOf({ value, text }: Cell): string {
  return text ?? plainText(value);
}

function plainText(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(partText).join(', ');
  if (typeof value === 'object') {
    const known = Object.entries(value).filter(([, part]) => part !== null && part !== undefined);
    return known.map(([key, part]) => `${key}='${partText(part)}'`).join(', ');
  }
  return JSON.stringify(value);
}

function partText(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : plainText(value);
}
