import { SCORE_TERM_NAMES } from '@iopath/core';
import { PROFILE_NAME } from '../profiles/profile-name';
import { ProfileVersionDto, RecommendationDto } from '../recommendations/recommendation.dto';
import { UuidField } from '../wire/domain-fields';
import { BooleanField, field, IntField, ListField, MapField, ObjectField, TextField } from '../wire/fields';
import { atLeast, isNumberRule, oneOf } from '../wire/value-rule';

/** By what to decide again; what is left out is as the first time. */
export class ReplayRequestDto {
  @TextField({
    optional: true,
    maxLength: 64,
    pattern: PROFILE_NAME,
    description: 'Another profile, or the same by its present version. Left out: the version of the first time.',
    example: 'latency',
  })
  profile?: string;

  @IntField({
    min: 1,
    max: 2 ** 31 - 1,
    optional: true,
    description: 'A version of that profile; left out: its current one.',
    example: 1,
  })
  profile_version?: number;

  @TextField({
    optional: true,
    description: 'A version of the model, shipped or calibrated, in the shadow too. Left out: the active one.',
    example: '2026.11.1',
  })
  model_version?: string;

  @MapField({
    optional: true,
    keys: [oneOf(SCORE_TERM_NAMES)],
    values: [isNumberRule, atLeast(0)],
    of: 'number',
    description: "In place of the request's own weights; an empty object takes them away.",
    example: null,
  })
  weights?: Record<string, number>;
}

export class ReplayedWithDto {
  @ObjectField(() => ProfileVersionDto, { description: 'Profile.' })
  profile: ProfileVersionDto;

  @MapField({
    optional: true,
    keys: [],
    values: [],
    of: 'number',
    description: 'Weights beside those of the profile.',
    example: null,
  })
  weights: Readonly<Record<string, number>> | null;

  @TextField({ description: 'Version of the model.', example: '2026.11.1' })
  model_version: string;
}

export class ReplayedFleetDto {
  @BooleanField({ optional: true, description: 'Whether it is as it was; null if that is not known.', example: true })
  same: boolean | null;

  @TextField({
    description: 'Hash of the fleet now, without what the recommendation holds.',
    example: '9c56cc51b374c3ba',
  })
  digest: string;

  @TextField({ optional: true, description: 'Hash of the fleet when it was decided.', example: '9c56cc51b374c3ba' })
  decided_on: string | null;
}

const FACT = { oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }] };

export class DifferenceDto {
  @TextField({
    maxLength: 4096,
    description: 'JSON pointer into `decision`; where only the first decision says it, into that.',
    example: '/nics/0/path',
  })
  pointer: string;

  @field(
    { description: 'What the first decision says; null if nothing.', example: 'vhost_net', optional: true },
    [],
    FACT,
  )
  before: string | number | boolean | null;

  @field({ description: 'What the replay says; null if nothing.', example: 'sriov_vf', optional: true }, [], FACT)
  after: string | number | boolean | null;
}

export class ReplayDto {
  @UuidField({ description: 'Id of the recommendation.', example: 'a1b2c3d4-e5f6-5a7b-8c9d-0e1f2a3b4c5d' })
  recommendation_id: string;

  @BooleanField({
    description:
      'Whether all that went in is as it was: then so is the decision. False although fleet, profile, weights and model are: the settings of the cloud are others.',
    example: true,
  })
  same_input: boolean;

  @ObjectField(() => ReplayedWithDto, { description: 'What it was decided by this time.' })
  with: ReplayedWithDto;

  @ObjectField(() => ReplayedFleetDto, { description: 'What it was decided on this time.' })
  fleet: ReplayedFleetDto;

  @ObjectField(() => RecommendationDto, {
    description: 'The decision of this time, in the form of a recommendation; nothing is reserved for it.',
  })
  decision: RecommendationDto;

  @ListField(() => DifferenceDto, {
    description: 'How it differs from the first one; empty if in nothing that matters.',
  })
  differences: DifferenceDto[];

  @ListField(() => DifferenceDto, {
    description: 'What the choice of the first time would say differently today: fleet, cloud or model have moved.',
  })
  since_then: DifferenceDto[];

  @ListField(() => DifferenceDto, {
    description: 'What the choice of this time says differently from that: what profile, version, weights or model do.',
  })
  by_choice: DifferenceDto[];
}
