/** Linux follows no more links than this on one way (path_resolution(7)), which ends loops, too. */
const MAX_LINKS = 40;

/** What a tree has at a place: nothing, a link with its target as it is written there, or something else. */
export type Place = { readonly link: string } | 'no link' | null;

/**
 * The path with every link in it followed. The root of the tree is what `/` means to absolute links, and `..` stops at it,
 * as after chroot(2): no way leads out of the tree. Null when the way ends nowhere, or in a circle.
 */
export function followLinks(path: string, placeAt: (path: string) => Place): string | null {
  const ahead = namesOf(path).reverse();
  let reached = '';
  let links = 0;
  for (let name = ahead.pop(); name !== undefined; name = ahead.pop()) {
    if (name === '..') {
      reached = parentOf(reached);
      continue;
    }
    const next = `${reached}/${name}`;
    const place = placeAt(next);
    if (place === null) return null;
    if (place === 'no link') {
      reached = next;
      continue;
    }
    if (++links > MAX_LINKS) return null;
    if (place.link.startsWith('/')) reached = '';
    ahead.push(...namesOf(place.link).reverse());
  }
  return reached === '' ? '/' : reached;
}

/** The same for the folder of a path only: where a link itself lies, and not where it leads. */
export function followLinksAbove(path: string, placeAt: (path: string) => Place): string | null {
  const names = namesOf(path);
  const last = names.pop();
  if (last === undefined || last === '..') return followLinks(path, placeAt);
  const folder = followLinks(names.join('/'), placeAt);
  return folder === null ? null : childOf(folder, last);
}

/** Names on a path, without those that say nothing. */
export function namesOf(path: string): string[] {
  return path.split('/').filter((name) => name !== '' && name !== '.');
}

/** The path of a name in a folder. */
export function childOf(folder: string, name: string): string {
  return folder === '/' ? `/${name}` : `${folder}/${name}`;
}

function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash <= 0 ? '' : path.slice(0, slash);
}
