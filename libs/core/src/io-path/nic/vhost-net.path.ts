import { always } from '../../nova/by-release';
import { BRIDGE_DRIVERS, BY_VNIC_TYPE, NO_NEEDS, type NicPath } from '../nic-path';

/** virtio-net served by a kernel thread of the host: what a `normal` port gets where `/dev/vhost-net` is usable. */
export const vhostNetNic: NicPath = {
  name: 'vhost_net',
  summary: 'virtio-net, served by a kernel thread of the host that moves packets between guest and tap device',
  chosenBy: 'the host: what a normal port gets where /dev/vhost-net is usable',
  takes: 'nothing',
  vfKind: null,
  needs: {
    ...NO_NEEDS,
    guestDriver: 'virtio_net',
    vhostNet: 'present',
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
  consumes: ['host CPU time, by the packet: one kernel thread for each pair of queues'],
  migration: { mechanism: 'transparent', conditions: [], byRelease: always(null) },
  notes: [
    'Nova cannot ask for vhost-net against QEMU: the host decides, and after a move the next host does; a trait on hosts and flavor makes it hold',
  ],
};
