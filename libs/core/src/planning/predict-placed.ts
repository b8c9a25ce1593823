import { buildFleet } from '../fleet/build-fleet';
import type { HostState } from '../fleet/host-state';
import { NIC_PATHS } from '../io-path/catalogue';
import type { NicPathName } from '../io-path/io-path';
import type { NicPrediction } from '../io-path/model/prediction';
import type { VmRequest } from '../request/vm-request';
import type { PlanningPolicy } from './planning-policy';
import { requestContext } from './request-context';
import { scoreNic } from './search/score-candidate';

/** The path that one NIC runs by, whoever chose it. */
export interface PlacedNic {
  readonly path: NicPathName;
  /** The PF that carries it; null for a path in software. */
  readonly pfAddress: string | null;
}

/**
 * What the model predicts for the NICs of a VM whose place is settled, so that places which others chose are judged by
 * the same numbers as the advisor's own.
 *
 * @param nics one for each NIC of the request, in its order.
 * @param guestNodes host nodes that the guest lies on; null for a guest without NUMA topology.
 * @param host with every claim but the VM's own taken off.
 * @throws RangeError for a path or a PF that does not exist.
 */
export function predictPlaced(
  request: VmRequest,
  nics: readonly PlacedNic[],
  guestNodes: readonly number[] | null,
  host: HostState,
  policy: PlanningPolicy,
): readonly NicPrediction[] {
  const context = requestContext(request, buildFleet([host]), policy);
  const anchor = { topology: null, fit: null, nodes: guestNodes, isClaimable: true };
  return nics.map(({ path: name, pfAddress }, index) => {
    const path = NIC_PATHS.find((each) => each.name === name);
    const pf = pfAddress === null ? null : host.pfs.find(({ pf: { address } }) => address === pfAddress);
    if (path === undefined || pf === undefined) throw new RangeError(`no ${name} on ${pfAddress} of ${host.hostName}`);
    return scoreNic(index, path, pf, anchor, host, context).predicted;
  });
}
