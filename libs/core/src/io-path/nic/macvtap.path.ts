import { always } from '../../nova/by-release';
import { BY_VNIC_TYPE, NO_NEEDS, NO_SECURITY_GROUPS, SRIOV_DRIVER, VF_IS_PREDICTED, type NicPath } from '../nic-path';

/**
 * A macvtap device on a VF (`vnic_type=macvtap`): the guest has a virtio NIC, so that it moves unseen, and the VF stays
 * with the host's driver. Not the mechanism driver of the same name, which serves `normal` ports (handbook 2.1).
 */
export const macvtapNic: NicPath = {
  name: 'macvtap',
  summary: 'virtio-net, served by vhost-net on a macvtap device in passthrough mode on a VF; no bridge in between',
  chosenBy: 'the port, by vnic_type macvtap',
  takes: 'vf',
  vfKind: 'netdev',
  needs: {
    ...NO_NEEDS,
    guestDriver: 'virtio_net',
    vhostNet: 'present',
    eswitch: 'legacy',
    network: 'flat_or_vlan',
    mechanismDrivers: SRIOV_DRIVER,
    alsoOnHost: [
      'a NIC Switch agent that is alive',
      'VFs bound to their network driver: one bound to vfio-pci has no interface for macvtap',
    ],
  },
  vifModel: 'virtio',
  vnicType: 'macvtap',
  expression: always(BY_VNIC_TYPE),
  queues: 'multiqueue',
  interruptsFrom: 'host',
  trust: 'no_effect',
  isolation: 'virtual_function',
  isolatedBy: 'a VF of its own behind the switch in the NIC; security groups do not hold',
  consumes: ['1 VF', 'host CPU time, by the packet'],
  migration: {
    mechanism: 'transparent',
    conditions: ['the target has a free VF with a network interface on the same physical network'],
    byRelease: always(null),
  },
  notes: [NO_SECURITY_GROUPS, VF_IS_PREDICTED],
};
