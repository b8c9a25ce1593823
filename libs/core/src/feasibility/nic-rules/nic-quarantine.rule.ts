import type { NicDeviceRule } from '../nic-rule';

/**
 * What the ledger keeps in quarantine is given to nobody: a PF neither as a whole nor by its VFs, and a PF with such a VF
 * not as a whole, for either would hand on what the quarantine is about. A single VF just counts as not free.
 */
export const nicQuarantine: NicDeviceRule = {
  name: 'nic-quarantine',
  reject(path, _nic, { inQuarantine, vfsInQuarantine }) {
    if (path.takes === 'vf' && inQuarantine) {
      return { code: 'vf.pf_in_quarantine', required: 'a PF out of quarantine', available: 'the PF is in quarantine' };
    }
    if (path.takes === 'pf' && (inQuarantine || vfsInQuarantine > 0)) {
      return {
        code: 'pf.in_quarantine',
        required: 'the PF and all of its VFs out of quarantine',
        available: inQuarantine ? 'the PF is in quarantine' : `VFs of it in quarantine: ${vfsInQuarantine}`,
      };
    }
    return null;
  },
};
