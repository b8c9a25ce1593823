import { ASPECT } from '../aspects';
import type { FleetRelaxationRule } from '../relaxation-rule';
import { isOn, requestedNetworks, withInventory } from './changed-host';

/** A bridge of the kernel datapath on a physical network that a host's bridges do not reach. */
export const bridgeNetwork: FleetRelaxationRule = (request) =>
  requestedNetworks(request).map((network) => ({
    target: 'fleet',
    subject: `bridges[${network.name}]`,
    from: 'none',
    to: 'a bridge of the kernel datapath',
    costs: 'a NIC of the host on that network, an OVS bridge and its bridge_mappings entry',
    ladder: `bridges[${network.name}]`,
    aspects: ASPECT.bridges,
    apply: (host) => {
      const { bridges } = host.inventory;
      if (bridges.some((bridge) => isOn(network, bridge))) return host;
      const bridge = {
        name: `br-${network.name}`,
        physicalNetwork: network.name,
        datapath: 'system',
        uplinkMbps: null,
        hwOffload: null,
      } as const;
      return withInventory(host, `bridge ${network.name}`, { bridges: [...bridges, bridge] });
    },
  }));
