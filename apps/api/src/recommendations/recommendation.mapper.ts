import type { Decision, ReadyDecision, RejectionCount } from '@iopath/core';
import type { Recommendation } from '@iopath/usecases';
import { fromPlacement } from './placement.mapper';
import { fromRelaxation } from './relaxation.mapper';
import type { RecommendationDto, RejectionDto } from './recommendation.dto';

const NOTHING_HELD = { allocations: [], reservations: [] };

/** The recommendation as it stands now; a `ready` one has the fields of its first placement beside its own. */
export function fromRecommendation(recommendation: Recommendation): RecommendationDto {
  const { decision, failure } = recommendation;
  return {
    id: recommendation.id,
    status: recommendation.status,
    name: recommendation.name,
    project_id: recommendation.projectId,
    created_at: new Date(recommendation.createdAtMs).toISOString(),
    decided_at: recommendation.decidedAtMs === null ? null : new Date(recommendation.decidedAtMs).toISOString(),
    ...(decision === null ? {} : fromInput(decision)),
    ...(decision?.status === 'ready' ? fromReady(recommendation, decision) : {}),
    ...(decision?.status === 'no_valid_host'
      ? { rejections: decision.rejections.map(fromRejection), relaxations: decision.relaxations.map(fromRelaxation) }
      : {}),
    ...(failure === null ? {} : { failure: { code: failure.code, detail: failure.detail } }),
  };
}

function fromInput({ modelVersion, profile, fleetDigest, inputHash }: Decision) {
  const { name, version } = profile;
  return { model_version: modelVersion, profile: { name, version }, fleet_digest: fleetDigest, input_hash: inputHash };
}

function fromReady(recommendation: Recommendation, { members, alternatives }: ReadyDecision) {
  const decidedAtMs = recommendation.decidedAtMs ?? recommendation.createdAtMs;
  const placements = members.map((placement, member) =>
    fromPlacement(placement, heldBy(recommendation, member), decidedAtMs),
  );
  return {
    ...placements[0],
    ...(placements.length > 1 ? { members: placements } : {}),
    alternatives: alternatives.map((placement) => fromPlacement(placement, NOTHING_HELD, decidedAtMs)),
  };
}

/**
 * All holds that a VM has had, the oldest first, and the devices of the one that counts: the live one, else the last. A
 * VM that was moved holds other devices than it was decided for; one on its way holds those where it goes as well.
 */
function heldBy({ allocations, reservations }: Recommendation, member: number) {
  const holds = reservations.filter((reservation) => reservation.member === member);
  const own = holds.filter(({ moveOf }) => moveOf === null);
  const counts = own.find(({ state }) => state !== 'released' && state !== 'expired') ?? own.at(-1);
  return {
    allocations: allocations.filter(({ reservationId }) => reservationId === counts?.id),
    reservations: holds,
  };
}

export function fromRejection({ code, hosts, paths, example }: RejectionCount): RejectionDto {
  const { hostName, required, available } = example;
  return { code, hosts, paths, example: { host_name: hostName, required, available } };
}
