import type { HostRule } from '../host-rule';

/**
 * Placement's DISK_GB. A host that does not tell its disk is let through, for its VMs may live on volumes
 * or shared storage; the answer then lists the disk among what was assumed.
 */
export const diskCapacity: HostRule = {
  name: 'disk-capacity',
  reject({ free }, { wanted }) {
    if (wanted.diskGib === null || free.diskGib === null || wanted.diskGib <= free.diskGib) return null;
    return { code: 'capacity.disk', required: `${wanted.diskGib} GiB`, available: `${free.diskGib} GiB` };
  },
};
