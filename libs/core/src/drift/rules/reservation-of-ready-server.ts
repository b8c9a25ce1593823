import { type DriftFinding, ourFinding } from '../drift-finding';
import type { ComparedHost } from '../host-views';

/** Holds that are only reserved though their server has a host. */
export function reservationOfReadyServer({ hostName, holds, serverOf, nowMs }: ComparedHost): readonly DriftFinding[] {
  return holds.flatMap(({ reservationId, state, expiresAtMs }) => {
    const server = serverOf.get(reservationId)?.server;
    if (state !== 'reserved' || expiresAtMs === null || expiresAtMs <= nowMs || (server?.host ?? null) === null)
      return [];
    const until = new Date(expiresAtMs).toISOString();
    const detail = `Server ${server?.id ?? ''} is ${server?.status ?? ''}; its hold is only reserved, until ${until}.`;
    return [ourFinding('reservation_of_ready_server', hostName, { kind: 'reservation', id: reservationId }, detail)];
  });
}
