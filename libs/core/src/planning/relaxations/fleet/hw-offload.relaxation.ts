import { ASPECT } from '../aspects';
import type { FleetRelaxationRule } from '../relaxation-rule';
import { withInventory } from './changed-host';

/** OVS hands flows to the NIC, on hosts where it is known not to. */
export const offloadFlows: FleetRelaxationRule = () => [
  {
    target: 'fleet',
    subject: 'bridges.hw_offload',
    from: 'false',
    to: 'true',
    costs: 'other_config:hw-offload=true and a restart of OVS, which interrupts every port of the host',
    ladder: 'bridges.hw_offload',
    aspects: ASPECT.bridges,
    apply: (host) => {
      const { bridges } = host.inventory;
      if (bridges.every(({ hwOffload }) => hwOffload !== false)) return host;
      const offloading = bridges.map((bridge) =>
        bridge.hwOffload === false ? { ...bridge, hwOffload: true } : bridge,
      );
      return withInventory(host, 'hw-offload', { bridges: offloading });
    },
  },
];
