import type { ModelScope } from '@iopath/core';
import { MODEL_ACTIONS, MODEL_STATES, type ModelAction, type ModelState } from '@iopath/usecases';
import { PageDto } from '../paging/page';
import { InstantField } from '../wire/domain-fields';
import { BooleanField, EnumField, ListField, NumberField, ObjectField, TextField, TextListField } from '../wire/fields';

export const SCOPE_KINDS = ['all', 'hardware_class', 'host'] as const satisfies ModelScope['kind'][];

/** Whose devices parameters predict. Of the scopes that cover a host the closest counts. */
export class ModelScopeDto {
  @EnumField(SCOPE_KINDS, {
    description: 'All hosts, those with the same processor and kinds of NIC, or one.',
    example: 'hardware_class',
  })
  kind: ModelScope['kind'];

  @TextField({
    optional: true,
    maxLength: 1024,
    description: 'Name of the class or host; null for `all`.',
    example: 'Intel(R) Xeon(R) Platinum 8362 CPU @ 2.80GHz / 15b3:101d',
  })
  name?: string | null;
}

export class ModelParameterDto {
  @TextField({ description: 'What it is, unit at its end.', example: 'vhost_net.adder_us' })
  name: string;

  @NumberField({ description: 'Its value: as shipped, or the posterior.', example: 31.4 })
  value: number;

  @NumberField({
    description:
      'Standard deviation of its natural logarithm: 0.3 is "right within a factor of 1.6, nine times in ten".',
    example: 0.12,
  })
  spread: number;

  @TextField({ description: 'Unit.', example: 'us' })
  unit: string;

  @TextListField({ description: 'Ids of the published measurements behind what is shipped.', example: ['M120'] })
  evidence: string[];

  @BooleanField({ description: 'It rests on one measurement, a claim or an assumption.', example: false })
  thin: boolean;
}

export class ModelScopeParametersDto {
  @ObjectField(() => ModelScopeDto, { description: 'Whose devices they predict.' })
  scope: ModelScopeDto;

  @ListField(() => ModelParameterDto, { description: 'Parameters of its own; the others are as shipped.' })
  parameters: ModelParameterDto[];
}

export class ModelSummaryDto {
  @TextField({
    description: 'Name; of calibrated versions the shipped one, `+c` and a number.',
    example: '2026.11.1+c4',
  })
  version: string;

  @EnumField(MODEL_STATES, {
    description: '`active`: what predicts. `shadow`: not asked yet. `retired`: another predicts in its place.',
    example: 'shadow',
  })
  state: ModelState;

  @TextField({
    optional: true,
    description: 'The version that it was fitted on; null of a shipped one.',
    example: '2026.11.1',
  })
  base: string | null;

  @ListField(() => ModelScopeDto, { description: 'Scopes with parameters of their own.' })
  scopes: ModelScopeDto[];

  @InstantField({
    optional: true,
    description: 'When it was made; null of a shipped one.',
    example: '2026-11-21T08:00:05.000Z',
  })
  created_at: string | null;

  @TextField({ optional: true, description: 'By whom (user id); null: nobody said.', example: null })
  created_by: string | null;
}

export class ModelChangeDto {
  @InstantField({ description: 'When.', example: '2026-11-21T08:30:00.000Z' })
  at: string;

  @EnumField(MODEL_ACTIONS, { description: 'What was done.', example: 'promote' })
  action: ModelAction;

  @TextField({ description: 'Version that was active before.', example: '2026.11.1' })
  from_version: string;

  @TextField({ description: 'Version that was made, or made active.', example: '2026.11.1+c4' })
  to_version: string;

  @TextField({ optional: true, description: 'By whom (user id); null: nobody said.', example: null })
  by: string | null;

  @TextField({
    optional: true,
    description: 'Request that did it.',
    example: 'req-0c1d2e3f-4a5b-4c6d-8e9f-a0b1c2d3e4f5',
  })
  request_id: string | null;
}

export class ModelDto extends ModelSummaryDto {
  @ListField(() => ModelScopeParametersDto, { description: 'Its parameters by scope.' })
  parameters: ModelScopeParametersDto[];

  @ListField(() => ModelChangeDto, { description: 'What was said of it, oldest first.' })
  history: ModelChangeDto[];
}

export class ModelListDto extends PageDto {
  @TextField({ description: 'The version that predicts.', example: '2026.11.1' })
  active_version: string;

  @ObjectField(() => ModelSummaryDto, { description: 'The version that this release is shipped with.' })
  shipped: ModelSummaryDto;

  @ListField(() => ModelSummaryDto, { description: 'Calibrated versions, newest first.' })
  models: ModelSummaryDto[];
}
