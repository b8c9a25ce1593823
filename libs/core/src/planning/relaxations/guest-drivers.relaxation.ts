import { ASPECT } from './aspects';
import type { RelaxationRule } from './relaxation-rule';

/** Properties that pin the kind of a device. */
const PINNING: readonly string[] = ['hw_vif_model', 'hw_disk_bus'];

/** An image with virtio and VF drivers, if the one given is known to lack some. */
export const relaxGuestDrivers: RelaxationRule = ({ image: { osId, properties } }) => {
  if (osId === null && PINNING.every((key) => properties[key] === undefined)) return [];
  const kept = Object.fromEntries(Object.entries(properties).filter(([key]) => !PINNING.includes(key)));
  return [
    {
      target: 'request',
      subject: 'image',
      pointer: '/image',
      from: osId ?? 'as given',
      to: 'one with virtio and VF drivers',
      ladder: 'image',
      costs: 'the image must be updated or replaced',
      aspects: ASPECT.image,
      apply: (request) => ({ ...request, image: { osId: null, properties: kept } }),
    },
  ];
};
