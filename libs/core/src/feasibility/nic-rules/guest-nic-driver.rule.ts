import type { NicPathRule } from '../nic-rule';

/** virtio needs a driver that old guests lack; the driver for a VF is asked of each PF's vendor. */
export const guestNicDriver: NicPathRule = {
  name: 'guest-nic-driver',
  reject(path, _nic, { drivers, request }) {
    if (path.needs.guestDriver !== 'virtio_net' || drivers.virtioNet !== 'no') return null;
    return {
      code: 'guest.no_driver',
      required: 'virtio_net',
      available: `none in ${request.image.osId ?? 'the image'}`,
    };
  },
};
