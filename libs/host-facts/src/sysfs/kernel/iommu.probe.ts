import type { SettingFacts } from '@iopath/core';
import type { HostTree } from '../../tree/host-tree';
import { attributeOf } from '../attributes';
import type { PciFunction } from '../pci/pci-functions';
import type { TreeNotes } from '../tree-notes';
import { kernelCommandLine, parametersNamed } from './kernel.probe';

type IommuFacts = NonNullable<SettingFacts['iommu']>;

const GROUPS = '/sys/kernel/iommu_groups';
const UNITS = '/sys/class/iommu';

/**
 * Whether devices are behind an IOMMU: by its effects, as `intel_iommu=on` on the command line of a machine without one
 * changes nothing. That there is none is known only where the folder is there and empty: captures leave it out.
 */
export function iommuFacts(tree: HostTree, functions: readonly PciFunction[], notes: TreeNotes): IommuFacts {
  const enabled = enabledOf(tree, functions);
  const passthrough = enabled === false ? null : passthroughOf(tree);
  if (enabled === null) notes.unseen('iommu.enabled', GROUPS, GROUPS);
  if (passthrough === null) notes.unseen('iommu.passthrough', `${GROUPS}/*/type, iommu= in /proc/cmdline`, GROUPS);
  return { ...(enabled !== null && { enabled }), ...(passthrough !== null && { passthrough }) };
}

function enabledOf(tree: HostTree, functions: readonly PciFunction[]): boolean | null {
  if (tree.list(GROUPS).length > 0 || tree.list(UNITS).length > 0) return true;
  if (functions.some(({ iommuGroup }) => iommuGroup !== null)) return true;
  const refused = [...tree.denied].some((path) => path === GROUPS || path === UNITS);
  return !refused && (tree.exists(GROUPS) || tree.exists(UNITS)) ? false : null;
}

/**
 * Whether the host's own devices go past it: most groups have the identity domain (single ones may have it for quirks), or
 * where no group tells, the command line asks for it (Documentation/admin-guide/kernel-parameters.txt).
 */
function passthroughOf(tree: HostTree): boolean | null {
  const types = tree.list(GROUPS).flatMap((group) => attributeOf(tree, `${GROUPS}/${group}/type`) ?? []);
  if (types.length > 0) return types.filter((type) => type === 'identity').length * 2 > types.length;
  const commandLine = kernelCommandLine(tree);
  const options = parametersNamed(commandLine, 'iommu').flatMap((value) => value.split(','));
  const last = options.findLast((option) => option === 'pt' || option === 'nopt');
  if (last !== undefined) return last === 'pt';
  const generic = parametersNamed(commandLine, 'iommu.passthrough').at(-1);
  return generic === '1' ? true : generic === '0' ? false : null;
}
