import { always } from '../../nova/by-release';
import { BRIDGE_DRIVERS, BY_VNIC_TYPE, NO_NEEDS, type NicPath } from '../nic-path';

/** A whole NIC imitated by QEMU: for guests without virtio drivers (`hw_vif_model=e1000`). */
export const emulatedNic: NicPath = {
  name: 'emulated',
  summary: 'QEMU imitates an Intel 82540EM (e1000); every packet leaves the guest several times',
  chosenBy: 'the image, by hw_vif_model=e1000',
  takes: 'nothing',
  vfKind: null,
  needs: { ...NO_NEEDS, guestDriver: 'e1000', bridge: 'kernel', mechanismDrivers: BRIDGE_DRIVERS },
  vifModel: 'e1000',
  vnicType: 'normal',
  expression: always(BY_VNIC_TYPE),
  queues: 'one',
  interruptsFrom: 'host',
  trust: 'no_effect',
  isolation: 'host_software',
  isolatedBy: 'the QEMU process and the firewall of the bridge; security groups hold',
  consumes: ['host CPU time, by the packet'],
  migration: { mechanism: 'transparent', conditions: [], byRelease: always(null) },
  notes: [],
};
