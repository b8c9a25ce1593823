import type { NicPathRule } from '../nic-rule';

/** Nova sets VF trust for `vnic_type=direct` only (handbook 2.5); elsewhere `trusted` would be a promise without effect. */
export const trustedPort: NicPathRule = {
  name: 'trusted-port',
  reject: (path, nic) =>
    !nic.trusted || path.vnicType !== 'normal'
      ? null
      : { code: 'port.trust_needs_vf', required: 'a VF that can be trusted', available: 'a software port' },
};
