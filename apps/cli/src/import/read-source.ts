import { statSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../exit-codes';
import type { Surroundings } from '../surroundings';
import { guessFormat } from './guess-format';
import { packFolder } from './pack-folder';
import { isStdin, readFile } from './read-document';

/** As the service takes it. */
export interface Source {
  readonly format: string;
  readonly bytes: Uint8Array;
  /** Files of a folder that were left out. */
  readonly left: number;
}

/** Which format is found out by the content. */
export const AUTO = 'auto';

/** Formats whose bytes are no text, so that two of them are not one. */
const ARCHIVES: readonly string[] = ['sysfs', 'umockdev'];

/**
 * What is to be imported of one host: one file, several texts put together (libvirt's capabilities and its devices), a
 * folder with a captured tree, or standard input (`-`).
 *
 * @throws UsageError when it cannot be read, or nobody knows what it is
 */
export async function readSource(
  files: readonly string[],
  format: string,
  surroundings: Surroundings,
): Promise<Source> {
  const [first = '-', ...others] = files;
  const { workingDirectory } = surroundings;
  if (isFolder(first, workingDirectory)) {
    if (others.length > 0) throw new UsageError('A folder is imported by itself.');
    if (format !== AUTO && format !== 'sysfs') throw new UsageError(`${first} is a folder, which is of format sysfs.`);
    return { format: 'sysfs', ...(await packFolder(path.resolve(workingDirectory, first))) };
  }
  const parts: Uint8Array[] = [];
  for (const file of files) {
    parts.push(isStdin(file) ? await surroundings.readStdin() : readFile(file, workingDirectory));
  }
  const found = format === AUTO ? commonFormat(files, parts) : format;
  if (parts.length > 1 && ARCHIVES.includes(found)) throw new UsageError('Only texts can be put together.');
  return { format: found, bytes: joined(parts), left: 0 };
}

function isFolder(file: string, workingDirectory: string): boolean {
  if (isStdin(file)) return false;
  return statSync(path.resolve(workingDirectory, file), { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function commonFormat(files: readonly string[], parts: readonly Uint8Array[]): string {
  const formats = parts.map(guessFormat);
  const unknown = formats.indexOf(null);
  const named = (index: number) => (isStdin(files[index] ?? '') ? 'Standard input' : files[index]);
  if (unknown >= 0) throw new UsageError(`${named(unknown)} is like no format that is known; --format names it.`);
  const [first = AUTO] = formats.filter((format) => format !== null);
  const other = formats.findIndex((format) => format !== first);
  if (other > 0) {
    throw new UsageError(`${named(0)} is ${first}, and ${named(other)} is ${formats[other]}: import them one by one.`);
  }
  return first;
}

/** Parted by a line break, so that the last line of one is not the first of the next. */
function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  return Buffer.concat(parts.flatMap((part, index) => (index === 0 ? [part] : [Buffer.from('\n'), part])));
}
