import type { NicDeviceRule } from '../nic-rule';

/** The guest needs the NIC vendor's driver, for a VF its VF driver. */
export const guestVfDriver: NicDeviceRule = {
  name: 'guest-vf-driver',
  reject(path, _nic, { pf }, { drivers, request }) {
    if (path.takes === 'nothing' || drivers.vf(pf.vendorId, pf.driver) !== 'no') return null;
    return {
      code: 'guest.no_driver',
      required: `driver for ${pf.driver ?? pf.vendorId}${path.takes === 'vf' ? ' VFs' : ''}`,
      available: `none in ${request.image.osId ?? 'the image'}`,
    };
  },
};
