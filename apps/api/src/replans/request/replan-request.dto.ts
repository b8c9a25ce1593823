import { REPLAN_REASONS, type ReplanReason } from '@iopath/core';
import { HOST_NAME, InstantField } from '../../wire/domain-fields';
import { BooleanField, EnumField, IntField, ListField, ObjectField, TextListField } from '../../wire/fields';
import { FleetChangeDto } from './fleet-change.dto';
import { FailedPartDto, FreedThingDto, ReplanQuestionDto, WantedMoveDto } from './goal.dto';

const MAX_COUNT = 2 ** 31 - 1;
const HOSTS = { optional: true, maxItems: 1000, of: { pattern: HOST_NAME } } as const;
export const DEFAULT_TIME_BUDGET_S = 30;

export class MaintenanceWindowDto {
  @InstantField({ description: 'Steps may begin from then on …', example: '2026-11-22T01:00:00Z' })
  from: string;

  @InstantField({ description: '… until then.', example: '2026-11-22T05:00:00Z' })
  to: string;

  @TextListField({ ...HOSTS, minItems: 1, description: 'Steps that leave or come to these hosts; left out: any.' })
  hosts?: string[];
}

/** How much a plan may ask of the cloud; what is left out is not limited. */
export class ReplanLimitsDto {
  @IntField({ optional: true, max: MAX_COUNT, description: 'Steps in all.', example: 40 })
  max_moves?: number;

  @IntField({ optional: true, min: 1, max: MAX_COUNT, description: 'Steps under way at a time.', example: 4 })
  max_parallel?: number;

  @IntField({
    optional: true,
    min: 1,
    max: MAX_COUNT,
    description: 'Steps under way at a time that leave, or come to, one host.',
    example: 2,
  })
  max_parallel_per_host?: number;

  @BooleanField({ default: false, description: 'Only moves during which the guest runs on.', example: false })
  live_only?: boolean;

  @BooleanField({
    default: true,
    description: 'Whether policies of server groups hold for moves; false only where an operator forces hosts.',
    example: true,
  })
  keep_groups?: boolean;

  @ListField(() => MaintenanceWindowDto, {
    optional: true,
    maxItems: 100,
    description: 'When steps may begin; left out: always.',
  })
  windows?: MaintenanceWindowDto[];
}

/** What a re-plan is to look for. */
export class ReplanRequestDto {
  @EnumField(REPLAN_REASONS, {
    description:
      '`drain`: every VM leaves `hosts`; `failure`: every VM that uses what `failed` finds another place; `rebalance`: VMs ' +
      'go where they are better off; `consolidate`: something comes `free` in one piece; `what_if`: any of them, or a ' +
      '`question`, on a fleet with `changes`, which nobody applies.',
    example: 'drain',
  })
  reason: ReplanReason;

  @TextListField({
    ...HOSTS,
    description:
      'Of a `drain`: the hosts to be empty. Of a `failure`: hosts that failed. Else the hosts whose VMs may move; left ' +
      'out: all.',
    example: ['compute-01'],
  })
  hosts?: string[];

  @ListField(() => FailedPartDto, { optional: true, maxItems: 1000, description: 'Of a `failure`: what failed.' })
  failed?: FailedPartDto[];

  @ObjectField(() => FreedThingDto, { optional: true, description: 'Of a `consolidate`: what; left out: whole hosts.' })
  free?: FreedThingDto;

  @ListField(() => WantedMoveDto, {
    optional: true,
    maxItems: 500,
    description: 'Of a `rebalance`: moves that are wanted; made, or declared impossible.',
  })
  targets?: WantedMoveDto[];

  @ListField(() => FleetChangeDto, {
    optional: true,
    maxItems: 100,
    description: 'Of a `what_if`: changes of the fleet, made in their order.',
  })
  changes?: FleetChangeDto[];

  @ObjectField(() => ReplanLimitsDto, { optional: true, description: 'What the plan may ask of the cloud.' })
  limits?: ReplanLimitsDto;

  @ObjectField(() => ReplanQuestionDto, { optional: true, description: 'Of a `what_if`: what is asked.' })
  question?: ReplanQuestionDto;

  @IntField({
    min: 1,
    max: 600,
    default: DEFAULT_TIME_BUDGET_S,
    description: 'How long may be searched; then the best plan so far is given, with its bound.',
    example: DEFAULT_TIME_BUDGET_S,
  })
  time_budget_s?: number;
}

export class RequestReplanDto extends ReplanRequestDto {
  @BooleanField({
    default: false,
    description:
      'Whether another one is planned in its place when the fleet changes too much before it is applied, three times at most.',
    example: false,
  })
  supersede?: boolean;
}
