import { buildFleet } from '../../fleet/build-fleet';
import { compileHost } from '../../fleet/compile-host';
import type { Fleet } from '../../fleet/fleet';
import type { HostAdminState, HostState } from '../../fleet/host-state';
import type { ServerInTheWay } from './replan-task';

/** The fleet with some of its hosts changed, by name. */
export function withChangedHosts(fleet: Fleet, changed: ReadonlyMap<string, HostState>): Fleet {
  if (changed.size === 0) return fleet;
  const hosts = fleet.hosts.map((host) => changed.get(host.hostName) ?? host);
  return buildFleet(hosts, fleet.vfDemand, fleet.cloud);
}

/** The fleet with hosts that take nobody, which rules read off their administrative state. */
export function withClosedHosts(fleet: Fleet, names: ReadonlySet<string>, state: HostAdminState): Fleet {
  const closed = fleet.hosts.filter((host) => names.has(host.hostName) && host.state === 'active');
  return withChangedHosts(fleet, new Map(closed.map((host) => [host.hostName, compileHost({ ...host, state })])));
}

/** Servers on these hosts that the advisor did not place. */
export function foreignServersOn(fleet: Fleet, names: ReadonlySet<string>, detail: string): readonly ServerInTheWay[] {
  return fleet.hosts
    .filter(({ hostName }) => names.has(hostName))
    .flatMap(({ hostName, claims }) =>
      claims
        .filter(({ isForeign }) => isForeign === true)
        .map(({ reservationId, projectId }) => ({ serverId: reservationId, projectId, hostName, detail })),
    );
}
