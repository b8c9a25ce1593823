import { always } from '../../nova/by-release';
import { BY_VNIC_TYPE, NO_NEEDS, OVS_DRIVERS, type NicPath } from '../nic-path';

/**
 * virtio-net served by OVS-DPDK, whose polling threads read and write guest memory. The port stays `normal`: the agent
 * of a host whose bridges are `netdev` answers `vif_type=vhostuser` (handbook 0.2, fact 2). The guest's memory must be
 * shared with the switch, which in Nova takes huge pages or `[libvirt]file_backed_memory`; without, the VM boots and
 * its interface passes no traffic (`nova/virt/libvirt/driver.py _get_guest_numa_config`, handbook 1.3).
 */
export const vhostUserNic: NicPath = {
  name: 'vhost_user',
  summary: 'virtio-net, served by the polling threads of OVS-DPDK through memory that guest and switch share',
  chosenBy: 'the agent of the host: what a normal port gets where its bridges have datapath netdev',
  takes: 'nothing',
  vfKind: null,
  needs: {
    ...NO_NEEDS,
    guestDriver: 'virtio_net',
    vhostUser: true,
    bridge: 'dpdk',
    guestMemory: 'shared',
    mechanismDrivers: OVS_DRIVERS,
    alsoOnHost: ['huge pages left over for guests beside those of OVS-DPDK, or [libvirt]file_backed_memory'],
  },
  vifModel: 'virtio',
  vnicType: 'normal',
  expression: always({
    ...BY_VNIC_TYPE,
    extraSpecs: { 'hw:mem_page_size': 'large' },
    remark:
      'the flavor needs huge pages (any size above the smallest of the host); on hosts with file-backed memory it must state no page size at all',
  }),
  queues: 'multiqueue',
  interruptsFrom: 'host',
  trust: 'no_effect',
  isolation: 'host_software',
  isolatedBy: 'the switch process, which maps the memory of every guest it serves; security groups hold',
  consumes: [
    'huge pages for all of the guest’s memory',
    'a share of the PMD cores, which spin whether there is traffic or not',
  ],
  migration: {
    mechanism: 'transparent',
    conditions: ['the target has the huge pages free, and an OVS-DPDK bridge on the same network'],
    byRelease: always(null),
  },
  notes: [
    'Nova cannot ask for vhost-user: the agent of the host decides, and after a move that of the next host; a trait on hosts and flavor makes it hold',
    'quota:vif_* extra specs have no effect',
  ],
};
