import { childOf, followLinks, followLinksAbove, namesOf, type Place } from './follow-links';
import type { RootedTree } from './host-tree';

/** A folder has names, a file text, a link a target. */
type Entry = { readonly names: Set<string> } | { readonly text: string } | { readonly link: string };

/** Files of a host that were read from somewhere else than a folder: a tarball, a record, a spec. */
export class MemoryTree implements RootedTree {
  private readonly entries: Map<string, Entry>;
  private readonly deniedPaths: Set<string>;

  constructor(
    /** Below this path of the whole is what `/` means here; empty for the whole. */
    private readonly root = '',
    whole?: MemoryTree,
  ) {
    this.entries = whole?.entries ?? new Map<string, Entry>([['', { names: new Set() }]]);
    this.deniedPaths = whole?.deniedPaths ?? new Set();
  }

  /** Puts a file there, and the folders that it lies in. What was there before gives way. */
  addFile(path: string, text: string): this {
    return this.add(path, { text });
  }

  /** Puts a symbolic link there, which need not lead anywhere. */
  addLink(path: string, target: string): this {
    return this.add(path, { link: target });
  }

  addFolder(path: string): this {
    const key = this.keyOf(path);
    if (!isFolder(this.entries.get(key))) this.add(path, { names: new Set() });
    return this;
  }

  /** A file that is there and may not be read. */
  addDenied(path: string): this {
    this.deniedPaths.add(this.keyOf(path));
    return this.add(path, { text: '' });
  }

  read(path: string): string | null {
    const place = this.resolve(path);
    if (place === null || this.deniedPaths.has(this.keyAt(place))) return null;
    const entry = this.entries.get(this.keyAt(place));
    return entry !== undefined && 'text' in entry ? entry.text : null;
  }

  list(path: string): readonly string[] {
    const place = this.resolve(path);
    const entry = place === null ? undefined : this.entries.get(this.keyAt(place));
    return isFolder(entry) ? [...entry.names].sort() : [];
  }

  exists(path: string): boolean {
    return this.resolve(path) !== null;
  }

  linkTarget(path: string): string | null {
    const place = followLinksAbove(path, this.placeAt);
    const entry = place === null ? undefined : this.entries.get(this.keyAt(place));
    return entry !== undefined && 'link' in entry ? entry.link : null;
  }

  resolve(path: string): string | null {
    return followLinks(path, this.placeAt);
  }

  get denied(): ReadonlySet<string> {
    const below = [...this.deniedPaths].filter((path) => path.startsWith(`${this.root}/`));
    return new Set(below.map((path) => path.slice(this.root.length)));
  }

  at(folder: string): MemoryTree {
    return new MemoryTree(this.keyOf(folder), this);
  }

  private readonly placeAt = (path: string): Place => {
    const entry = this.entries.get(this.keyAt(path));
    if (entry === undefined) return null;
    return 'link' in entry ? entry : 'no link';
  };

  private add(path: string, entry: Entry): this {
    const names = namesOf(path);
    const last = names.pop();
    if (last === undefined) return this;
    const folder = this.folderAt(names);
    folder.names.add(last);
    this.entries.set(this.keyOf(path), entry);
    return this;
  }

  /** Folders are made where there are none; a file or link in the way gives way, so that all that was added can be found. */
  private folderAt(names: readonly string[]): { readonly names: Set<string> } {
    let key = this.root;
    let folder = this.rootFolder();
    for (const name of names) {
      folder.names.add(name);
      key = `${key}/${name}`;
      const entry = this.entries.get(key);
      if (isFolder(entry)) {
        folder = entry;
        continue;
      }
      folder = { names: new Set() };
      this.entries.set(key, folder);
    }
    return folder;
  }

  private rootFolder(): { readonly names: Set<string> } {
    const entry = this.entries.get(this.root);
    return isFolder(entry) ? entry : { names: new Set() };
  }

  private keyOf(path: string): string {
    return namesOf(path).reduce(childOf, this.root);
  }

  /** The same for a path that links were followed on, which is clean. */
  private keyAt(path: string): string {
    return path === '/' ? this.root : this.root + path;
  }
}

function isFolder(entry: Entry | undefined): entry is { readonly names: Set<string> } {
  return entry !== undefined && 'names' in entry;
}
