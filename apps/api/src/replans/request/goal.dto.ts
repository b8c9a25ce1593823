import { type FailedPart, type FreedThing, type ReplanGoal } from '@iopath/core';
import { RecommendationRequestDto } from '../../recommendations/request.dto';
import { HOST_NAME, PciAddressField, UuidField } from '../../wire/domain-fields';
import { EnumField, IntField, ObjectField, TextField } from '../../wire/fields';

const FAILED_KINDS = ['host', 'pf', 'link', 'physical_network'] as const satisfies FailedPart['kind'][];
const FREED_KINDS = ['hosts', 'vfs', 'huge_pages'] as const satisfies FreedThing['kind'][];
const QUESTION_KINDS = ['plan', 'capacity', 'unlock'] as const;
const GOAL_KINDS = ['drain', 'failure', 'rebalance', 'consolidate'] as const satisfies ReplanGoal['kind'][];

export class FailedPartDto {
  @EnumField(FAILED_KINDS, {
    description:
      '`host`; `pf`, with its VFs; `link`: the PF is there and carries nothing; `physical_network`, on one host or on all.',
    example: 'link',
  })
  kind: FailedPart['kind'];

  @TextField({ optional: true, pattern: HOST_NAME, description: 'The host that it is on.', example: 'compute-01' })
  host_name?: string;

  @PciAddressField({ optional: true, description: 'Of a `pf` or `link`: which.', example: '0000:3b:00.0' })
  pf_address?: string;

  @TextField({ optional: true, description: 'Of a `physical_network`: which.', example: null })
  physical_network?: string;
}

export class FreedThingDto {
  @EnumField(FREED_KINDS, {
    description: 'Whole hosts; VFs of a physical network; huge pages of one size, together on one NUMA node.',
    example: 'hosts',
  })
  kind: FreedThing['kind'];

  @TextField({ optional: true, description: 'Of `vfs`: on which physical network.', example: null })
  physical_network?: string;

  @IntField({ optional: true, min: 1, max: 100_000, description: 'Of `vfs`: how many.', example: null })
  vfs?: number;

  @IntField({ optional: true, min: 4, max: 16_777_216, description: 'Of `huge_pages`: their size.', example: null })
  page_size_kib?: number;

  @IntField({ optional: true, min: 1, max: 2 ** 31 - 1, description: 'Of `huge_pages`: how many.', example: null })
  pages?: number;
}

export class WantedMoveDto {
  @UuidField({
    description: 'Recommendation that the VM came from.',
    example: 'a1b2c3d4-e5f6-5a7b-8c9d-0e1f2a3b4c5d',
  })
  recommendation_id: string;

  @IntField({ max: 1023, optional: true, description: 'Which of its VMs, from 0; left out: 0.', example: 0 })
  member?: number;

  @TextField({ pattern: HOST_NAME, description: 'Where it is to go.', example: 'compute-02' })
  to_host: string;
}

/** What is asked of a changed fleet. */
export class ReplanQuestionDto {
  @EnumField(QUESTION_KINDS, {
    description:
      '`plan`: a way to a goal; `capacity`: how many more of a request fit, and what runs out; `unlock`: which changes ' +
      'would let in the most of the requests that were rejected lately.',
    example: 'capacity',
  })
  kind: (typeof QUESTION_KINDS)[number];

  @EnumField(GOAL_KINDS, {
    optional: true,
    description: 'Of a `plan`: its goal. Left out: `drain` where `hosts` are named, else `rebalance`.',
    example: null,
  })
  goal?: ReplanGoal['kind'];

  @ObjectField(() => RecommendationRequestDto, {
    optional: true,
    description: 'Of `capacity`: the request. Of its `count` one VM is looked at a time.',
  })
  request?: RecommendationRequestDto;

  @IntField({
    optional: true,
    min: 1,
    max: 90,
    description: 'Of `unlock`: how far to look back; left out: 7.',
    example: null,
  })
  days?: number;
}
