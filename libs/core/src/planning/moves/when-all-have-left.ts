import { buildFleet } from '../../fleet/build-fleet';
import { compileHost } from '../../fleet/compile-host';
import type { Fleet } from '../../fleet/fleet';
import type { HostState } from '../../fleet/host-state';
import type { Inventory } from '../../inventory/inventory';
import { withoutReservations } from '../replay/without-reservations';
import type { VmMove } from './vm-move';

/**
 * The fleet when all these VMs have left. What they held is free, but for devices for one use that a server has run on:
 * those go to quarantine, as Nova keeps a used `one_time_use` device reserved until an operator clears it.
 */
export function whenAllHaveLeft(moves: readonly VmMove[], fleet: Fleet): Fleet {
  const left = withoutReservations(fleet, new Set(moves.map(({ reservationId }) => reservationId)));
  const used = new Set(moves.flatMap(({ reservationId, wasUsed }) => (wasUsed ? [reservationId] : [])));
  const spent = new Map(fleet.hosts.map((host) => [host.hostName, spentBy(used, host)] as const));
  if ([...spent.values()].every((addresses) => addresses.length === 0)) return left;
  const hosts = left.hosts.map((host) => {
    const addresses = spent.get(host.hostName) ?? [];
    return addresses.length === 0 ? host : compileHost({ ...host, quarantined: [...host.quarantined, ...addresses] });
  });
  return buildFleet(hosts, fleet.vfDemand, fleet.cloud);
}

function spentBy(reservationIds: ReadonlySet<string>, { claims, inventory }: HostState): readonly string[] {
  const held = claims
    .filter(({ reservationId }) => reservationIds.has(reservationId))
    .flatMap(({ devices }) => devices);
  if (held.length === 0) return [];
  const once = devicesForOneUse(inventory);
  return held.map(({ address }) => address).filter((address) => once.has(address));
}

/** Addresses of the host's devices that an operator has to clear once a server has run on them. */
export function devicesForOneUse({ pfs, pciDevices }: Inventory): ReadonlySet<string> {
  const once = [...pfs, ...pciDevices].filter(({ oneTimeUse }) => oneTimeUse === true);
  return new Set(once.map(({ address }) => address));
}
