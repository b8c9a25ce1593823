import {
  MOVE_MECHANISMS,
  type MoveMechanism,
  type NovaAction,
  type PlanObjective,
  type ReplanPlan,
} from '@iopath/core';
import { RejectionDto } from '../../recommendations/recommendation.dto';
import { RelaxationChangeDto, RelaxationDto } from '../../recommendations/relaxation.dto';
import { UuidField } from '../../wire/domain-fields';
import {
  BooleanField,
  EnumField,
  IntField,
  ListField,
  MapField,
  NumberField,
  ObjectField,
  TextField,
  TextListField,
} from '../../wire/fields';
import { EfficacyDto } from './efficacy.dto';
import { StepPlaceDto } from './step-place.dto';

const ACTIONS = ['none', 'os-migrateLive', 'migrate', 'resize', 'evacuate'] as const satisfies NovaAction[];
const BOUND_BY = ['optimum', 'solver', 'relaxation', 'best_places'] as const satisfies PlanObjective['boundBy'][];
const ID = 'a1b2c3d4-e5f6-5a7b-8c9d-0e1f2a3b4c5d';

export class VmRefDto {
  @UuidField({ description: 'Reservation that it held when the plan was made.', example: ID })
  reservation_id: string;

  @UuidField({ description: 'Recommendation that it came from.', example: ID })
  recommendation_id: string;

  @IntField({ description: 'Which of its VMs.', example: 0 })
  member: number;

  @TextField({ optional: true, description: "Nova's server; null while nobody told of one.", example: null })
  server_id: string | null;

  @TextField({ description: 'Its name.', example: 'db-1' })
  name: string;

  @TextField({ description: 'Its project.', example: 'default' })
  project_id: string;
}

/** A VM that should have moved; it need not be the advisor's. */
export class StuckVmRefDto {
  @UuidField({ description: 'Its reservation; of a server that is not the advisor’s, the server.', example: ID })
  reservation_id: string;

  @UuidField({
    optional: true,
    description: 'Recommendation that it came from; null of a server of others.',
    example: ID,
  })
  recommendation_id: string | null;

  @IntField({ description: 'Which of its VMs.', example: 0 })
  member: number;

  @TextField({ optional: true, description: "Nova's server; null while nobody told of one.", example: null })
  server_id: string | null;

  @TextField({ description: 'Its name.', example: 'db-1' })
  name: string;

  @TextField({ description: 'Its project.', example: 'default' })
  project_id: string;
}

export class InterruptionDto {
  @NumberField({ min: 0, description: 'At least so long, s.', example: 30 })
  at_least_s: number;

  @NumberField({ min: 0, description: 'At most so long, s.', example: 300 })
  at_most_s: number;

  @TextField({ maxLength: 4096, description: 'What is away, and what that rests on.', example: 'the guest is stopped' })
  reason: string;
}

export class StepDependencyDto {
  @TextField({ description: 'The step that has to be done before.', example: 's1' })
  step: string;

  @TextField({
    maxLength: 4096,
    description: 'What it frees, or why it is first.',
    example: 'VF 0000:3b:00.2 of compute-01',
  })
  reason: string;
}

/** One move of one VM. */
export class ReplanStepDto {
  @TextField({ description: 'Steps are numbered in an order that the graph allows.', example: 's1' })
  id: string;

  @ObjectField(() => VmRefDto, { description: 'Who moves.' })
  vm: VmRefDto;

  @BooleanField({ description: 'Whether the VM only makes room here, and moves on later.', example: false })
  temporary: boolean;

  @TextField({ description: 'Where it is.', example: 'compute-01' })
  from_host: string;

  @TextField({ description: 'Where it goes.', example: 'compute-02' })
  to_host: string;

  @EnumField(MOVE_MECHANISMS, {
    description:
      '`ledger`: there is no server yet, only its reservation moves; `transparent`; `unplug_replug`: the guest loses its ' +
      'device for a moment; `cold`; `resize`: the place needs another flavor; `evacuate`: its host is gone.',
    example: 'cold',
  })
  mechanism: MoveMechanism;

  @EnumField(ACTIONS, { description: 'What Nova is asked for; `none` of a mere reservation.', example: 'migrate' })
  action: NovaAction;

  @ObjectField(() => InterruptionDto, { description: 'How long the guest, or one of its devices, is away.' })
  interruption: InterruptionDto;

  @ObjectField(() => StepPlaceDto, { description: 'Where it is to lie there.' })
  place: StepPlaceDto;

  @ListField(() => StepDependencyDto, {
    description: 'Steps that have to be done before; empty: it may begin at once.',
  })
  waits_for: StepDependencyDto[];
}

