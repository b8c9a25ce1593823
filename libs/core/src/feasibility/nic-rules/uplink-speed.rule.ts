import type { NicHostRule } from '../nic-rule';
import { bridgesFor } from './bridge-on-network.rule';

/**
 * A bridge cannot carry more than its uplink; an uplink of unknown speed is given the benefit of the doubt. Packets of
 * a VF do not pass the bridge: its PF's link is asked instead.
 */
export const uplinkSpeed: NicHostRule = {
  name: 'uplink-speed',
  reject(path, nic, { inventory }) {
    if (path.needs.bridge === null || path.takes !== 'nothing' || nic.bandwidthMbps === null) return null;
    const speeds = bridgesFor(path, inventory.bridges, nic.physicalNetwork).map(
      (bridge) => bridge.uplinkMbps ?? Infinity,
    );
    const fastest = Math.max(0, ...speeds);
    if (nic.bandwidthMbps <= fastest) return null;
    return { code: 'link.too_slow', required: `${nic.bandwidthMbps} Mbit/s`, available: `${fastest} Mbit/s` };
  },
};
