import type { HostClaim } from '../fleet/host-claims';
import type { CloudServer, ObservedServer, ProviderAllocation } from './cloud-records';
import { consumerClaim, countsOnItsHost, movingClaim, serverClaim } from './server-claim';
import type { ClaimHost } from './server-devices';

/** A server that is on the host, or has something there, with what it had when last looked at. */
export interface ServerHere {
  readonly observed: ObservedServer;
  /** Its stored claim on this host; null when it had none. */
  readonly former: HostClaim | null;
}

/** What Placement holds on the host for somebody who is no server. */
export interface OtherConsumer {
  readonly consumerId: string;
  readonly allocations: readonly ProviderAllocation[];
}

/** From when a move begins until it is confirmed, reverted or over, Nova counts the server on both hosts. */
const ON_TWO_HOSTS: ReadonlySet<string> = new Set(['MIGRATING', 'RESIZE', 'VERIFY_RESIZE', 'REVERT_RESIZE']);

/** Whether Nova counts the server on the host that it leaves as well as on the one where it comes. */
export function isMoving({ status, taskState }: Pick<CloudServer, 'status' | 'taskState'>): boolean {
  return ON_TWO_HOSTS.has(status) || /^(migrating|resize_)/.test(taskState ?? '');
}

/**
 * Everything that servers of the cloud take of one host, whoever placed them.
 *
 * While a server moves it holds both hosts. The one that it is about to leave is as it was when last looked at. Nova hands
 * what Placement had there over to the migration's id (`nova/conductor/tasks/migrate.py replace_allocation_with_migration`):
 * a consumer that is no server and has exactly what a moving server takes here is that, and is not counted beside it.
 * Every other such consumer counts, for Placement gives what it holds to nobody else.
 */
export function hostServerClaims(
  servers: readonly ServerHere[],
  others: readonly OtherConsumer[],
  host: ClaimHost,
): readonly HostClaim[] {
  const claims = servers.flatMap((here) => claimHere(here, host) ?? []);
  const leaving = servers.filter(({ observed }) => isMoving(observed.server)).map(({ observed }) => observed.server.id);
  const unmatched = claims.filter((claim) => leaving.includes(claim.reservationId));
  for (const { consumerId, allocations } of others) {
    const claim = consumerClaim(consumerId, allocations, host);
    if (claim === null) continue;
    const same = unmatched.findIndex((other) => takesTheSame(other, claim));
    if (same >= 0) unmatched.splice(same, 1);
    else claims.push(claim);
  }
  return claims.sort((a, b) => (a.reservationId < b.reservationId ? -1 : 1));
}

function claimHere({ observed, former }: ServerHere, host: ClaimHost): HostClaim | null {
  const { server } = observed;
  if (!countsOnItsHost(server)) return null;
  if (server.host === host.hostName) return serverClaim(observed, host);
  if (!isMoving(server)) return movingClaim(observed, host);
  return former ?? movingClaim(observed, host);
}

function takesTheSame(a: HostClaim, b: HostClaim): boolean {
  return a.vcpus === b.vcpus && a.pcpus === b.pcpus && a.memoryMib === b.memoryMib && a.diskGib === b.diskGib;
}