/** A VM that should have moved and cannot. */
export class StuckVmDto {
  @ObjectField(() => StuckVmRefDto, { description: 'Who.' })
  vm: StuckVmRefDto;

  @TextField({ description: 'Where it is.', example: 'compute-01' })
  host_name: string;

  @TextField({ description: 'Why, for programs; docs/replans.md has the list.', example: 'vm.no_place' })
  code: string;

  @TextField({ maxLength: 4096, description: 'Why, for people.', example: 'No host takes it.' })
  detail: string;

  @ListField(() => RejectionDto, { description: 'Why each host refused.' })
  rejections: RejectionDto[];

  @ListField(() => RelaxationDto, { description: 'What would let it go.' })
  relaxations: RelaxationDto[];

  @ListField(() => VmRefDto, { description: 'The smallest set of VMs in each other’s way, itself among them.' })
  in_the_way: VmRefDto[];
}

export class PlanObjectiveDto {
  @NumberField({ description: 'Points that the plan is charged; less is better.', example: 400 })
  value: number;

  @NumberField({ description: 'No plan is charged less: proven.', example: 396 })
  bound: number;

  @NumberField({ description: '`(value - bound) / max(1, |bound|)`; 0 when it is the best.', example: 0.01 })
  gap: number;

  @EnumField(BOUND_BY, {
    description:
      'What proves the bound: the exact optimum; the solver when time ran out; a linear relaxation; each VM’s best place.',
    example: 'relaxation',
  })
  bound_by: PlanObjective['boundBy'];

  @MapField({
    keys: [],
    values: [],
    of: 'number',
    description: 'What the value is made of: `stuck`, `goal`, `disruption`, `score_lost`, `stranded`.',
    example: { stuck: 0, goal: 0, disruption: 400, score_lost: 0, stranded: 0 },
  })
  terms: Record<string, number>;
}

/** An ordered, checked way to what was asked for. */
export class PlanDto {
  @EnumField(['complete', 'partial'] satisfies ReplanPlan['status'][], {
    description: '`complete`: all that had to move does; `partial`: some are `stuck`.',
    example: 'complete',
  })
  status: ReplanPlan['status'];

  @ListField(() => ReplanStepDto, { description: 'In an order that the graph allows.' })
  steps: ReplanStepDto[];

  @ListField(() => StuckVmDto, { description: 'VMs that should have moved and cannot.' })
  stuck: StuckVmDto[];

  @ObjectField(() => PlanObjectiveDto, { description: 'How good it is, and how good any could be.' })
  objective: PlanObjectiveDto;

  @ObjectField(() => EfficacyDto, { description: 'What it changes.' })
  efficacy: EfficacyDto;
}

export class HostCapacityDto {
  @TextField({ description: 'The host.', example: 'compute-01' })
  host_name: string;

  @IntField({ description: 'How many VMs it takes.', example: 3 })
  vms: number;
}

/** How many more VMs of one request fit. */
export class CapacityAnswerDto {
  @IntField({ description: 'How many fit.', example: 12 })
  fits: number;

  @BooleanField({ description: 'False where counting ended before the fleet was full.', example: true })
  is_all: boolean;

  @ListField(() => HostCapacityDto, { description: 'Hosts that take some, by name.' })
  by_host: HostCapacityDto[];

  @ListField(() => RejectionDto, { description: 'What keeps the next one out, the most common first.' })
  bottleneck: RejectionDto[];

  @ListField(() => RelaxationDto, { description: 'What would let more in.' })
  relaxations: RelaxationDto[];
}

export class UnlockingChangeDto {
  @TextField({ maxLength: 4096, description: 'In words.', example: 'pfs[physnet1].link_state: down -> up' })
  change: string;

  @ListField(() => RelaxationChangeDto, { description: 'The same one by one; all are needed together.' })
  changes: RelaxationChangeDto[];

  @TextField({ maxLength: 4096, description: 'What is given up, or has to be done.', example: 'Somebody plugs it in.' })
  costs: string;

  @TextListField({
    maxItems: 1000,
    description: 'Recommendations that would fit with it, each tried by itself.',
    example: [ID],
  })
  unlocks: string[];
}

/** Which changes would let rejected requests in. */
export class UnlockAnswerDto {
  @IntField({ description: 'How far it looks back, days.', example: 7 })
  days: number;

  @IntField({ description: 'Requests that were rejected in that time.', example: 20 })
  rejected: number;

  @IntField({ description: 'Those of them that still do not fit.', example: 14 })
  still_rejected: number;

  @BooleanField({
    description: 'False where time ended before every change was tried on every request.',
    example: true,
  })
  is_all: boolean;

  @ListField(() => UnlockingChangeDto, { description: 'Best first.' })
  changes: UnlockingChangeDto[];
}
