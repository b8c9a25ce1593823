import type { HostTree } from '../tree/host-tree';

/**
 * The value of a one-line file of sysfs: up to the first NUL, as tar pads files of sysfs with them (the kernel says that
 * each is a page long), without space around. Empty is a value; null: the file is not there, or refused.
 */
export function attributeOf(tree: HostTree, path: string): string | null {
  return tree.read(path)?.split('\0', 1)[0]?.trim() ?? null;
}

/** A decimal number; null also for what is none, or is too large to be exact. */
export function numberOf(tree: HostTree, path: string): number | null {
  return decimal(attributeOf(tree, path));
}

export function decimal(text: string | null | undefined): number | null {
  return text != null && /^-?\d{1,15}$/.test(text) ? Number(text) : null;
}

/** `Y`, `N`, `1` or `0` as the kernel writes module parameters; null for anything else, such as `auto`. */
export function flagOf(tree: HostTree, path: string): boolean | null {
  const text = attributeOf(tree, path);
  if (text === 'Y' || text === 'y' || text === '1') return true;
  return text === 'N' || text === 'n' || text === '0' ? false : null;
}

/** The last name of a link's target, whether it leads anywhere or not: captures keep links and leave out drivers. */
export function linkedName(tree: HostTree, path: string): string | null {
  const name = tree.linkTarget(path)?.split('/').pop();
  return name === undefined || name === '' ? null : name;
}

/** Numbers of the names in a folder that are `prefix` and a number: `node0`, `cpu12`; ascending. */
export function numberedNames(names: readonly string[], prefix: string): readonly number[] {
  return names
    .filter((name) => name.startsWith(prefix))
    .flatMap((name) => (/^\d{1,6}$/.test(name.slice(prefix.length)) ? [Number(name.slice(prefix.length))] : []))
    .sort((a, b) => a - b);
}

/** Lines of `name : value` (`/proc/cpuinfo`, `uevent` with `=`), the first of each name. */
export function firstValues(text: string, separator: ':' | '='): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const at = line.indexOf(separator);
    if (at < 0) continue;
    const name = line.slice(0, at).trim();
    if (!values.has(name)) values.set(name, line.slice(at + 1).trim());
  }
  return values;
}
