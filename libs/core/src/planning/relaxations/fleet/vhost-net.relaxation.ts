import { ASPECT } from '../aspects';
import type { FleetRelaxationRule } from '../relaxation-rule';
import { withInventory } from './changed-host';

/** The vhost-net module is loaded: libvirt then takes it for every virtio NIC (handbook 0.2, fact 1). */
export const loadVhostNet: FleetRelaxationRule = () => [
  {
    target: 'fleet',
    subject: 'vhost.net',
    from: 'false or unknown',
    to: 'true',
    costs: 'modprobe vhost_net, and at every boot; VMs that run keep the QEMU back end until they are started anew',
    ladder: 'vhost.net',
    aspects: ASPECT.vhost,
    apply: (host) => {
      const { vhost } = host.inventory;
      return vhost.net === true ? host : withInventory(host, 'vhost-net', { vhost: { ...vhost, net: true } });
    },
  },
];
