import type { Fault } from '../../fault';
import { checkInventory } from '../../inventory/check-inventory';
import type { Inventory } from '../../inventory/inventory';
import { NO_FAULTS, noSuchHost, type MakeChange } from './make-change';

/** A NIC is put into a host, with its VFs. */
export const addPf: MakeChange<'add_pf'> = ({ hostName, pf }, fleet) => {
  const host = fleet.host(hostName);
  if (host === undefined) return noSuchHost(hostName);
  const before = host.inventory;
  const after: Inventory = { ...before, pfs: [...before.pfs, pf] };
  const faults = newFaults(before, after);
  if (faults.length > 0) return faults.map((fault) => ({ ...fault, pointer: pointerTo(fault, before) }));
  fleet.setInventory(host, after, null);
  return NO_FAULTS;
};

/** What a document of before had wrong is not of this change. */
function newFaults(before: Inventory, after: Inventory): readonly Fault[] {
  const known = new Set(checkInventory(before).map((fault) => JSON.stringify(fault)));
  return checkInventory(after).filter((fault) => !known.has(JSON.stringify(fault)));
}

/** Of two devices with one address the check names the later one in the document, which may be another than this PF. */
function pointerTo({ pointer }: Fault, { pfs }: Inventory): string {
  const own = `/pfs/${pfs.length}`;
  return pointer.startsWith(`${own}/`) ? `/pf${pointer.slice(own.length)}` : '/pf';
}
