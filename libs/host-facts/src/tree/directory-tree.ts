import { closeSync, constants, lstatSync, openSync, readdirSync, readlinkSync, readSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { childOf, followLinks, followLinksAbove, type Place } from './follow-links';
import type { RootedTree } from './host-tree';

/** More than any file of `/sys` or `/proc` has that is read here; `/proc/interrupts` of 512 CPUs has some MiB. */
const MAX_FILE_BYTES = 8 * 1024 * 1024;
const CHUNK_BYTES = 64 * 1024;

const NOT_ALLOWED: ReadonlySet<string> = new Set(['EACCES', 'EPERM']);

/**
 * A folder as a host: `/` for the machine itself, else a captured tree. Links lead nowhere outside of the folder. Made anew
 * for each look at the host: it remembers which places are links.
 */
export class DirectoryTree implements RootedTree {
  readonly denied = new Set<string>();
  private readonly root: string;
  private readonly places = new Map<string, Place>();

  constructor(private readonly folder: string) {
    this.root = realRoot(folder);
  }

  read(path: string): string | null {
    const place = this.resolve(path);
    if (place === null) return null;
    return this.allowed(place, () => readFileBounded(this.onDisk(place)));
  }

  list(path: string): readonly string[] {
    const place = this.resolve(path);
    if (place === null) return [];
    return this.allowed(place, () => readdirSync(this.onDisk(place)).sort()) ?? [];
  }

  exists(path: string): boolean {
    return this.resolve(path) !== null;
  }

  linkTarget(path: string): string | null {
    const place = followLinksAbove(path, this.placeAt);
    const there = place === null ? null : this.placeAt(place);
    return there === null || there === 'no link' ? null : there.link;
  }

  resolve(path: string): string | null {
    return followLinks(path, this.placeAt);
  }

  at(folder: string): DirectoryTree {
    return new DirectoryTree(join(this.folder, ...(this.resolve(folder) ?? '/').split('/')));
  }

  private readonly placeAt = (path: string): Place => {
    const known = this.places.get(path);
    if (known !== undefined) return known;
    const place = this.allowed<Place>(path, () => {
      const there = lstatSync(this.onDisk(path));
      return there.isSymbolicLink() ? { link: readlinkSync(this.onDisk(path)) } : 'no link';
    });
    this.places.set(path, place);
    return place;
  };

  private onDisk(path: string): string {
    return childOf(this.root, path.slice(1));
  }

  /** Whatever the file system refuses is not there; that it is for lack of permission is remembered. */
  private allowed<Read>(path: string, look: () => Read): Read | null {
    try {
      return look();
    } catch (error) {
      if (NOT_ALLOWED.has((error as NodeJS.ErrnoException).code ?? '')) this.denied.add(path);
      return null;
    }
  }
}

/** A folder that is not there is an empty host. */
function realRoot(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}

/** Files of `/proc` say that they are empty, so what counts is what comes; a pipe in a captured tree must not block. */
function readFileBounded(path: string): string | null {
  if (!lstatSync(path).isFile()) return null;
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const chunks: Buffer[] = [];
    for (let bytes = 0; bytes < MAX_FILE_BYTES;) {
      const chunk = Buffer.alloc(CHUNK_BYTES);
      const read = readSync(file, chunk);
      if (read === 0) break;
      chunks.push(chunk.subarray(0, read));
      bytes += read;
    }
    return Buffer.concat(chunks).toString('utf8');
  } finally {
    closeSync(file);
  }
}
