import { MOVE_MECHANISMS, type MoveMechanism, type NovaAction, STEP_STATES, type StepState } from '@iopath/core';
import { REPLAN_STATUSES, type ReplanStatus, type StepReporter } from '@iopath/usecases';
import { CloudCallDto } from '../../realisation/realisation.dto';
import { InstantField, UuidField } from '../../wire/domain-fields';
import { BooleanField, EnumField, IntField, ListField, ObjectField, TextField, TextListField } from '../../wire/fields';

const ACTIONS = ['none', 'os-migrateLive', 'migrate', 'resize', 'evacuate'] as const satisfies NovaAction[];
const REPORTERS = ['worker', 'api'] as const satisfies StepReporter[];

export class ApplyReplanDto {
  @BooleanField({ default: false, description: 'Only show every call and command, in the order of the plan.' })
  dry_run?: boolean | null;
}

export class StepFailedDto {
  @TextField({ maxLength: 1024, description: 'What went wrong, for people.', example: 'No valid host was found.' })
  detail: string;
}

export class StepErrorDto {
  @TextField({ description: 'Code.', example: 'step.not_moved' })
  code: string;

  @TextField({ maxLength: 4096, description: 'In words.', example: 'Nova left the server where it was.' })
  detail: string;
}

/** A step of a plan, and how far it is. */
export class AppliedStepDto {
  @TextField({ description: 'Name of the step in its plan.', example: 's1' })
  id: string;

  @EnumField(STEP_STATES, {
    optional: true,
    description:
      '`waiting` for other steps; `reserved`: its target is held; `running`: it moves, or is yours to make; `done`; ' +
      '`failed`; `skipped`: there was nothing to do any more. Null until the re-plan is applied.',
    example: 'running',
  })
  state: StepState | null;

  @UuidField({ description: 'Id of the recommendation of its VM.', example: '0db4459b-b2ff-5f2f-b4b0-3db586fa496d' })
  recommendation_id: string;

  @IntField({ description: "Which of the request's VMs, from 0.", example: 0 })
  member: number;

  @TextField({ optional: true, description: 'Its server; null while there is none.', example: null })
  server_id: string | null;

  @TextField({ ofHost: 'name', description: 'Host that it leaves.', example: 'compute-01' })
  from_host: string;

  @TextField({ ofHost: 'name', description: 'Host that it goes to.', example: 'compute-02' })
  to_host: string;

  @EnumField(MOVE_MECHANISMS, { description: 'How.', example: 'cold' })
  mechanism: MoveMechanism;

  @EnumField(ACTIONS, {
    description: 'What Nova is asked for; `none` where only the ledger moves.',
    example: 'migrate',
  })
  action: NovaAction;

  @TextListField({ description: 'Steps that have to be done first.', example: [] })
  waits_for: string[];

  @IntField({ description: 'How often its move was asked of Nova since it began.', example: 1 })
  attempts: number;

  @UuidField({
    optional: true,
    description: 'The hold on its target, which the VM has alone when the step is done.',
    example: '0c1d2e3f-4a5b-5c6d-8e9f-a0b1c2d3e4f5',
  })
  reservation_id: string | null;

  @ObjectField(() => StepErrorDto, { optional: true, description: 'Why it failed, or was skipped.' })
  error: StepErrorDto | null;

  @EnumField(REPORTERS, {
    optional: true,
    description: 'Who said how it ended: a worker that watched the cloud, or a caller.',
    example: null,
  })
  reported_by: StepReporter | null;

  @InstantField({ optional: true, description: 'Since when its target is held.', example: '2026-11-21T08:00:05.000Z' })
  reserved_at: string | null;

  @InstantField({ optional: true, description: 'When it began.', example: '2026-11-21T08:00:06.000Z' })
  started_at: string | null;

  @InstantField({ optional: true, description: 'When it ended.', example: null })
  finished_at: string | null;

  @ListField(() => CloudCallDto, { description: 'What it asks of Nova, in order.' })
  calls: CloudCallDto[];

  @TextListField({
    description: 'The same for a shell with the OpenStack client.',
    of: { maxLength: 1024 },
    example: [],
  })
  commands: string[];
}

/** A re-plan, and how far its steps are. */
export class ReplanStepsDto {
  @UuidField({ description: 'Id of the re-plan.', example: '7d3c9a52-6b1f-4e80-9a2d-0f5e8c7b6a41' })
  id: string;

  @EnumField(REPLAN_STATUSES, { description: 'Status of the re-plan.', example: 'applying' })
  status: ReplanStatus;

  @BooleanField({ description: 'Whether nothing was begun by this call.', example: false })
  dry_run: boolean;

  @ListField(() => AppliedStepDto, { description: 'In an order that the plan allows.' })
  steps: AppliedStepDto[];
}
