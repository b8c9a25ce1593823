import {
  completeRequest,
  type Fault,
  type PlanningPolicy,
  type Profile,
  PROFILES,
  type ReplanQuestion,
  type ReplanRequest,
  type RequestDraft,
  type VmRequest,
} from '@iopath/core';
import type { FleetReader } from '../ports/fleet.port';
import type { ProfileStore } from '../ports/profile-store.port';
import type { RecommendationStore } from '../ports/recommendation-store.port';
import { profileOnly, unknownProfile } from '../profiles/choose-profile';
import { unknownNetworks } from '../recommendations/unknown-networks';
import { Refusal } from '../refusal';
import { checkAgainstFleet } from './check-against-fleet';
import { currentProfiles } from './current-profiles';
import { goalFaults, goalOfDraft, useless } from './goal-of-draft';
import type { ReplanDraft } from './replan-draft';

export interface ReadDraftPorts {
  readonly fleet: FleetReader;
  readonly recommendations: RecommendationStore;
  readonly profiles: ProfileStore;
  readonly policy: PlanningPolicy;
  /** What a look at a VM's request alone tells to be wrong. */
  readonly check: (request: VmRequest) => readonly Fault[];
}

/**
 * The re-plan that a draft asks for.
 *
 * @throws Refusal invalid `request.invalid` with a fault for each thing that is missing, without use, or not in the fleet.
 */
export async function readDraft(draft: ReplanDraft, ports: ReadDraftPorts): Promise<ReplanRequest> {
  const policy = { ...ports.policy, profiles: await currentProfiles(ports.profiles) };
  const { question, faults } = await questionOf(draft, ports);
  const all = [
    ...beyondReason(draft),
    ...windowFaults(draft),
    ...faults,
    ...(await checkAgainstFleet(draft, { ...ports, policy })),
  ];
  if (all.length > 0) {
    throw new Refusal('invalid', 'request.invalid', 'The re-plan cannot be planned as it stands.', all);
  }
  const { reason, changes, limits, timeBudgetS } = draft;
  return { reason, question, changes, limits, timeBudgetS };
}

interface ReadQuestion {
  readonly question: ReplanQuestion;
  readonly faults: readonly Fault[];
}

async function questionOf(draft: ReplanDraft, ports: ReadDraftPorts): Promise<ReadQuestion> {
  const { question } = draft;
  if (question === null || question.kind === 'plan') {
    return { question: { kind: 'plan', goal: goalOfDraft(draft) }, faults: goalFaults(draft) };
  }
  const faults = useless(draft, [], `the question ${question.kind}`);
  if (question.kind === 'unlock') return { question, faults };
  const read = await vmRequestOf(question.request, ports);
  const inPlace = read.faults.map((fault) => ({ ...fault, pointer: `/question/request${fault.pointer}` }));
  return { question: { kind: 'capacity', request: read.request }, faults: [...faults, ...inPlace] };
}

async function vmRequestOf(
  draft: RequestDraft,
  { profiles, fleet, check }: ReadDraftPorts,
): Promise<{ readonly request: VmRequest; readonly faults: readonly Fault[] }> {
  const current = await profiles.current(draft.profile);
  const profile: Profile = profileOnly(current ?? PROFILES.balanced);
  const request = completeRequest(draft, profile.defaults);
  const profileFaults = current === null ? [unknownProfile(draft.profile)] : [];
  return { request, faults: [...profileFaults, ...check(request), ...(await unknownNetworks(request, fleet))] };
}

/** The fleet is as it is, but for a `what_if`. */
function beyondReason({ reason, changes, question }: ReplanDraft): readonly Fault[] {
  if (reason === 'what_if') return [];
  const given = [...(changes.length > 0 ? ['changes'] : []), ...(question === null ? [] : ['question'])];
  return given.map((field) => {
    const message = `"${field}" is for a what_if; this is a ${reason}.`;
    return { pointer: `/${field}`, code: 'replan.field_without_use', message };
  });
}

function windowFaults({ limits }: ReplanDraft): readonly Fault[] {
  return limits.windows.flatMap(({ fromMs, toMs }, nth) =>
    fromMs < toMs
      ? []
      : [{ pointer: `/limits/windows/${nth}/to`, code: 'replan.window_empty', message: 'must be after "from"' }],
  );
}
