import { NO_FAULTS, noSuchHost, noSuchPf, type MakeChange } from './make-change';

/** A NIC is taken out of a host, and with it its VFs: who holds one of them must move. */
export const removePf: MakeChange<'remove_pf'> = ({ hostName, address }, fleet) => {
  const host = fleet.host(hostName);
  if (host === undefined) return noSuchHost(hostName);
  const { inventory } = host;
  const pf = inventory.pfs.find((each) => each.address === address);
  if (pf === undefined) return noSuchPf(hostName, address);
  fleet.setInventory(host, { ...inventory, pfs: inventory.pfs.filter((each) => each !== pf) }, pf);
  return NO_FAULTS;
};
