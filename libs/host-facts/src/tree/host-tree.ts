/**
 * The files of a host, wherever they are: the machine itself, a captured tree in a folder, a tarball, a record of another
 * tool. Paths are absolute on the host (`/sys/class/net`). Nothing throws: what is not there is null or empty.
 */
export interface HostTree {
  /** The file's text, or null when it is not there, is no file, or may not be read (see {@link HostTree.denied}). */
  read(path: string): string | null;
  /** Names in a folder, sorted; empty when it is not there or may not be read. */
  list(path: string): readonly string[];
  exists(path: string): boolean;
  /** Where a symbolic link points to, as it is written there; null when it is none. */
  linkTarget(path: string): string | null;
  /** The path with every link in it followed, within the tree; null when it leads nowhere. */
  resolve(path: string): string | null;
  /** Paths that are there and could not be read for lack of permission, so far. */
  readonly denied: ReadonlySet<string>;
}

/** A tree that can be looked at from a folder in it, which is `/` then: captures have the host somewhere below the top. */
export interface RootedTree extends HostTree {
  at(folder: string): HostTree;
}
