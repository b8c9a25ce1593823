import { UnreadableImport } from '../import/import-reader';
import { namesOf } from '../tree/follow-links';
import type { ArchiveBounds } from './archive-bounds';

/**
 * Names on the path of an entry, from the top of the archive.
 *
 * @throws UnreadableImport `import.unsafe` for absolute paths and for those with `..` in them, which a capture has no use
 *   for; `import.too_large` when it is longer or deeper than any path of a host.
 */
export function entryNames(path: string, bounds: ArchiveBounds): readonly string[] {
  if (Buffer.byteLength(path) > bounds.pathBytes) {
    throw new UnreadableImport('import.too_large', `A path has more than ${bounds.pathBytes} bytes.`, shown(path));
  }
  if (path.startsWith('/')) throw unsafe('An entry has an absolute path.', path);
  if (path.includes('\0')) throw unsafe('The path of an entry has a NUL in it.', path);
  const names = namesOf(path);
  if (names.includes('..')) throw unsafe('The path of an entry leads upwards.', path);
  if (names.length > bounds.pathDepth) {
    throw new UnreadableImport('import.too_large', `A path is deeper than ${bounds.pathDepth} folders.`, shown(path));
  }
  return names;
}

/**
 * Checks where a symbolic link points to. Links of sysfs go up and down again; absolute ones are read as of the host that was
 * captured. Neither leads out, as nothing is unpacked to disk; one that says it would is nothing a host has.
 *
 * @throws UnreadableImport `import.unsafe` when it goes further up than the top of the archive.
 */
export function checkLinkTarget(names: readonly string[], target: string): void {
  if (target.startsWith('/')) return;
  let depth = names.length - 1;
  for (const name of namesOf(target)) {
    depth += name === '..' ? -1 : 1;
    if (depth < 0) throw unsafe(`A link leads out of the archive: to ${shown(target)}.`, names.join('/'));
  }
}

export function unsafe(message: string, path: string): UnreadableImport {
  return new UnreadableImport('import.unsafe', message, shown(path));
}

/** As a message can show it. */
function shown(path: string): string {
  return path.slice(0, 200).replace(/[\p{Cc}\p{Cs}]/gu, '\uFFFD');
}
