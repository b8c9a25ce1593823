import {
  type FailedPart,
  type Fault,
  type FreedThing,
  normalisePciAddress,
  type ReplanLimits,
  type WantedMove,
} from '@iopath/core';
import { type QuestionDraft, Refusal, type ReplanDraft } from '@iopath/usecases';
import { toRequestDraft } from '../../recommendations/request.mapper';
import { toFleetChange, changeFaults } from './fleet-change.mapper';
import type { FailedPartDto, FreedThingDto, ReplanQuestionDto, WantedMoveDto } from './goal.dto';
import { DEFAULT_TIME_BUDGET_S, type ReplanLimitsDto, type ReplanRequestDto } from './replan-request.dto';
import { variantFaults, type VariantFields } from './variant';

const FAILED_FIELDS: Readonly<Record<FailedPart['kind'], VariantFields>> = {
  host: { needs: ['host_name'] },
  pf: { needs: ['host_name', 'pf_address'] },
  link: { needs: ['host_name', 'pf_address'] },
  physical_network: { needs: ['physical_network'], may: ['host_name'] },
};

const FREED_FIELDS: Readonly<Record<FreedThing['kind'], VariantFields>> = {
  hosts: { needs: [] },
  vfs: { needs: ['physical_network', 'vfs'] },
  huge_pages: { needs: ['page_size_kib', 'pages'] },
};

const QUESTION_FIELDS: Readonly<Record<QuestionDraft['kind'], VariantFields>> = {
  plan: { needs: [], may: ['goal'] },
  capacity: { needs: ['request'] },
  unlock: { needs: [], may: ['days'] },
};

const DEFAULT_DAYS = 7;

/**
 * From the wire to the domain.
 *
 * @param projectOf the project that a request is for, of the one that it names
 * @param pointer where the document stands in the body
 * @throws Refusal invalid `request.invalid` where something does not have the fields that its kind needs.
 */
export function toReplanDraft(
  dto: ReplanRequestDto,
  projectOf: (named: string | undefined) => string,
  pointer = '',
): ReplanDraft {
  const faults = kindFaults(dto, pointer);
  if (faults.length > 0) {
    throw new Refusal('invalid', 'request.invalid', 'The re-plan cannot be made sense of as it stands.', faults);
  }
  return {
    reason: dto.reason,
    hosts: [...new Set(dto.hosts ?? [])],
    failed: (dto.failed ?? []).map(toFailedPart),
    free: dto.free === undefined ? null : toFreedThing(dto.free),
    targets: (dto.targets ?? []).map(toWantedMove),
    changes: (dto.changes ?? []).map(toFleetChange),
    limits: toLimits(dto.limits),
    question: dto.question === undefined ? null : toQuestion(dto.question, projectOf),
    timeBudgetS: dto.time_budget_s ?? DEFAULT_TIME_BUDGET_S,
  };
}

function kindFaults({ failed, free, question, changes }: ReplanRequestDto, pointer: string): readonly Fault[] {
  return [
    ...(failed ?? []).flatMap((part, nth) =>
      variantFaults(part, 'kind', part.kind, FAILED_FIELDS[part.kind], `${pointer}/failed/${nth}`),
    ),
    ...(free === undefined ? [] : variantFaults(free, 'kind', free.kind, FREED_FIELDS[free.kind], `${pointer}/free`)),
    ...(question === undefined
      ? []
      : variantFaults(question, 'kind', question.kind, QUESTION_FIELDS[question.kind], `${pointer}/question`)),
    ...(changes ?? []).flatMap((change, nth) => changeFaults(change, `${pointer}/changes/${nth}`)),
  ];
}

function toFailedPart({ kind, host_name = '', pf_address = '', physical_network = '' }: FailedPartDto): FailedPart {
  switch (kind) {
    case 'host':
      return { kind, hostName: host_name };
    case 'pf':
    case 'link':
      return { kind, hostName: host_name, address: normalisePciAddress(pf_address) ?? pf_address };
    case 'physical_network':
      return { kind, physicalNetwork: physical_network, hostName: host_name === '' ? null : host_name };
  }
}

function toFreedThing({
  kind,
  physical_network = '',
  vfs = 0,
  page_size_kib = 0,
  pages = 0,
}: FreedThingDto): FreedThing {
  switch (kind) {
    case 'hosts':
      return { kind };
    case 'vfs':
      return { kind, physicalNetwork: physical_network, vfs };
    case 'huge_pages':
      return { kind, pageSizeKib: page_size_kib, pages };
  }
}

function toWantedMove({ recommendation_id, member, to_host }: WantedMoveDto): WantedMove {
  return { recommendationId: recommendation_id.toLowerCase(), member: member ?? 0, toHost: to_host };
}

function toQuestion(
  { kind, goal, request, days }: ReplanQuestionDto,
  projectOf: (named: string | undefined) => string,
): QuestionDraft {
  if (kind === 'capacity' && request !== undefined) {
    return { kind, request: toRequestDraft(request, projectOf(request.project_id)) };
  }
  return kind === 'unlock' ? { kind, days: days ?? DEFAULT_DAYS } : { kind: 'plan', goal: goal ?? null };
}

function toLimits(dto: ReplanLimitsDto | undefined): ReplanLimits {
  return {
    maxMoves: dto?.max_moves ?? null,
    maxParallel: dto?.max_parallel ?? null,
    maxParallelPerHost: dto?.max_parallel_per_host ?? null,
    liveOnly: dto?.live_only ?? false,
    keepGroups: dto?.keep_groups ?? true,
    windows: (dto?.windows ?? []).map(({ from, to, hosts }) => ({
      fromMs: Date.parse(from),
      toMs: Date.parse(to),
      hosts: hosts ?? null,
    })),
  };
}
