import { vfCeiling } from '../vf-ceiling';
import type { NicWarningRule } from './nic-warning';

export const moreVfsThanDriverAllows: NicWarningRule = ({ address, vfs }, family) => {
  const ceiling = vfCeiling(family);
  if (ceiling === null || vfs.length <= ceiling.vfs) return [];
  return [{ code: 'nic.more_vfs_than_driver_allows', address, detail: `${vfs.length} VFs are on; ${ceiling.why}.` }];
};
