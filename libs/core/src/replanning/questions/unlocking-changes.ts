import type { Fleet } from '../../fleet/fleet';
import { modelVersionOf } from '../../planning/model-version';
import type { PlanningPolicy } from '../../planning/planning-policy';
import { concessionsFor } from '../../planning/relaxations/concessions';
import { Trials } from '../../planning/relaxations/trials';
import { withProfile } from '../../planning/request-profile';
import { fitsNow } from '../fits-now';
import type { ReplanTools } from '../replan-problem';
import type { UnlockAnswer, UnlockingChange } from '../replan-result';
import { alikeRequests, type AlikeRequests } from './alike-requests';
import { gatherChanges, toldChange, wouldUnlock, type CandidateChange, type StillRejected } from './candidate-changes';
import type { RejectedRequest } from './rejected-request';

/** More changes are not told; those that unlock the most are. */
const MOST_TOLD = 24;

/**
 * Which changes, to the fleet or to the requests, let the most of the requests in that were rejected. What fits by now needs
 * none; of the others each is asked for its relaxations, equal changes are put together, and each change is tried on
 * every request that did not bring it. A request is tried by itself: that a change unlocks several says not that all of them
 * fit at once.
 *
 * Requests that come most often are looked at first, for time may end: then `isAll` is false, and what is told is right as
 * far as it goes.
 *
 * @param days the time that the requests are of, to be told again.
 */
export function unlockingChanges(
  requests: readonly RejectedRequest[],
  fleet: Fleet,
  policy: PlanningPolicy,
  days: number,
  { timeLeftMs }: Pick<ReplanTools, 'timeLeftMs'>,
): UnlockAnswer {
  const work = new WorkInTime(timeLeftMs);
  const still: StillRejected[] = [];
  for (const alike of work.through(alikeRequests(requests))) still.push(...onTrial(alike, fleet, policy));
  const candidates = new Map<string, CandidateChange>();
  for (const rejected of work.through(still)) gatherChanges(rejected, candidates);
  for (const candidate of candidates.values()) {
    const others = still.filter((rejected) => !candidate.unlocks.has(rejected));
    for (const rejected of work.through(others)) {
      if (wouldUnlock(candidate, rejected)) candidate.unlocks.add(rejected);
    }
  }
  return {
    kind: 'unlock',
    days,
    rejected: requests.length,
    stillRejected: still.reduce((sum, { recommendationIds }) => sum + recommendationIds.length, 0),
    isAll: work.isDone,
    changes: [...candidates.values()].map(toldChange).sort(bestFirst).slice(0, MOST_TOLD),
    fleetDigest: fleet.digest,
    modelVersion: modelVersionOf(policy),
  };
}

/** Goes through lists as long as there is time, and says whether it came to their ends. */
class WorkInTime {
  isDone = true;

  constructor(private readonly timeLeftMs: () => number) {}

  *through<Item>(items: readonly Item[]): Iterable<Item> {
    for (const item of items) {
      if (this.timeLeftMs() <= 0) {
        this.isDone = false;
        return;
      }
      yield item;
    }
  }
}

/** Empty for requests that fit by now. */
function onTrial(
  { first, recommendationIds }: AlikeRequests,
  fleet: Fleet,
  policy: PlanningPolicy,
): readonly StillRejected[] {
  const { request, profile } = first;
  const judging = withProfile(policy, profile);
  if (fitsNow(request, fleet, judging)) return [];
  return [{ recommendationIds, trials: new Trials(request, fleet, judging, concessionsFor(request, fleet)) }];
}

function bestFirst(a: UnlockingChange, b: UnlockingChange): number {
  return b.unlocks.length - a.unlocks.length || a.changes.length - b.changes.length || (a.change < b.change ? -1 : 1);
}
