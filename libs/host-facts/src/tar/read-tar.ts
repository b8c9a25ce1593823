import type { Writable } from 'node:stream';
import { type Extract, extract } from 'tar-stream';
import { UnreadableImport } from '../import/import-reader';
import { MemoryTree } from '../tree/memory-tree';
import { ARCHIVE_BOUNDS, type ArchiveBounds, Bound } from './archive-bounds';
import { checkLinkTarget, entryNames, unsafe } from './entry-path';
import { bytesKept } from './kept-files';
import { unpacked } from './unpack';

/** A tar archive ends with two blocks of zeros (POSIX pax, "ustar Interchange Format"). */
const BLOCK_BYTES = 512;

/** An entry, and its bytes to come. */
type Entry = Extract extends AsyncIterable<infer Source> ? Source : never;

export interface TarRead {
  readonly tree: MemoryTree;
  readonly warnings: readonly string[];
}

/**
 * Reads a tar archive, plain or packed by gzip or bzip2, into memory: links, folders, and those files that something is
 * read from. It is streamed, within {@link ARCHIVE_BOUNDS}, and nothing is written to disk.
 *
 * @throws UnreadableImport `import.malformed`, `import.too_large` or `import.unsafe`.
 */
export async function readTar(bytes: Uint8Array, bounds: ArchiveBounds = ARCHIVE_BOUNDS): Promise<TarRead> {
  const archive = new ArchiveInMemory(bounds);
  // Archives of the 1990s have no magic number; the checksum of each header is checked anyway.
  const entries = extract({ allowUnknownFormat: true } as object);
  const fed = feed(entries, unpacked(bytes, bounds));
  try {
    for await (const entry of entries) await archive.add(entry);
    const last = await fed;
    const warnings = last.every((byte) => byte === 0) ? [] : ['The archive has no end mark: it may be cut off.'];
    return { tree: archive.tree, warnings: [...archive.warnings, ...warnings] };
  } catch (error) {
    entries.destroy();
    // What went wrong first is what stopped the feeding.
    await fed.catch((first: unknown) => {
      throw readable(first);
    });
    throw readable(error);
  }
}

/** @returns the last block */
async function feed(entries: Extract, chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  let last = Buffer.alloc(0);
  try {
    for await (const chunk of chunks) {
      last = Buffer.concat([last, chunk]).subarray(-BLOCK_BYTES);
      if (entries.destroyed) return last;
      if (!entries.write(chunk)) await drained(entries);
    }
    (entries as unknown as Writable).end();
    return last;
  } catch (error) {
    entries.destroy(error as Error);
    throw error;
  }
}

/** Resolves also when it is destroyed, so that nobody waits for ever. */
async function drained(entries: Extract): Promise<void> {
  await new Promise<void>((resolve) => {
    const goOn = (): void => {
      entries.off('drain', goOn);
      entries.off('close', goOn);
      resolve();
    };
    entries.on('drain', goOn);
    entries.on('close', goOn);
  });
}

function readable(error: unknown): UnreadableImport {
  if (error instanceof UnreadableImport) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new UnreadableImport('import.malformed', `This is no tar archive, or it is broken: ${reason}`);
}

class ArchiveInMemory {
  readonly tree = new MemoryTree();
  private readonly links = new Set<string>();
  private readonly entries: Bound;
  private readonly kept: Bound;
  private skipped = 0;

  constructor(private readonly bounds: ArchiveBounds) {
    this.entries = new Bound(bounds.entries, 'entries');
    this.kept = new Bound(bounds.keptBytes, 'bytes in files of sys and proc');
  }

  get warnings(): readonly string[] {
    return this.skipped === 0 ? [] : [`${this.skipped} files are longer than those of a host, and were not read.`];
  }

  async add(entry: Entry): Promise<void> {
    this.entries.add(1);
    const { name, type, linkname } = entry.header;
    const names = entryNames(name, this.bounds);
    this.refuseBelowLinks(names);
    const path = names.join('/');
    if (type === 'directory') this.tree.addFolder(path);
    else if (type === 'symlink') this.addLink(names, linkname);
    else if (type === 'link') this.addHardLink(path, linkname);
    else if (type === 'file' || type === 'contiguous-file') {
      await this.addFile(names, entry);
      return;
    }
    entry.resume();
  }

  private addLink(names: readonly string[], target: string): void {
    checkLinkTarget(names, target);
    const path = names.join('/');
    this.links.add(path);
    this.tree.addLink(path, target);
  }

  /** It names an entry before it, from the top of the archive; the text is shared, and so is not counted again. */
  private addHardLink(path: string, target: string): void {
    const text = this.tree.read(`/${entryNames(target, this.bounds).join('/')}`);
    if (text !== null) this.tree.addFile(path, text);
  }

  private async addFile(names: readonly string[], entry: Entry): Promise<void> {
    const rule = bytesKept(names);
    const size = entry.header.size;
    const isTooLong = rule !== null && size > rule.most && rule.whenLonger === 'skip';
    if (rule === null || isTooLong) {
      this.skipped += isTooLong ? 1 : 0;
      for await (const _chunk of entry);
      return;
    }
    const text = textOf(await bytesOf(entry, rule.most));
    this.kept.add(text.length);
    this.tree.addFile(names.join('/'), text);
  }

  /** Unpackers that write to disk follow such links out of the folder that they unpack into; no tar program makes them. */
  private refuseBelowLinks(names: readonly string[]): void {
    let path = '';
    for (const name of names.slice(0, -1)) {
      path = path === '' ? name : `${path}/${name}`;
      if (this.links.has(path)) throw unsafe('An entry lies below a link.', names.join('/'));
    }
  }
}

async function bytesOf(entry: Entry, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of entry as AsyncIterable<Buffer>) {
    if (bytes < most) chunks.push(chunk.subarray(0, most - bytes));
    bytes += chunk.length;
  }
  return Buffer.concat(chunks);
}

/** Tar fills up with NUL what the kernel said would come and did not: a page for each file of sysfs. */
function textOf(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return (end < 0 ? bytes : bytes.subarray(0, end)).toString('utf8');
}
