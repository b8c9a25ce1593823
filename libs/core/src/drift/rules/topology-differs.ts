import { isOnHost } from '../../reconcile/match-servers';
import { isOnItsWay } from '../../reconcile/on-its-way';
import { isAtRest } from '../../reconcile/server-phase';
import { isSameCompute, trueCompute } from '../../reconcile/true-compute';
import { type DriftFinding, ourFinding } from '../drift-finding';
import type { ComparedHost } from '../host-views';

/** Servers of ours on other NUMA nodes or CPUs than the ledger says. */
export function topologyDiffers({ hostName, holds, serverOf }: ComparedHost): readonly DriftFinding[] {
  return holds.flatMap((hold) => {
    const { reservationId, compute } = hold;
    const observed = serverOf.get(reservationId);
    if (observed === undefined || !isAtRest(observed.server) || !isOnHost(observed.server, hostName)) return [];
    if (isOnItsWay(hold, observed.server)) return [];
    const actual = trueCompute(compute, observed.topology);
    if (actual === null || isSameCompute(actual, compute)) return [];
    const detail = `Server ${observed.server.id} is on ${placeOf(actual)}; the ledger says ${placeOf(compute)}.`;
    return [ourFinding('topology_differs', hostName, { kind: 'reservation', id: reservationId }, detail)];
  });
}

function placeOf({
  cells,
}: {
  readonly cells: readonly { readonly hostNode: number; readonly pinnedCpus: readonly number[] }[];
}): string {
  return cells
    .map(
      ({ hostNode, pinnedCpus }) =>
        `node ${hostNode}${pinnedCpus.length === 0 ? '' : `, CPUs ${pinnedCpus.join(',')}`}`,
    )
    .join(' and ');
}
