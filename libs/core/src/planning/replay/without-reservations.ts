import { buildFleet } from '../../fleet/build-fleet';
import { compileHost } from '../../fleet/compile-host';
import type { Fleet } from '../../fleet/fleet';

/** The fleet as it would be if these reservations had never been made. */
export function withoutReservations(fleet: Fleet, reservationIds: ReadonlySet<string>): Fleet {
  let found = false;
  const hosts = fleet.hosts.map((host) => {
    const claims = host.claims.filter(({ reservationId }) => !reservationIds.has(reservationId));
    if (claims.length === host.claims.length) return host;
    found = true;
    return compileHost({ ...host, claims });
  });
  return found ? buildFleet(hosts, fleet.vfDemand, fleet.cloud) : fleet;
}
