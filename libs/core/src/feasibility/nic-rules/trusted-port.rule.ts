import type { NicPathRule } from '../nic-rule';

/**
 * Nova sets VF trust for `vnic_type=direct` in `hw_veb` only (handbook 2.5): elsewhere `trusted` would be a promise
 * without effect. The guest of a whole PF can do all that trust allows anyway.
 */
export const trustedPort: NicPathRule = {
  name: 'trusted-port',
  reject: (path, nic) =>
    !nic.trusted || path.trust !== 'no_effect'
      ? null
      : { code: 'port.trust_needs_vf', required: 'a VF that can be trusted', available: `a port of ${path.name}` },
};
