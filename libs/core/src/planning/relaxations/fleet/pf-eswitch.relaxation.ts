import type { EswitchMode } from '../../../inventory/inventory';
import { ASPECT } from '../aspects';
import type { FleetConcession, FleetRelaxationRule } from '../relaxation-rule';
import { isOn, requestedNetworks, withPfs, type RequestedNetwork } from './changed-host';

/** The PFs on a network of the request change the mode of their eswitch, one way or the other. */
export const switchEswitch: FleetRelaxationRule = (request) =>
  requestedNetworks(request).flatMap((network) => [
    switched(network, 'switchdev', 'legacy', 'flows of their VFs are no longer offloaded'),
    switched(network, 'legacy', 'switchdev', 'OVS with hw-offload must steer their VFs'),
  ]);

function switched(network: RequestedNetwork, from: EswitchMode, to: EswitchMode, costs: string): FleetConcession {
  return {
    target: 'fleet',
    subject: `pfs[${network.name}].eswitch_mode`,
    from,
    to,
    costs: `${costs}; the mode changes only while no VF of the PF is in use`,
    ladder: `pfs[${network.name}].eswitch_mode: ${to}`,
    aspects: ASPECT.eswitch,
    apply: (host) =>
      withPfs(host, `eswitch ${to} ${network.name}`, (pf) =>
        isOn(network, pf) && pf.eswitchMode === from ? { ...pf, eswitchMode: to } : pf,
      ),
  };
}
