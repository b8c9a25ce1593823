import type { Explanation, PathReason, ReadyDecision, RejectionCount, Relaxation } from '@iopath/core';
import type { Recommendation } from '@iopath/usecases';
import { fromPlacement } from './placement.mapper';
import type {
  HostExplanationDto,
  PathReasonDto,
  RecommendationDto,
  RejectionDto,
  RelaxationDto,
} from './recommendation.dto';

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
    ...(decision === null ? {} : { model_version: decision.modelVersion, input_hash: decision.inputHash }),
    ...(decision?.status === 'ready' ? fromReady(recommendation, decision) : {}),
    ...(decision?.status === 'no_valid_host'
      ? { rejections: decision.rejections.map(fromRejection), relaxations: decision.relaxations.map(fromRelaxation) }
      : {}),
    ...(failure === null ? {} : { failure: { code: failure.code, detail: failure.detail } }),
  };
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

function heldBy({ allocations, reservations }: Recommendation, member: number) {
  return {
    allocations: allocations.filter((allocation) => allocation.member === member),
    reservations: reservations.filter((reservation) => reservation.member === member),
  };
}

export function fromRejection({ code, hosts, paths, example }: RejectionCount): RejectionDto {
  const { hostName, required, available } = example;
  return { code, hosts, paths, example: { host_name: hostName, required, available } };
}

export function fromRelaxation({ change, hostsUnlocked, costs }: Relaxation): RelaxationDto {
  return { change, hosts_unlocked: hostsUnlocked, costs };
}

/** Reasons counted over all hosts, most hosts first; the example is the first host by name. */
export function countRejections(explanation: Explanation): readonly RejectionDto[] {
  const counts = new Map<string, RejectionDto>();
  for (const [hostName, reasons] of hostsByName(explanation)) {
    for (const { code, required, available } of reasons) {
      const count = counts.get(code) ?? {
        code,
        hosts: 0,
        paths: 0,
        example: { host_name: hostName, required, available },
      };
      counts.set(code, { ...count, paths: count.paths + 1 });
    }
    for (const code of new Set(reasons.map((reason) => reason.code))) {
      const count = counts.get(code);
      if (count !== undefined) counts.set(code, { ...count, hosts: count.hosts + 1 });
    }
  }
  return [...counts.values()].sort((a, b) => b.hosts - a.hosts || (a.code < b.code ? -1 : 1));
}

/** One page of hosts with their reasons. */
export function explainedHosts(
  explanation: Explanation,
  limit: number,
  marker: string | null,
): { readonly hosts: HostExplanationDto[]; readonly nextMarker: string | null } {
  const after = hostsByName(explanation).filter(([hostName]) => marker === null || hostName > marker);
  const hosts = after.slice(0, limit).map(([host_name, reasons]) => ({ host_name, reasons: reasons.map(fromReason) }));
  return { hosts, nextMarker: after.length > limit ? (hosts.at(-1)?.host_name ?? null) : null };
}

function fromReason({ subject, path, code, required, available }: PathReason): PathReasonDto {
  return { subject, path, code, required, available };
}

function hostsByName({ hosts, reasons }: Explanation): readonly (readonly [string, readonly PathReason[]])[] {
  return Object.entries(hosts)
    .map(([hostName, index]) => [hostName, reasons[index] ?? []] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
