import type { NicDeviceRule } from '../nic-rule';

/** A PF whose link is down, or not known to be up, carries nothing. */
export const linkUp: NicDeviceRule = {
  name: 'link-up',
  reject: (_path, _nic, { pf }) =>
    pf.linkState === 'up' ? null : { code: 'pf.link_not_up', required: 'link up', available: `link ${pf.linkState}` },
};
