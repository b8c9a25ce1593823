import { checkInventory } from '../../inventory/check-inventory';
import { NO_FAULTS, type MakeChange } from './make-change';

/** A host with this inventory comes, active and with nobody on it. */
export const addHost: MakeChange<'add_host'> = ({ hostName, inventory }, fleet) => {
  if (fleet.host(hostName) !== undefined) {
    const message = `There is a host called "${hostName}" in the fleet already.`;
    return [{ pointer: '/host_name', code: 'host.already_in_fleet', message }];
  }
  const faults = checkInventory(inventory);
  if (faults.length > 0) return faults.map((fault) => ({ ...fault, pointer: `/inventory${fault.pointer}` }));
  fleet.add(hostName, inventory);
  return NO_FAULTS;
};
