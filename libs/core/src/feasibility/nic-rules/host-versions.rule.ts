import { compareVersions, versionOf } from '../../guest/version';
import type { Inventory } from '../../inventory/inventory';
import type { NicHostRule } from '../nic-rule';

const PARTS: readonly Exclude<keyof Inventory['versions'], 'openvswitch'>[] = ['kernel', 'libvirt', 'qemu'];

/**
 * Kernel, libvirt and QEMU must be new enough where they are known. A version that is not told is not held against the
 * host: what the path stands on (a vDPA device, a PF in switchdev mode) is asked for by itself.
 */
export const hostVersions: NicHostRule = {
  name: 'host-versions',
  reject({ needs: { oldest } }, _nic, { inventory: { versions } }) {
    for (const part of PARTS) {
      const needed = oldest[part];
      const has = /^\d+(\.\d+)*/.exec(versions[part] ?? '')?.[0];
      if (needed === undefined || has === undefined) continue;
      if (compareVersions(versionOf(has), versionOf(needed)) < 0) {
        return { code: 'host.software_too_old', required: `${part} ${needed}`, available: `${part} ${has}` };
      }
    }
    return null;
  },
};
