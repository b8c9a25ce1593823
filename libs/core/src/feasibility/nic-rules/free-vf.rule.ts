import type { NicDeviceRule } from '../nic-rule';

/** A VF that is available in the inventory and that no live allocation holds. */
export const freeVf: NicDeviceRule = {
  name: 'free-vf',
  reject(path, _nic, pf) {
    if (path.takes !== 'vf' || pf.freeVfs.length > 0) return null;
    return { code: 'vf.none_free', required: '1 free VF', available: `0 of ${pf.pf.vfs.length}` };
  },
};
