import { always } from '../../nova/by-release';
import { BY_VNIC_TYPE, NO_NEEDS, OVS_DRIVERS, VF_IS_PREDICTED, type NicPath } from '../nic-path';

/**
 * A vDPA device of a VF (`vnic_type=vdpa`): the NIC serves virtio queues in the guest's memory by itself. Nova supports
 * it on hardware-offloaded OVS only (Nova's vDPA guide, "vDPA device tracking"), from kernel 5.7, libvirt 6.9 and QEMU
 * 5.1. QEMU locks all guest memory, and libvirt raises the limit by itself for VFIO only: the flavor must say
 * `hw:locked_memory`, which Nova refuses without a page size (handbook 1.5, 4.1).
 */
export const vdpaNic: NicPath = {
  name: 'vdpa',
  summary: 'virtio-net, whose queues the NIC serves by itself through a vDPA device on a VF',
  chosenBy: 'the port, by vnic_type vdpa',
  takes: 'vf',
  vfKind: 'vdpa',
  needs: {
    ...NO_NEEDS,
    guestDriver: 'virtio_net',
    iommu: true,
    vhostVdpa: true,
    bridge: 'kernel',
    hardwareOffload: true,
    eswitch: 'switchdev',
    guestMemory: 'locked',
    oldest: { kernel: '5.7', libvirt: '6.9', qemu: '5.1' },
    mechanismDrivers: OVS_DRIVERS,
    alsoOnHost: ['the vDPA devices made before nova-compute starts (vdpa dev add), and bound to vhost_vdpa'],
  },
  // Nova reads hw_vif_model for no port of this type (`VNIC_TYPES_DIRECT_PASSTHROUGH`).
  vifModel: null,
  vnicType: 'vdpa',
  expression: always({
    ...BY_VNIC_TYPE,
    extraSpecs: { 'hw:locked_memory': 'true', 'hw:mem_page_size': 'small' },
    remark:
      'all guest memory is locked: any page size will do, and where the flavor states none the smallest keeps it from being overcommitted; realtime guests are locked already',
  }),
  queues: 'one',
  interruptsFrom: 'device',
  trust: 'no_effect',
  isolation: 'virtual_function',
  isolatedBy:
    'the IOMMU, and the flows that OVS put into the NIC; security groups hold where the NIC tracks connections',
  consumes: ['1 VF with a vDPA device, which is then offered as no VF', 'all guest memory locked: no overcommit'],
  migration: {
    mechanism: 'unplug_replug',
    conditions: [
      'every compute has service version 63 (Zed) or later',
      'the target has a free vDPA device on the same network',
      'the guest loses the link while it moves: Nova unplugs the device, whatever vDPA could do by itself',
    ],
    byRelease: always(null),
  },
  notes: [VF_IS_PREDICTED, 'one pair of queues: Nova gives vDPA ports no multiqueue'],
};
