import type { RelaxationRule } from './relaxation-rule';

/** An image with virtio and VF drivers, if the one given is known to lack some. */
export const relaxGuestDrivers: RelaxationRule = (request) => {
  const { osId, properties } = request.image;
  const pinned = ['hw_vif_model', 'hw_disk_bus'].filter((key) => properties[key] !== undefined);
  if (osId === null && pinned.length === 0) return [];
  const kept = Object.fromEntries(Object.entries(properties).filter(([key]) => !pinned.includes(key)));
  return [
    {
      change: `image: ${osId ?? 'as given'} -> one with virtio and VF drivers`,
      ladder: 'image',
      costs: 'the image must be updated or replaced',
      request: { ...request, image: { osId: null, properties: kept } },
    },
  ];
};
