import type { PhysicalFunction } from '../../../inventory/inventory';
import { ASPECT } from '../aspects';
import type { FleetRelaxationRule } from '../relaxation-rule';
import { isOn, requestedNetworks, withPfs, type RequestedNetwork } from './changed-host';

/**
 * The links of the PFs on a network of the request come up. A port without link tells no speed: where a NIC asks for
 * bandwidth, only PFs whose speed is known nevertheless are counted on.
 */
export const bringLinksUp: FleetRelaxationRule = (request) =>
  requestedNetworks(request).map((network) => ({
    target: 'fleet',
    subject: `pfs[${network.name}].link_state`,
    from: 'down or unknown',
    to: 'up',
    costs: 'cable, transceiver, switch port or `ip link set up` on the host',
    ladder: `pfs[${network.name}].link_state`,
    aspects: ASPECT.link,
    apply: (host) =>
      withPfs(host, `link ${network.name}`, (pf) =>
        isOn(network, pf) && pf.linkState !== 'up' && carries(pf, network) ? { ...pf, linkState: 'up' } : pf,
      ),
  }));

function carries({ linkSpeedMbps }: PhysicalFunction, { nics }: RequestedNetwork): boolean {
  return linkSpeedMbps !== null || nics.every(({ bandwidthMbps }) => bandwidthMbps === null);
}
