import type { HostTree } from '../../tree/host-tree';
import { firstValues } from '../attributes';

/** What hwloc-gather-topology writes of a machine beside its files: `OSRelease`, `Architecture`, `PageSize` … */
export function hwlocInfo(tree: HostTree): ReadonlyMap<string, string> {
  return firstValues(tree.read('/proc/hwloc-nofile-info') ?? '', ':');
}
