import type { Fleet } from '../fleet/fleet';
import type { VmRequest } from '../request/vm-request';
import { buildPlacement } from './build-placement';
import type { Decision, Explanation, NoValidHostDecision, Placement } from './decision';
import { signatureOf } from './decision-signature';
import { explainFleet } from './explanation/explain-fleet';
import { paretoFront } from './search/pareto';
import { placeMembers } from './place-members';
import type { PlanningPolicy } from './planning-policy';
import { findRelaxations } from './relaxations/find-relaxations';
import type { RequestContext } from './request-context';
import { otherDiskPaths, settled, type FleetSearch } from './search/search-fleet';

export interface PlannedRequest {
  readonly decision: Decision;
  readonly explanation: Explanation;
}

/** No answer lists more ways than a person would read. */
const MAX_ALTERNATIVES = 8;

/**
 * Decides where the request's VMs go and by which paths, or why nowhere. All of `count` VMs are placed, each on what
 * the ones before it left, or none. Pure: the same input gives the same answer.
 *
 * @throws RequestRefusedByNovaError when flavor and image contradict each other, which callers check before;
 *   UnknownProfileError for a profile that is not in the policy's book.
 */
export function planRequest(request: VmRequest, fleet: Fleet, policy: PlanningPolicy): PlannedRequest {
  const { decision, explain } = decided(request, fleet, policy);
  return { decision, explanation: explain() };
}

/**
 * The decision that {@link planRequest} makes, for who does not ask why: explaining a large fleet takes longer than deciding.
 *
 * @throws as planRequest does.
 */
export function decideRequest(request: VmRequest, fleet: Fleet, policy: PlanningPolicy): Decision {
  return decided(request, fleet, policy).decision;
}

interface Decided {
  readonly decision: Decision;
  readonly explain: () => Explanation;
}

function decided(request: VmRequest, fleet: Fleet, policy: PlanningPolicy): Decided {
  const signature = signatureOf(request, fleet, policy);
  const { placements, first, stuck } = placeMembers(request, fleet, policy);
  if (stuck !== null) {
    const explanation = explainFleet(stuck.fleet, stuck.context);
    const decision = { ...signature, ...noValidHost(request, fleet, policy, explanation) };
    return { decision, explain: () => explanation };
  }
  const alternatives = alternativesTo(first.search, first.context);
  const decision: Decision = { status: 'ready', ...signature, members: placements, alternatives };
  return { decision, explain: () => explainFleet(fleet, first.context) };
}

function noValidHost(
  request: VmRequest,
  fleet: Fleet,
  policy: PlanningPolicy,
  { rejections }: Explanation,
): Pick<NoValidHostDecision, 'status' | 'rejections' | 'relaxations'> {
  const relaxations = findRelaxations(request, fleet, policy);
  return { status: 'no_valid_host', rejections, relaxations };
}

function alternativesTo(search: FleetSearch, context: RequestContext): readonly Placement[] {
  const { best, taken, champions } = search;
  if (taken === null) return [];
  return paretoFront([...champions, ...otherDiskPaths(taken, context)])
    .filter((champion) => champion !== best)
    .slice(0, MAX_ALTERNATIVES)
    .map((champion) => settled(champion, context))
    .map((candidate) => buildPlacement(candidate, context, search.hostsLike(candidate)));
}
