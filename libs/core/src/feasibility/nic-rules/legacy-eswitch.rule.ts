import type { NicDeviceRule } from '../nic-rule';

/** A VF of a PF in switchdev mode needs a switchdev port; without one it binds to nothing (handbook 2.1, 2.3). */
export const legacyEswitch: NicDeviceRule = {
  name: 'legacy-eswitch',
  reject: (path, _nic, { pf }) =>
    path.takes !== 'vf' || pf.eswitchMode !== 'switchdev'
      ? null
      : { code: 'pf.in_switchdev_mode', required: 'eswitch mode legacy', available: 'switchdev' },
};
