import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { parse, type Info } from 'csv-parse';
import { asInputError, InputError } from './input-error';

/** One row by the names of its columns, and where it stands. */
export interface CsvRow {
  readonly file: string;
  readonly line: number;
  readonly columns: Readonly<Record<string, string>>;
}

/**
 * Reads a CSV file with a header, row by row; one whose name ends in `.gz` is unpacked on the way.
 *
 * @param limit rows to read at most; the rest of the file is not looked at.
 * @throws InputError for a file that cannot be read, or is no such CSV.
 */
export async function* csvRows(file: string, limit = Infinity): AsyncGenerator<CsvRow, void, undefined> {
  const to = Number.isFinite(limit) ? { to: limit } : {};
  const parser = parse({ columns: true, bom: true, info: true, skip_empty_lines: true, trim: true, ...to });
  const source = createReadStream(file);
  const read = file.endsWith('.gz') ? pipeline(source, createGunzip(), parser) : pipeline(source, parser);
  // Whoever reads the rows gets the error; the pipeline's own promise would be an unhandled one.
  read.catch((error: unknown) => parser.destroy(error instanceof Error ? error : new Error(String(error))));
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      yield { file, line: info.lines, columns: record };
    }
  } catch (error) {
    throw asInputError(file, error);
  } finally {
    source.destroy();
  }
}

interface Parsed {
  readonly record: Readonly<Record<string, string>>;
  readonly info: Info;
}

/** @throws InputError that names the line, for a column that is missing or no number from `least` up. */
export function numberIn({ file, line, columns }: CsvRow, column: string, least = 0): number {
  const text = columns[column];
  if (text === undefined) throw new InputError(`${file}, line ${line}: there is no column ${column}`);
  const value = Number(text);
  if (text !== '' && Number.isFinite(value) && value >= least) return value;
  throw new InputError(`${file}, line ${line}: ${column} is "${text}" and has to be a number from ${least} up`);
}

/** @throws InputError that names the line, for a column that is missing or empty. */
export function textIn({ file, line, columns }: CsvRow, column: string): string {
  const text = columns[column] ?? '';
  if (text === '') throw new InputError(`${file}, line ${line}: ${column} is missing`);
  return text;
}
