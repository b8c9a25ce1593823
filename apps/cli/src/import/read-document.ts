import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { UsageError } from '../exit-codes';
import type { Surroundings } from '../surroundings';

/** As much as the service takes of a request or an inventory. */
const LARGEST_BYTES = 16 * 1024 * 1024;

/** How standard input is called; the second name is what yargs passes on where a list of files is wanted. */
const STDIN: readonly string[] = ['-', '/dev/stdin'];

export function isStdin(file: string): boolean {
  return STDIN.includes(file);
}

/**
 * A YAML or JSON document; `-` is standard input.
 *
 * @throws UsageError when there is none to read
 */
export async function readDocument(file: string, surroundings: Surroundings): Promise<unknown> {
  const bytes = isStdin(file) ? await surroundings.readStdin() : readFile(file, surroundings.workingDirectory);
  const name = isStdin(file) ? 'Standard input' : file;
  if (bytes.byteLength > LARGEST_BYTES) throw new UsageError(`${name} is larger than ${LARGEST_BYTES} bytes.`);
  const document = parseDocument(new TextDecoder().decode(bytes));
  const [error] = document.errors;
  if (error !== undefined) throw new UsageError(`${name} is neither YAML nor JSON: ${error.message}`);
  return document.toJS() as unknown;
}

/** @throws UsageError telling why it cannot be read */
export function readFile(file: string, workingDirectory: string): Uint8Array {
  try {
    return readFileSync(path.resolve(workingDirectory, file));
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new UsageError(`${file} cannot be read (${code}).`);
  }
}
