import { formatHash, hash64 } from '../../fleet/content-hash';
import { canonicalJson } from '../../inventory/canonical-inventory';
import type { VmRequest } from '../../request/vm-request';

/**
 * Hosts that score so much less than the best, at most, are as good. About what a few small VMs make of a large host:
 * a difference that the next minute may turn round. Were the best always taken, requests that come at once would all
 * want one host, and then the next.
 */
export const NEAR_BEST = 0.01;

/**
 * What tells one request from another where hosts are drawn for it. Only what the VM is counts, not how its place is
 * chosen: a replay by other weights, or a reservation after an advice, draws the same hosts.
 *
 * @param turn how many plans of this request were thrown away: another turn draws other hosts.
 */
export function spreadSeed(request: VmRequest, turn: number): string {
  const { projectId, name, flavor, image, count, isolation, migration } = request;
  const nics = request.nics.map((nic) => ({ ...nic, paths: null }));
  const disks = request.disks.map((disk) => ({ ...disk, paths: null }));
  const asked = { projectId, name, flavor, image, count, isolation, migration, nics, disks, turn };
  return formatHash(hash64(canonicalJson(asked)));
}

/**
 * The host's lot in the draw, 0..2^32-1; the highest is taken. Rendezvous hashing (Thaler and Ravishankar, 1998): each
 * request has an order of hosts of its own, and hosts that come or go leave the order of the others as it is.
 */
export function lotOf(seed: string, hostName: string): number {
  return hash64(`${seed}/${hostName}`).high;
}
