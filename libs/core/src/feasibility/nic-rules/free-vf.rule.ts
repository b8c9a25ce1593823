import { isVdpa, type VfKind } from '../../fleet/vf-kinds';
import type { Rejection } from '../rejection';
import type { NicDeviceRule } from '../nic-rule';

/** A VF that is available in the inventory, that no live allocation holds, and that is of the kind the path takes. */
export const freeVf: NicDeviceRule = {
  name: 'free-vf',
  reject({ vfKind }, _nic, { pf, freeVfs, netdevVfs, vfsInQuarantine, vfsOfServers }) {
    if (vfKind === null || (vfKind === 'netdev' && netdevVfs.length > 0)) return null;
    if (vfKind !== 'netdev' && freeVfs.some((vf) => isVdpa(vf) === (vfKind === 'vdpa'))) return null;
    if (freeVfs.length === 0) {
      const servers = vfsOfServers === 0 ? '' : `, ${vfsOfServers} held by servers that Nova runs`;
      const quarantine = vfsInQuarantine === 0 ? '' : `, ${vfsInQuarantine} in quarantine`;
      return { code: 'vf.none_free', required: '1 free VF', available: `0 of ${pf.vfs.length}${servers}${quarantine}` };
    }
    return WRONG_KIND[vfKind];
  },
};

const WRONG_KIND: Readonly<Record<VfKind, Rejection>> = {
  plain: { code: 'vf.is_vdpa', required: '1 free VF', available: 'free VFs with a vDPA device only' },
  netdev: {
    code: 'vf.no_netdev',
    required: '1 free VF with a network driver on the host',
    available: 'free VFs with another driver, or none that is known',
  },
  vdpa: { code: 'vf.no_vdpa_device', required: '1 free VF with a vDPA device', available: 'free VFs without one' },
};
