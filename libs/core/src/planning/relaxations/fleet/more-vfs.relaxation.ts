import type { HostFacts } from '../../../fleet/compile-host';
import { addressToCome, highestIommuGroup, virtualFunctionLike } from '../../../inventory/virtual-function-like';
import { ASPECT } from '../aspects';
import type { FleetConcession, FleetRelaxationRule } from '../relaxation-rule';
import { isOn, requestedNetworks, withPfs, type RequestedNetwork } from './changed-host';

/** More VFs than this are not proposed for one PF. */
const MOST_VFS = 4;

/** More VFs on the PFs of a network of the request, one for each of its NICs there at most, as far as the PFs can. */
export const createVfs: FleetRelaxationRule = (request) =>
  requestedNetworks(request).flatMap((network) =>
    Array.from({ length: Math.min(network.nics.length, MOST_VFS) }, (_, index) => created(network, index + 1)),
  );

function created(network: RequestedNetwork, count: number): FleetConcession {
  return {
    target: 'fleet',
    subject: `pfs[${network.name}].vfs`,
    from: null,
    to: `${count} more on each PF`,
    costs: 'sriov_numvfs changes only through 0, so no VF of the PF may be in use meanwhile; VFs share its bandwidth',
    ladder: `pfs[${network.name}].vfs: more`,
    aspects: ASPECT.vfs,
    apply: (host) => withMoreVfs(host, network, count),
  };
}

function withMoreVfs(host: HostFacts, network: RequestedNetwork, count: number): HostFacts {
  let group = highestIommuGroup(host.inventory);
  return withPfs(host, `${count} VFs ${network.name}`, (pf) => {
    const hasRoom = pf.totalVfs !== null && pf.vfs.length + count <= pf.totalVfs;
    if (!hasRoom || !isOn(network, pf)) return pf;
    const first = pf.vfs.reduce((highest, vf) => Math.max(highest, vf.index), -1) + 1;
    const added = Array.from({ length: count }, (_, nth) => {
      const index = first + nth;
      return virtualFunctionLike(pf, { index, address: addressToCome(pf, index), iommuGroup: ++group });
    });
    return { ...pf, vfs: [...pf.vfs, ...added] };
  });
}
