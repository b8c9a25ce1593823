import { childOf } from './follow-links';
import type { HostTree, RootedTree } from './host-tree';
import { SysfsOnlyTree } from './sysfs-only-tree';

/** Captures put the host under a folder or four: `sysfs/NAME/sys`, `must-gather/IMAGE/nodes/NAME/sys`. */
const MAX_DEPTH = 6;
/** Folders that are looked into, so that the search of a large tree that is no host ends. */
const MAX_FOLDERS = 20_000;
/** What a `sys` folder has, so that a folder that is only called so is passed over. */
const OF_SYSFS_ONLY = ['devices/system/cpu', 'devices/system/node', 'bus/pci/devices'];
const OF_SYSFS = ['devices', 'class', 'bus', 'block', 'kernel', 'module'];

/**
 * The host in a captured tree: the folder with `sys` in it that is nearest to the top, else the first one with `proc`, else
 * what is a copy of `/sys` itself, else the tree as it is. Of several hosts in one capture it is the first by name.
 */
export function rootOf(tree: RootedTree): HostTree {
  const root = nearest(tree, isHost) ?? nearest(tree, (path) => tree.exists(childOf(path, 'proc/cpuinfo')));
  const sysfs = root === null ? nearest(tree, isSysfs) : null;
  if (sysfs !== null) return new SysfsOnlyTree(at(sysfs));
  return root === null ? tree : at(root);

  function at(path: string): HostTree {
    return path === '/' ? tree : tree.at(path);
  }

  function isSysfs(path: string): boolean {
    return OF_SYSFS_ONLY.some((name) => tree.exists(childOf(path, name)));
  }

  function isHost(path: string): boolean {
    const sys = childOf(path, 'sys');
    return OF_SYSFS.some((name) => tree.exists(childOf(sys, name)));
  }
}

/** Breadth first. Links are not gone into: what they lead to is elsewhere in the tree, or nowhere. */
function nearest(tree: HostTree, wanted: (path: string) => boolean): string | null {
  let level = ['/'];
  let folders = 0;
  for (let depth = 0; depth <= MAX_DEPTH && level.length > 0; depth++) {
    const below: string[] = [];
    for (const path of level) {
      if (wanted(path)) return path;
      if (++folders > MAX_FOLDERS) return null;
      for (const name of tree.list(path)) {
        const child = childOf(path, name);
        if (tree.linkTarget(child) === null) below.push(child);
      }
    }
    level = below;
  }
  return null;
}
