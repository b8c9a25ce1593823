import { hasNetdev } from '../../fleet/vf-kinds';
import type { NicWarningRule } from './nic-warning';

/** Names that a driver had before (Linux 5.0 calls i40evf iavf). */
const FORMER_NAMES: ReadonlyMap<string, string> = new Map([['i40evf', 'iavf']]);

/** A driver that gives no interface on the host (VFIO, UIO, vDPA) is always in order, so is none at all. */
export const vfDriverUnusual: NicWarningRule = ({ vfs }, { title, vfDriver }) =>
  vfs.flatMap((vf) => {
    const { driver, address } = vf;
    if (driver === null || !hasNetdev(vf)) return [];
    if ((FORMER_NAMES.get(driver) ?? driver) === vfDriver) return [];
    const detail = `VF ${vf.index} is driven by ${driver}; a VF of ${title} by ${vfDriver}, or by vfio-pci for guests.`;
    return [{ code: 'nic.vf_driver_unusual', address, detail }];
  });
