import { ASPECT } from '../aspects';
import type { FleetRelaxationRule } from '../relaxation-rule';
import { requestedNetworks, withPfs } from './changed-host';

/**
 * PFs that no `[pci]device_spec` puts on a physical network are put on one of the request's. A PF with another tag is let
 * alone: it is on another network, and a tag does not move its cable.
 */
export const tagPfs: FleetRelaxationRule = (request) =>
  requestedNetworks(request).map(({ name }) => ({
    target: 'fleet',
    subject: 'pfs[untagged].physical_network',
    from: 'none',
    to: name,
    costs: 'the NICs must be cabled to it, and physical_network set in [pci]device_spec and the SR-IOV agent',
    ladder: `pfs[untagged].physical_network: ${name}`,
    aspects: ASPECT.pfNetwork,
    apply: (host) =>
      withPfs(host, `tag ${name}`, (pf) => (pf.physicalNetwork === null ? { ...pf, physicalNetwork: name } : pf)),
  }));
