import { buildFleet } from '../../fleet/build-fleet';
import { compileHost } from '../../fleet/compile-host';
import type { Fleet } from '../../fleet/fleet';
import type { PlanningPolicy } from '../../planning/planning-policy';
import { requestContext } from '../../planning/request-context';
import { twinHosts } from '../../planning/relaxations/twin-hosts';
import type { VmRequest } from '../../request/vm-request';
import { fillHost, type FilledHost, type FillLimits } from './fill-host';

/** A fleet with as many VMs of one request as came to it. */
export interface FilledFleet {
  readonly fleet: Fleet;
  /** Hosts that took some, by name. */
  readonly byHost: readonly { readonly hostName: string; readonly vms: number }[];
  /** False where it may take more: time ended, or there were enough. */
  readonly isFull: boolean;
}

/** Hosts that are alike, each filled in the same way. */
interface FilledTwins extends FilledHost {
  readonly hostNames: readonly string[];
}

/**
 * Fills a fleet with VMs of a request, host by host. A hard server group is kept: by anti-affinity a host takes one at most,
 * by affinity all go to the host of the group, or where it has none yet to the host that takes the most.
 *
 * @param request for one VM.
 */
export function fillFleet(request: VmRequest, fleet: Fleet, policy: PlanningPolicy, limits: FillLimits): FilledFleet {
  const context = requestContext(request, fleet, policy);
  const groupPolicy = request.constraints.group?.policy;
  const oneHostOnly = groupPolicy === 'affinity' && context.groupHosts.size === 0;
  const mostAHost = groupPolicy === 'anti-affinity' ? 1 : Infinity;
  const mostFirst = [...twinHosts(fleet, request)].sort((a, b) => b.hostNames.length - a.hostNames.length);
  let left = limits.mostVms;
  const all = mostFirst.map(({ host, hostNames }): FilledTwins => {
    const { claims, isFull } = fillHost(host, fleet, context, { ...limits, mostVms: Math.min(mostAHost, left) });
    const filled = { claims, isFull: isFull || claims.length === mostAHost };
    if (oneHostOnly) return { ...filled, hostNames: hostNames.slice(0, 1) };
    left = Math.max(0, left - claims.length * hostNames.length);
    return { ...filled, hostNames };
  });
  const isFull = all.every((twins) => twins.isFull);
  return withAll(oneHostOnly ? [roomiest(all)] : all, isFull, fleet, limits.mostVms);
}

function roomiest(all: readonly FilledTwins[]): FilledTwins {
  const none: FilledTwins = { hostNames: [], claims: [], isFull: true };
  return all.reduce((best, other) => (other.claims.length > best.claims.length ? other : best), none);
}

/** The fleet with the VMs on it; of more than are wanted the last are left out. */
function withAll(all: readonly FilledTwins[], isFull: boolean, fleet: Fleet, mostVms: number): FilledFleet {
  const claimsOf = new Map(all.flatMap(({ hostNames, claims }) => hostNames.map((name) => [name, claims])));
  const byHost: { hostName: string; vms: number }[] = [];
  let left = mostVms;
  const hosts = fleet.hosts.map((host) => {
    const claims = claimsOf.get(host.hostName)?.slice(0, left) ?? [];
    if (claims.length === 0) return host;
    left -= claims.length;
    byHost.push({ hostName: host.hostName, vms: claims.length });
    return compileHost({ ...host, claims: [...host.claims, ...claims] });
  });
  return { fleet: buildFleet(hosts, fleet.vfDemand, fleet.cloud), byHost, isFull: isFull && left > 0 };
}
