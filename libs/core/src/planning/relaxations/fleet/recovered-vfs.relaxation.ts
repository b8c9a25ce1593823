import type { VfState, VirtualFunction } from '../../../inventory/inventory';
import { ASPECT } from '../aspects';
import type { FleetRelaxationRule } from '../relaxation-rule';
import { isOn, requestedNetworks, withPfs } from './changed-host';

const OUT_OF_ORDER: readonly VfState[] = ['unhealthy', 'quarantined'];

/** VFs that are set aside as unhealthy or quarantined come back, on a network of the request. */
export const recoverVfs: FleetRelaxationRule = (request) =>
  requestedNetworks(request).map((network) => ({
    target: 'fleet',
    subject: `pfs[${network.name}].vfs.state`,
    from: OUT_OF_ORDER.join(' or '),
    to: 'available',
    costs: 'somebody must find out what was wrong with them',
    ladder: `pfs[${network.name}].vfs.state`,
    aspects: ASPECT.vfs,
    apply: (host) =>
      withPfs(host, `recover ${network.name}`, (pf) =>
        isOn(network, pf) && pf.vfs.some(isOut) ? { ...pf, vfs: pf.vfs.map(recovered) } : pf,
      ),
  }));

function isOut({ state }: VirtualFunction): boolean {
  return OUT_OF_ORDER.includes(state);
}

function recovered(vf: VirtualFunction): VirtualFunction {
  return isOut(vf) ? { ...vf, state: 'available' } : vf;
}
