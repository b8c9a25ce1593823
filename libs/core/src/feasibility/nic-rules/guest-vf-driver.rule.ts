import type { NicDeviceRule } from '../nic-rule';

/** The guest that sees hardware needs the NIC vendor's driver, for a VF its VF driver. */
export const guestVfDriver: NicDeviceRule = {
  name: 'guest-vf-driver',
  reject({ needs: { guestDriver } }, _nic, { pf }, { drivers, request }) {
    const seesHardware = guestDriver === 'vf' || guestDriver === 'pf';
    if (!seesHardware || drivers.vf(pf.vendorId, pf.driver) !== 'no') return null;
    return {
      code: 'guest.no_driver',
      required: `driver for ${pf.driver ?? pf.vendorId}${guestDriver === 'vf' ? ' VFs' : ''}`,
      available: `none in ${request.image.osId ?? 'the image'}`,
    };
  },
};
