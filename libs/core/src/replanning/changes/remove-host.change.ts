import { NO_FAULTS, noSuchHost, type MakeChange } from './make-change';

/** A host goes, and all VMs on it must leave. */
export const removeHost: MakeChange<'remove_host'> = ({ hostName }, fleet) => {
  const host = fleet.host(hostName);
  if (host === undefined) return noSuchHost(hostName);
  fleet.remove(host);
  return NO_FAULTS;
};
