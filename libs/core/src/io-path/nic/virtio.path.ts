import { always } from '../../nova/by-release';
import { BRIDGE_DRIVERS, BY_VNIC_TYPE, NO_NEEDS, type NicPath } from '../nic-path';

/**
 * virtio-net served by the QEMU process. Nova has no knob for it: libvirt takes vhost-net wherever the
 * host offers it (`nova/virt/libvirt/vif.py get_base_config`), so this path exists only on hosts that do not.
 */
export const virtioNic: NicPath = {
  name: 'virtio',
  summary: 'virtio-net, served by the main loop of the QEMU process',
  chosenBy: 'the host: what a normal port gets where /dev/vhost-net is not usable ([libvirt]virt_type=qemu included)',
  takes: 'nothing',
  vfKind: null,
  needs: {
    ...NO_NEEDS,
    guestDriver: 'virtio_net',
    vhostNet: 'absent',
    bridge: 'kernel',
    mechanismDrivers: BRIDGE_DRIVERS,
  },
  vifModel: 'virtio',
  vnicType: 'normal',
  expression: always(BY_VNIC_TYPE),
  queues: 'multiqueue',
  interruptsFrom: 'host',
  trust: 'no_effect',
  isolation: 'host_software',
  isolatedBy: 'the QEMU process and the firewall of the bridge; security groups hold',
  consumes: ['host CPU time, by the packet'],
  migration: { mechanism: 'transparent', conditions: [], byRelease: always(null) },
  notes: [
    'Nova cannot ask for QEMU against vhost-net: the host decides, and after a move the next host does; a trait on hosts and flavor makes it hold',
  ],
};
