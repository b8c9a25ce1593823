import type { Inventory, VirtualFunction } from '../../inventory/inventory';
import type { ChangingFleet } from './changing-fleet';
import { NO_FAULTS, noSuchHost, type MakeChange } from './make-change';

/** More hosts at once are another fleet. */
const MOST_HOSTS = 10_000;

/** So many hosts come with the hardware of this one, in order and in service, with nobody on them. */
export const addHostsLike: MakeChange<'add_hosts_like'> = ({ hostName, count }, fleet) => {
  const host = fleet.host(hostName);
  if (host === undefined) return noSuchHost(hostName);
  if (!Number.isInteger(count) || count < 1 || count > MOST_HOSTS) {
    const message = `1 to ${MOST_HOSTS} hosts can be added, not ${count}.`;
    return [{ pointer: '/count', code: 'change.count_out_of_range', message }];
  }
  const inventory = inOrder(host.inventory);
  for (const name of freeNames(hostName, count, fleet)) fleet.add(name, inventory);
  return NO_FAULTS;
};

/** `compute-01-like-1`, `compute-01-like-2` … past the names that are taken. */
function freeNames(hostName: string, count: number, fleet: ChangingFleet): readonly string[] {
  const names: string[] = [];
  for (let nth = 1; names.length < count; nth++) {
    const name = `${hostName}-like-${nth}`;
    if (fleet.host(name) === undefined) names.push(name);
  }
  return names;
}

/** What is the matter with the one host, its service and its VFs, is not the matter with others like it. */
function inOrder(inventory: Inventory): Inventory {
  const { pfs, computeService } = inventory;
  const isInService =
    computeService === undefined || (computeService.status === 'enabled' && computeService.state === 'up');
  if (isInService && pfs.every(({ vfs }) => !vfs.some(isOutOfOrder))) return inventory;
  return {
    ...inventory,
    ...(computeService && { computeService: { status: 'enabled', state: 'up', disabledReason: null } }),
    pfs: pfs.map((pf) => ({
      ...pf,
      vfs: pf.vfs.map((vf) => (isOutOfOrder(vf) ? { ...vf, state: 'available' } : vf)),
    })),
  };
}

function isOutOfOrder({ state }: VirtualFunction): boolean {
  return state === 'unhealthy' || state === 'quarantined';
}
