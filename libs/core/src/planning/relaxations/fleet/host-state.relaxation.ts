import type { HostAdminState } from '../../../fleet/host-state';
import { ASPECT } from '../aspects';
import type { FleetConcession, FleetRelaxationRule } from '../relaxation-rule';

const COSTS: Readonly<Record<Exclude<HostAdminState, 'active'>, string>> = {
  draining: 'a host that somebody is emptying gets a VM again',
  disabled: 'a host that somebody took out of service is used again',
};

/** Hosts that take no new VM are opened again: those being emptied, and those taken out of service, each by themselves. */
export const openHosts: FleetRelaxationRule = () => [open('draining'), open('disabled')];

function open(from: Exclude<HostAdminState, 'active'>): FleetConcession {
  return {
    target: 'fleet',
    subject: 'host.state',
    from,
    to: 'active',
    costs: COSTS[from],
    ladder: `host.state: ${from}`,
    aspects: ASPECT.hostState,
    apply: (host) => (host.state === from ? { ...host, state: 'active' } : host),
  };
}
