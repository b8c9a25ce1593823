import type { NicDeviceRule } from '../nic-rule';

/** A NIC cannot carry more than its line rate; an unknown rate is given the benefit of the doubt and widens the prediction. */
export const linkSpeed: NicDeviceRule = {
  name: 'link-speed',
  reject(_path, nic, { pf }) {
    if (nic.bandwidthMbps === null || pf.linkSpeedMbps === null || nic.bandwidthMbps <= pf.linkSpeedMbps) return null;
    return { code: 'link.too_slow', required: `${nic.bandwidthMbps} Mbit/s`, available: `${pf.linkSpeedMbps} Mbit/s` };
  },
};
