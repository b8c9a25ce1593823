import { modelVersionOf } from '../../planning/model-version';
import { explainFleet } from '../../planning/explanation/explain-fleet';
import { findRelaxations } from '../../planning/relaxations/find-relaxations';
import type { PlanningPolicy } from '../../planning/planning-policy';
import { requestContext } from '../../planning/request-context';
import type { Fleet } from '../../fleet/fleet';
import type { VmRequest } from '../../request/vm-request';
import type { ReplanTools } from '../replan-problem';
import type { CapacityAnswer } from '../replan-result';
import { fillFleet, type FilledFleet } from './fill-fleet';

/** Nobody counts further; hosts that take more are told to do so by `isAll`. */
const MOST_VMS = 100_000;

/**
 * How many more VMs of a request fit beside all that is there, and what keeps the next one out; of its `count` one is looked
 * at a time.
 *
 * Counted by filling: VM after VM is placed as advice would place it, until none fits. So `fits` is what the advisor would
 * give if requests came one by one, and a lower bound on what could fit: VMs that are put down otherwise (by a worse path, on
 * another NUMA node) may leave room for more. Hosts are filled one by one, for without a server group what one takes
 * is nothing to another, and hosts that are alike in all that counts are filled once.
 *
 * @param mostVms so many are counted at most.
 * @throws RequestRefusedByNovaError when flavor and image contradict each other, which callers check before;
 *   UnknownProfileError.
 */
export function howManyFit(
  request: VmRequest,
  fleet: Fleet,
  policy: PlanningPolicy,
  { timeLeftMs }: Pick<ReplanTools, 'timeLeftMs'>,
  mostVms = MOST_VMS,
): CapacityAnswer {
  const one: VmRequest = { ...request, count: 1 };
  const filled = fillFleet(one, fleet, policy, { mostVms, timeLeftMs });
  return {
    kind: 'capacity',
    fits: filled.byHost.reduce((sum, { vms }) => sum + vms, 0),
    isAll: filled.isFull,
    byHost: filled.byHost,
    ...whyNoMore(one, filled, policy, timeLeftMs),
    fleetDigest: fleet.digest,
    modelVersion: modelVersionOf(policy),
  };
}

/** Nothing keeps the next one out as long as the fleet is not full. */
function whyNoMore(
  request: VmRequest,
  { isFull, fleet }: FilledFleet,
  policy: PlanningPolicy,
  timeLeftMs: () => number,
): Pick<CapacityAnswer, 'bottleneck' | 'relaxations'> {
  if (!isFull) return { bottleneck: [], relaxations: [] };
  const { rejections } = explainFleet(fleet, requestContext(request, fleet, policy));
  return { bottleneck: rejections, relaxations: timeLeftMs() <= 0 ? [] : findRelaxations(request, fleet, policy) };
}
