import type { HostRule } from '../host-rule';

/** A host whose zone is not known is in no zone that anybody can ask for. */
export const availabilityZone: HostRule = {
  name: 'availability-zone',
  reject(host, { request }) {
    const wanted = request.constraints.availabilityZone;
    const zone = host.inventory.availabilityZone;
    if (wanted === null || wanted === zone) return null;
    return { code: 'host.other_availability_zone', required: wanted, available: zone ?? 'unknown' };
  },
};
