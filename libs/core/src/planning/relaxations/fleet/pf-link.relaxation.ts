import { ASPECT } from '../aspects';
import type { FleetRelaxationRule } from '../relaxation-rule';
import { isOn, requestedNetworks, withPfs } from './changed-host';

/** The links of the PFs on a network of the request come up. */
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
        isOn(network, pf) && pf.linkState !== 'up' ? { ...pf, linkState: 'up' } : pf,
      ),
  }));
