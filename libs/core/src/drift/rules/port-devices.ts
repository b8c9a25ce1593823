import type { ObservedServer } from '../../cloud/cloud-records';
import type { LiveHold } from '../../reconcile/live-hold';
import { isOnHost } from '../../reconcile/match-servers';
import { isOnItsWay } from '../../reconcile/on-its-way';
import { isAtRest } from '../../reconcile/server-phase';
import { trueDevices, type TrueDevices } from '../../reconcile/true-devices';
import type { ComparedHost } from '../host-views';

/** What Neutron says of the devices of each hold whose server is at rest on this host. */
export function portDevices({ hostName, holds, serverOf, devices }: ComparedHost): readonly {
  readonly hold: LiveHold;
  readonly observed: ObservedServer;
  readonly truth: TrueDevices;
}[] {
  return holds.flatMap((hold) => {
    const observed = serverOf.get(hold.reservationId);
    if (observed === undefined || !isAtRest(observed.server) || !isOnHost(observed.server, hostName)) return [];
    if (isOnItsWay(hold, observed.server)) return [];
    return [{ hold, observed, truth: trueDevices(hold, observed, devices) }];
  });
}
