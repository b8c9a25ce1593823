import type { NicPathRule } from '../nic-rule';

/** virtio needs a driver that old guests lack, and e1000 one that some never had; a VF's is asked of each PF's vendor. */
export const guestNicDriver: NicPathRule = {
  name: 'guest-nic-driver',
  reject(path, _nic, { drivers, request }) {
    const driver = path.needs.guestDriver;
    const presence = driver === 'virtio_net' ? drivers.virtioNet : driver === 'e1000' ? drivers.e1000 : 'yes';
    if (presence !== 'no') return null;
    return { code: 'guest.no_driver', required: driver, available: `none in ${request.image.osId ?? 'the image'}` };
  },
};
