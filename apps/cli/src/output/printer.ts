import { UsageError } from '../exit-codes';
import type { Surroundings } from '../surroundings';
import { asCell, type Cell, type Column, type Field } from './cell';
import { findColumn, pickColumns } from './columns';
import { jsonFormat } from './formats/json-format';
import { tableFormat } from './formats/table-format';
import { valueFormat } from './formats/value-format';
import { yamlFormat } from './formats/yaml-format';
import type { OutputArguments } from './output-options';
import { sortRows } from './sort-rows';

/** A terminal that does not say how wide it is. */
const USUAL_WIDTH = 80;

/** Writes what a command has found, in the form that was asked for. */
export class Printer {
  constructor(
    private readonly args: OutputArguments,
    private readonly surroundings: Pick<Surroundings, 'stdout' | 'env'>,
  ) {}

  get format(): OutputArguments['output'] {
    return this.args.output;
  }

  /** Whether columns were asked for by name. */
  get hasColumns(): boolean {
    return (this.args.column ?? []).length > 0;
  }

  /** @throws UsageError for a column that there is not */
  list<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): void {
    const { column: asked = [], long = false, 'sort-column': sortBy = [], 'sort-descending': down = false } = this.args;
    const shown = asked.length > 0 ? pickColumns(columns, asked) : columns.filter(({ isLong }) => long || !isLong);
    const sorting = sortBy.map((name) => findColumn(columns, name));
    const all = rows.map((row) => columns.map((column) => asCell(column.cell(row))));
    const sorted = sortRows(
      all,
      sorting.map((column) => columns.indexOf(column)),
      down,
    );
    const names = shown.map(({ name }) => name);
    const indexes = shown.map((column) => columns.indexOf(column));
    this.writeList(
      names,
      sorted.map((row) => indexes.map((index) => row[index] ?? { value: null })),
    );
  }

  /** @throws UsageError for a field that there is not */
  show(fields: readonly Field[]): void {
    const { column: asked = [], output, noindent } = this.args;
    const shown = asked.length > 0 ? pickColumns(fields, asked) : fields;
    const document = () => Object.fromEntries(shown.map(({ name, value }) => [name, value ?? null]));
    if (output === 'json') this.write(jsonFormat(document(), !noindent));
    else if (output === 'yaml') this.write(yamlFormat(document()));
    else if (output === 'value') this.write(valueFormat(shown.map((field) => [field])));
    else
      this.writeTable(
        ['Field', 'Value'],
        shown.map((field) => [{ value: field.name }, field]),
      );
  }

  /**
   * The same; a table has only those that `telling` picks, unless columns are asked for. Programs find every field in its
   * place.
   */
  showTelling(fields: readonly Field[], telling: (fields: readonly Field[]) => readonly Field[]): void {
    this.show(this.format === 'table' && !this.hasColumns ? telling(fields) : fields);
  }

  /** Words between tables; nothing where a program reads. */
  heading(text: string): void {
    if (this.format === 'table') this.write(`${text}\n`);
  }

  private writeList(names: readonly string[], rows: readonly (readonly Cell[])[]): void {
    const { output, noindent, 'print-empty': printEmpty = false } = this.args;
    const documents = () =>
      rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index]?.value ?? null])));
    if (output === 'json') this.write(jsonFormat(documents(), !noindent));
    else if (output === 'yaml') this.write(yamlFormat(documents()));
    else if (output === 'value') this.write(valueFormat(rows));
    else if (rows.length === 0 && !printEmpty) this.write('\n');
    else this.writeTable(names, rows);
  }

  private writeTable(names: readonly string[], rows: readonly (readonly Cell[])[]): void {
    this.write(tableFormat(names, rows, this.maxWidth()));
  }

  /** As cliff has it: the option, else `CLIFF_MAX_TERM_WIDTH`, else the terminal's width where that is asked for. */
  private maxWidth(): number | null {
    const { env, stdout } = this.surroundings;
    const told = this.args['max-width'] ?? Number(env['CLIFF_MAX_TERM_WIDTH'] ?? 0);
    if (!Number.isInteger(told) || told < 0) throw new UsageError('--max-width has to be a whole number from 0 up.');
    if (told > 0) return told;
    const isFitted = this.args['fit-width'] || env['CLIFF_FIT_WIDTH'] === '1';
    return isFitted ? (stdout.columns ?? USUAL_WIDTH) : null;
  }

  private write(text: string): void {
    this.surroundings.stdout.write(text);
  }
}
