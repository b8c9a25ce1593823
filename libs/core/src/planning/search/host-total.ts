import type { HostState } from '../../fleet/host-state';
import { factDiscount } from '../../fleet/fact-age';
import { type HostWorth, weightedTotal } from '../../scoring/score';
import type { HostScoreInput } from '../../scoring/score-term';
import { HOST_TERMS } from '../../scoring/terms';
import type { RequestContext } from '../request-context';

/** What the host's own terms come to for this request, 0..1. */
export function hostTotalOf(host: HostState, context: RequestContext): number {
  return weightedTotal(HOST_TERMS, hostScoreInput(host, context), context.weights);
}

/** That, and what the age of its facts costs. */
export function hostWorthOf(host: HostState, context: RequestContext): HostWorth {
  return { total: hostTotalOf(host, context), discount: factDiscount(host.factAge) };
}

/** What the host's own terms look at. */
export function hostScoreInput(
  host: HostState,
  { wanted, profile, request, groupHosts }: RequestContext,
): HostScoreInput {
  const { free, capacity } = host;
  const share = (left: number, all: number): number => (all <= 0 ? 1 : Math.max(0, left / all));
  const cpu =
    wanted.pcpus > 0
      ? share(free.pcpus - wanted.pcpus, capacity.pcpus)
      : share(free.vcpus - wanted.vcpus, capacity.vcpus);
  const memory = share(free.memoryMib - wanted.memoryMib, capacity.memoryMib);
  const policy = request.constraints.group?.policy ?? null;
  const isInGroup = groupHosts.has(host.hostName);
  const followsGroup =
    policy === 'soft-affinity'
      ? isInGroup || groupHosts.size === 0
      : policy === 'soft-anti-affinity'
        ? !isInGroup
        : null;
  return { headroom: Math.min(cpu, memory), packs: profile.packs, followsGroup };
}
