import { diskAlias } from '../disk-alias';
import type { DiskDeviceRule } from '../disk-rule';

/** The device must be reachable by a `[pci]alias` that a flavor can name, and that brings nothing else (handbook 1.3). */
export const deviceAlias: DiskDeviceRule = {
  name: 'device-alias',
  reject(path, device, host, { pciAliases }) {
    const found = diskAlias(path, device, host, pciAliases);
    return 'alias' in found ? null : found.rejection;
  },
};
