import type { Fleet } from '../../fleet/fleet';
import type { HostClaim } from '../../fleet/host-claims';
import type { HostState } from '../../fleet/host-state';
import type { VmRequest } from '../../request/vm-request';

/** Hosts that no concession and no rule can tell apart: what is true of one is true of all. */
export interface TwinHosts {
  /** The one with the smallest name. */
  readonly host: HostState;
  /** All of them, by name. */
  readonly hostNames: readonly string[];
}

/**
 * Hosts with the same inventory and the same VMs on them, as far as the request can tell: who owns those VMs matters
 * only to a tenant who wants a PF for itself, and their server group only if it is the request's.
 */
export function twinHosts({ hosts }: Fleet, request: VmRequest): readonly TwinHosts[] {
  const { includeHosts, excludeHosts, group } = request.constraints;
  const included = includeHosts === null ? null : new Set(includeHosts);
  const excluded = new Set(excludeHosts);
  const classes = new Map<string, { host: HostState; hostNames: string[] }>();
  for (const host of hosts) {
    const key = JSON.stringify([
      host.state,
      host.inventoryHash,
      included?.has(host.hostName) ?? true,
      excluded.has(host.hostName),
      group !== null && host.groups.has(group.id),
      [...host.quarantined].sort(),
      host.claims.map((claim) => claimText(claim, request)).sort(),
    ]);
    const known = classes.get(key);
    if (known === undefined) classes.set(key, { host, hostNames: [host.hostName] });
    else known.hostNames.push(host.hostName);
  }
  return [...classes.values()];
}

function claimText(
  { reservationId: _id, projectId, groupId: _group, ...taken }: HostClaim,
  request: VmRequest,
): string {
  return JSON.stringify([taken, request.isolation === 'tenant_pf' ? projectId : null]);
}
