import type { NicDeviceRule } from '../nic-rule';

/** The PF's `physical_network` tag must be the port's; Nova compares without case (handbook 2.5). */
export const pfPhysicalNetwork: NicDeviceRule = {
  name: 'pf-physical-network',
  reject(_path, nic, { pf }) {
    if (pf.physicalNetwork === nic.physicalNetwork) return null;
    if (pf.physicalNetwork?.toLowerCase() === nic.physicalNetwork?.toLowerCase()) return null;
    return {
      code: 'pf.other_physical_network',
      required: nic.physicalNetwork ?? 'no physical network',
      available: pf.physicalNetwork ?? 'untagged',
    };
  },
};
