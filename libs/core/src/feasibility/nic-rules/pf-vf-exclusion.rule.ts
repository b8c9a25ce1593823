import type { PfState } from '../../fleet/host-state';
import type { NicDeviceRule } from '../nic-rule';

/** A PF and its VFs are never both given away (`nova/objects/pci_device.py`, handbook 3.3). */
export const pfVfExclusion: NicDeviceRule = {
  name: 'pf-vf-exclusion',
  reject(path, _nic, pf) {
    if (path.takes === 'vf' && pf.wholeIsTaken) {
      return { code: 'vf.pf_is_taken', required: 'a PF that nobody holds', available: whole(pf) };
    }
    if (path.takes === 'pf' && (pf.wholeIsTaken || pf.vfInUse)) {
      return {
        code: 'pf.not_free',
        required: 'the PF and all of its VFs free',
        available: pf.wholeIsTaken ? whole(pf) : vfs(pf),
      };
    }
    return null;
  },
};

function whole({ wholeIsOfServer }: PfState): string {
  return wholeIsOfServer ? 'the PF itself is held by a server that Nova runs' : 'the PF itself is held';
}

function vfs({ vfsOfServers }: PfState): string {
  if (vfsOfServers === 0) return 'VFs of it held or in use';
  return `VFs of it held or in use, ${vfsOfServers} of them by servers that Nova runs`;
}
