import { always } from '../../nova/by-release';
import { BY_VNIC_TYPE, NO_NEEDS, NO_SECURITY_GROUPS, SRIOV_DRIVER, VF_IS_PREDICTED, type NicPath } from '../nic-path';

/**
 * A virtual function given to the guest (`vnic_type=direct`, `hw_veb`). It moves since Train by being
 * detached on the source and attached on the target (handbook 4.1).
 */
export const sriovVfNic: NicPath = {
  name: 'sriov_vf',
  summary: 'a virtual function given to the guest; the switch in the NIC sorts frames by MAC address and VLAN',
  chosenBy: 'the port, by vnic_type direct without the capability switchdev',
  takes: 'vf',
  vfKind: 'plain',
  needs: {
    ...NO_NEEDS,
    guestDriver: 'vf',
    iommu: true,
    eswitch: 'legacy',
    network: 'flat_or_vlan',
    mechanismDrivers: SRIOV_DRIVER,
    alsoOnHost: ['a NIC Switch agent that is alive'],
  },
  vifModel: null,
  vnicType: 'direct',
  expression: always(BY_VNIC_TYPE),
  queues: 'device',
  interruptsFrom: 'device',
  trust: 'set_by_nova',
  isolation: 'virtual_function',
  isolatedBy: 'the IOMMU and the switch in the NIC; security groups do not hold',
  consumes: ['1 VF', 'all guest memory locked by VFIO: plan no overcommit'],
  migration: {
    mechanism: 'unplug_replug',
    conditions: [
      'the target has a free VF on the same physical network',
      'the guest loses the link while it moves, unless it bonds the VF with a virtio port on the same network',
    ],
    byRelease: [
      { since: 'zed', is: null },
      {
        since: '2025.1',
        is: 'live_migratable in device_spec changes nothing for ports: VFs with a physical_network are unplugged all the same (bug 2102161)',
      },
    ],
  },
  notes: [NO_SECURITY_GROUPS, VF_IS_PREDICTED],
};
