import type { NicDeviceRule } from '../nic-rule';

/**
 * A VF of a PF in switchdev mode needs a port that OVS binds, and one in legacy mode a port that sriovnicswitch binds:
 * a mismatch binds to nothing (handbook 2.1, 2.3). A mode that is not known is legacy, as NICs come up, and not switchdev.
 */
export const eswitchMode: NicDeviceRule = {
  name: 'eswitch-mode',
  reject(path, _nic, { pf }) {
    const { eswitch } = path.needs;
    if (eswitch === 'legacy' && pf.eswitchMode === 'switchdev') {
      return { code: 'pf.in_switchdev_mode', required: 'eswitch mode legacy', available: 'switchdev' };
    }
    if (eswitch === 'switchdev' && pf.eswitchMode !== 'switchdev') {
      return {
        code: 'pf.not_in_switchdev_mode',
        required: 'eswitch mode switchdev',
        available: pf.eswitchMode ?? 'not known',
      };
    }
    return null;
  },
};
