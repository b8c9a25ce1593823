import type { ObservedServer } from '../cloud/cloud-records';
import type { LiveHold } from './live-hold';

/** Metadata by which a server says for which VM of which recommendation it was booted. */
export const RECOMMENDATION_METADATA = 'iopath_recommendation';
export const MEMBER_METADATA = 'iopath_member';

/**
 * Which server is whose hold: by the id that the hold was confirmed with; else by what the server's metadata says; else by
 * the ports that were created for the VM. A server is one hold's, and a hold has one server. Of several that claim one hold
 * the one on its host comes first, then the oldest.
 *
 * @returns reservation id -> server
 */
export function matchServers(
  holds: readonly LiveHold[],
  servers: readonly ObservedServer[],
): ReadonlyMap<string, ObservedServer> {
  const byServer = new Map(servers.map((observed) => [observed.server.id, observed]));
  const matched = new Map<string, ObservedServer>();
  const taken = new Set<string>();
  for (const { reservationId, serverId } of holds) {
    if (serverId === null) continue;
    // Whether or not it is there: nobody else's claim may take it.
    taken.add(serverId);
    const observed = byServer.get(serverId);
    if (observed !== undefined) matched.set(reservationId, observed);
  }
  const oldestFirst = [...servers].sort(
    (a, b) => a.server.createdAtMs - b.server.createdAtMs || (a.server.id < b.server.id ? -1 : 1),
  );
  for (const claims of [claimsByMetadata, claimsByPorts]) {
    for (const hold of holds) {
      if (hold.serverId !== null || matched.has(hold.reservationId)) continue;
      const claimants = oldestFirst.filter((observed) => !taken.has(observed.server.id) && claims(hold, observed));
      const chosen = claimants.find(({ server }) => isOnHost(server, hold.hostName)) ?? claimants[0];
      if (chosen === undefined) continue;
      taken.add(chosen.server.id);
      matched.set(hold.reservationId, chosen);
    }
  }
  return matched;
}

/** Whether Nova has the server on this host. Which of its two names an inventory goes by is the operator's choice. */
export function isOnHost(
  { host, hypervisorHostname }: { readonly host: string | null; readonly hypervisorHostname: string | null },
  hostName: string,
): boolean {
  return host !== null && (host === hostName || hypervisorHostname === hostName);
}

/** Whether the server says of itself that it was booted from some recommendation. */
export function namesRecommendation({ server }: ObservedServer): boolean {
  return server.metadata[RECOMMENDATION_METADATA] !== undefined;
}

function claimsByMetadata({ recommendationId, member }: LiveHold, { server: { metadata } }: ObservedServer): boolean {
  return (
    metadata[RECOMMENDATION_METADATA]?.toLowerCase() === recommendationId &&
    metadata[MEMBER_METADATA] === String(member)
  );
}

function claimsByPorts({ portOfNic }: LiveHold, { ports }: ObservedServer): boolean {
  const created = Object.values(portOfNic);
  return ports.some(({ id }) => created.includes(id));
}
