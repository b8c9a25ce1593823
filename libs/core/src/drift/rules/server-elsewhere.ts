import { isOnHost } from '../../reconcile/match-servers';
import { isOnItsWay } from '../../reconcile/on-its-way';
import { isAtRest } from '../../reconcile/server-phase';
import { type DriftFinding, ourFinding } from '../drift-finding';
import type { ComparedHost } from '../host-views';

/** Servers of ours that are at rest on another host than their hold, and not because a step of a re-plan moves them. */
export function serverElsewhere({ hostName, holds, serverOf }: ComparedHost): readonly DriftFinding[] {
  return holds.flatMap((hold) => {
    const { reservationId } = hold;
    const server = serverOf.get(reservationId)?.server;
    if (server === undefined || !isAtRest(server) || isOnHost(server, hostName) || isOnItsWay(hold, server)) return [];
    const detail = `Server ${server.id} is on ${server.host ?? ''}; reservation ${reservationId} is on ${hostName}.`;
    return [ourFinding('server_elsewhere', hostName, { kind: 'server', id: server.id }, detail)];
  });
}
