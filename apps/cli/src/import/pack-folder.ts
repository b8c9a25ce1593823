import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { createGzip } from 'node:zlib';
import { type Pack, pack as newPack } from 'tar-stream';
import { UsageError } from '../exit-codes';

const MIB = 1024 * 1024;

/** What a captured host stays below by far; more is a folder that was not meant. */
const MOST_ENTRIES = 400_000;
const MOST_BYTES = 256 * MIB;
/** `/proc/interrupts` of a large machine has some MiB; what is larger is a log, or memory of a device. */
const LARGEST_FILE = 8 * MIB;
/** Folders of processes have thousands of files, and nothing that is read. */
const PROCESS_FOLDER = /(^|\/)proc\/\d+$/;

interface Packed {
  readonly bytes: Uint8Array;
  /** Files that may not be read, or are too large. */
  readonly left: number;
}

/**
 * A captured tree (`sys`, `proc`, `etc` of a host) as a tar archive, packed by gzip. Links stay links; one that leads out
 * of the folder is left out, as the service refuses it.
 *
 * @throws UsageError when there is more than any host has
 */
export async function packFolder(folder: string): Promise<Packed> {
  const archive = newPack();
  const gzip = archive.pipe(createGzip());
  const chunks: Buffer[] = [];
  const ended = (async () => {
    for await (const chunk of gzip) chunks.push(chunk as Buffer);
  })();
  const counts = { entries: 0, bytes: 0, left: 0 };
  try {
    await addFolder(archive, folder, '', counts);
  } catch (error) {
    archive.destroy();
    gzip.destroy();
    await ended.catch(() => undefined);
    throw error;
  }
  archive.finalize();
  await ended;
  return { bytes: Buffer.concat(chunks), left: counts.left };
}

type Counts = Record<'entries' | 'bytes' | 'left', number>;

/** @param within the path below the root, empty for the root itself */
async function addFolder(archive: Pack, root: string, within: string, counts: Counts): Promise<void> {
  for (const entry of entriesOf(path.join(root, within), counts)) {
    const name = within === '' ? entry.name : `${within}/${entry.name}`;
    counts.entries += 1;
    if (counts.entries > MOST_ENTRIES || counts.bytes > MOST_BYTES) {
      throw new UsageError(`${root} has more files than a captured host has: is it the right folder?`);
    }
    if (entry.isDirectory()) {
      if (!PROCESS_FOLDER.test(name)) await addFolder(archive, root, name, counts);
    } else if (entry.isSymbolicLink()) {
      addLink(archive, root, name);
    } else if (entry.isFile()) {
      await addFile(archive, root, name, counts);
    }
  }
}

function entriesOf(folder: string, counts: Counts) {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.sort((left, right) => (left.name < right.name ? -1 : 1));
  } catch {
    counts.left += 1;
    return [];
  }
}

function addLink(archive: Pack, root: string, name: string): void {
  const linkname = readlinkSync(path.join(root, name));
  const leadsTo = path.posix.normalize(path.posix.join(path.posix.dirname(name), linkname));
  if (!linkname.startsWith('/') && leadsTo.split('/')[0] === '..') return;
  archive.entry({ name, type: 'symlink', linkname, mtime: new Date(0) });
}

/** What was written is waited for, so that the whole tree is never in memory unpacked. */
async function addFile(archive: Pack, root: string, name: string, counts: Counts): Promise<void> {
  const content = contentOf(path.join(root, name));
  if (content === null) {
    counts.left += 1;
    return;
  }
  counts.bytes += content.byteLength;
  await new Promise<void>((resolve, reject) => {
    archive.entry({ name, mtime: new Date(0) }, content, (error) => (error ? reject(error) : resolve()));
  });
}

/** A file of the live sysfs says that it has 4096 bytes, and has less: what counts is what can be read. */
function contentOf(file: string): Buffer | null {
  try {
    const handle = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      return fstatSync(handle).size > LARGEST_FILE ? null : readFileSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch {
    return null;
  }
}
