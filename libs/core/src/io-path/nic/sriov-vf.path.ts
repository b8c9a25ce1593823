import type { NicPath } from '../nic-path';

/**
 * A virtual function given to the guest (`vnic_type=direct`, `hw_veb`). It moves since Train by being
 * detached on the source and attached on the target (handbook 4.1).
 */
export const sriovVfNic: NicPath = {
  name: 'sriov_vf',
  takes: 'vf',
  needs: { guestDriver: 'vf', iommu: true, vhostNet: 'any', bridge: false },
  vifModel: null,
  vnicType: 'direct',
  isolation: 'virtual_function',
  migration: {
    mechanism: 'unplug_replug',
    conditions: [
      'the target has a free VF on the same physical network',
      'the guest loses the link while it moves, unless it bonds the VF with a virtio port on the same network',
    ],
  },
};
