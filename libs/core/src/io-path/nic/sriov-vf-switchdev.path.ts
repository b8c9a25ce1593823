import { BY_VNIC_TYPE, NO_NEEDS, OVS_DRIVERS, VF_IS_PREDICTED, type NicPath } from '../nic-path';

/**
 * A virtual function of a PF in switchdev mode: OVS sees its representor and hands flows to the NIC, so that tunnels and
 * the policy of the cloud hold (`vnic_type=direct` with the capability `switchdev`). Who states the capability changed:
 * an administrator in the profile; from 2024.1 the caller by an attribute, or Nova itself from what libvirt reports of
 * the VF (handbook 2.3).
 */
export const sriovVfSwitchdevNic: NicPath = {
  name: 'sriov_vf_switchdev',
  summary: 'a virtual function given to the guest; the NIC forwards by flows that OVS put into it, tunnels included',
  chosenBy: 'the port, by vnic_type direct with the capability switchdev',
  takes: 'vf',
  vfKind: 'plain',
  needs: {
    ...NO_NEEDS,
    guestDriver: 'vf',
    iommu: true,
    bridge: 'kernel',
    hardwareOffload: true,
    eswitch: 'switchdev',
    oldest: { kernel: '4.13' },
    mechanismDrivers: OVS_DRIVERS,
    alsoOnHost: [
      'hw-tc-offload on the PF, and Open vSwitch 2.8 or later',
      'no VF of a PF in legacy mode on the same network: Nova cannot tell them apart',
    ],
  },
  vifModel: null,
  vnicType: 'direct',
  expression: [
    {
      since: 'zed',
      is: {
        ...BY_VNIC_TYPE,
        bindingProfile: { capabilities: ['switchdev'] },
        role: 'admin',
        remark: 'the capability goes into binding:profile, which an administrator must write',
      },
    },
    {
      since: '2024.1',
      is: {
        ...BY_VNIC_TYPE,
        attribute: {
          name: 'hardware_offload_type',
          value: 'switchdev',
          extension: 'port-hardware-offload-type',
          remark: 'hardware_offload_type, set when the port is created, writes the capability for the caller',
        },
        remark:
          'nothing asks for switchdev: Nova copies the capability from what libvirt tells of the VF, which takes computes of 2024.1; where Neutron has port-hardware-offload-type, hardware_offload_type=switchdev says it outright',
      },
    },
  ],
  queues: 'device',
  interruptsFrom: 'device',
  trust: 'no_effect',
  isolation: 'virtual_function',
  isolatedBy:
    'the IOMMU, and the flows that OVS put into the NIC; security groups hold where the NIC tracks connections, which depends on the vendor',
  consumes: ['1 VF', 'all guest memory locked by VFIO: plan no overcommit', 'flow table entries of the NIC'],
  migration: {
    mechanism: 'unplug_replug',
    conditions: [
      'the target has a free VF of a PF in switchdev mode on the same network',
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
  notes: [VF_IS_PREDICTED],
};
