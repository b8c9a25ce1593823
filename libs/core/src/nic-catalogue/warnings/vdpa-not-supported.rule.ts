import { isVdpa } from '../../fleet/vf-kinds';
import { isConfirmed } from '../is-confirmed';
import type { NicWarningRule } from './nic-warning';

export const vdpaNotSupported: NicWarningRule = ({ vfs }, family) => {
  if (family.features.vdpa !== false || !isConfirmed(family, 'features')) return [];
  return vfs.filter(isVdpa).map(({ address, index, vdpaDevice, driver }) => ({
    code: 'nic.vdpa_not_supported',
    address,
    detail: `VF ${index} is said to be vDPA device ${vdpaDevice ?? `of ${driver}`}; the kernel has no vDPA driver for ${family.title}.`,
  }));
};
