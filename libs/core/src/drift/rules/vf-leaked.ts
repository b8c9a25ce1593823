import type { LiveHold } from '../../reconcile/live-hold';
import { isWithoutPlace } from '../../reconcile/server-phase';
import { type DriftFinding, ourFinding } from '../drift-finding';
import type { ComparedHost } from '../host-views';

/**
 * Devices, or else CPUs and memory, held for servers that are gone, or that Nova has taken everything from: deleted behind
 * the advisor's back, or shelved and offloaded. Only a listing that came to its end, and began after the hold last changed,
 * can say so.
 */
export function vfLeaked(host: ComparedHost): readonly DriftFinding[] {
  return host.holds
    .filter((hold) => isWithoutServer(host, hold))
    .flatMap((hold) => {
      const { reservationId, serverId, devices } = hold;
      const why = host.serverOf.has(reservationId) ? 'is on no host any more' : 'is gone';
      if (devices.length === 0) {
        const detail = `Reservation ${reservationId} is confirmed for server ${serverId ?? ''}, which ${why}.`;
        return [ourFinding('hold_leaked', host.hostName, { kind: 'reservation', id: reservationId }, detail)];
      }
      return devices.map(({ allocationId, kind, address }) => {
        const detail = `${kind.toUpperCase()} ${address} is held for server ${serverId ?? ''}, which ${why}.`;
        return ourFinding('vf_leaked', host.hostName, { kind: 'allocation', id: allocationId }, detail);
      });
    });
}

/** Whether the cloud says that the server of a confirmed hold takes nothing any more. */
export function isWithoutServer({ cloud, serverOf }: ComparedHost, hold: LiveHold): boolean {
  if (hold.serverId === null || !cloud.isServerListComplete || hold.changedAtMs >= cloud.listedAtMs) return false;
  const observed = serverOf.get(hold.reservationId);
  return observed === undefined || isWithoutPlace(observed.server);
}
