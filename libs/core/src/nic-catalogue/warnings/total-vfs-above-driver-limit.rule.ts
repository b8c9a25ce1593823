import { vfCeiling } from '../vf-ceiling';
import type { NicWarningRule } from './nic-warning';

/** The PCI capability may promise more than the driver keeps: 8 for 7 on an I350, 64 for 63 on an X550. */
export const totalVfsAboveDriverLimit: NicWarningRule = ({ address, totalVfs }, family) => {
  const ceiling = vfCeiling(family);
  if (ceiling === null || totalVfs === null || totalVfs <= ceiling.vfs) return [];
  const detail = `total_vfs is ${totalVfs}; ${ceiling.why}. Take it from sriov_totalvfs.`;
  return [{ code: 'nic.total_vfs_above_driver_limit', address, detail }];
};
