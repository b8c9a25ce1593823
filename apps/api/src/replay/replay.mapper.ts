import type { DecisionDifference } from '@iopath/core';
import type { Replay, ReplayBy } from '@iopath/usecases';
import { fromRecommendation } from '../recommendations/recommendation.mapper';
import { pointerTo } from '../wire/json-pointer';
import type { DifferenceDto, ReplayDto, ReplayRequestDto } from './replay.dto';

export function toReplayBy(dto: ReplayRequestDto): ReplayBy {
  return {
    profile: dto.profile ?? null,
    profileVersion: dto.profile_version ?? null,
    modelVersion: dto.model_version ?? null,
    weights: dto.weights ?? null,
  };
}

export function fromReplay(replay: Replay): ReplayDto {
  const { recommendation, decision, profile, fleetDigest } = replay;
  const { count } = recommendation.request;
  const wire = (differences: readonly DecisionDifference[]) => differences.map((one) => fromDifference(one, count));
  const first = recommendation.decision;
  const decidedOn = first?.fleetDigest ?? null;
  const again = {
    ...recommendation,
    status: decision.status,
    decision,
    reservations: [],
    allocations: [],
    decidedAtMs: replay.decidedAtMs,
  };
  return {
    recommendation_id: recommendation.id,
    same_input: decision.inputHash === first?.inputHash,
    with: {
      profile: { name: profile.name, version: profile.version },
      weights: replay.weights,
      model_version: decision.modelVersion,
    },
    fleet: { same: decidedOn === null ? null : decidedOn === fleetDigest, digest: fleetDigest, decided_on: decidedOn },
    decision: fromRecommendation(again),
    differences: wire(replay.differences),
    since_then: wire(replay.sinceThen),
    by_choice: wire(replay.byChoice),
  };
}

/** On the wire a single VM's fields stand beside those of the recommendation, and names are in snake case. */
function fromDifference({ at, before, after }: DecisionDifference, count: number): DifferenceDto {
  const steps = count === 1 && at[0] === 'members' ? at.slice(2) : at;
  const pointer = steps.reduce<string>((parent, step) => pointerTo(parent, snakeCase(step)), '');
  return { pointer, before, after };
}

function snakeCase(step: string | number): string {
  return String(step).replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
