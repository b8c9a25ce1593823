import { MAX_SERIES, MODEL_STATES, type ModelState, UNUSED_REASONS, type UnusedReason } from '@iopath/usecases';
import { EXAMPLE_SERIES_ID } from '../benchmarks/benchmarks.example';
import { ModelScopeDto } from '../models/model.dto';
import { InstantField, UUID, UuidField } from '../wire/domain-fields';
import {
  BooleanField,
  EnumField,
  IntField,
  ListField,
  NumberField,
  ObjectField,
  TextField,
  TextListField,
} from '../wire/fields';

const MAX_SCOPES = 50;

export class CreateCalibrationDto {
  @ListField(() => ModelScopeDto, {
    optional: true,
    minItems: 1,
    maxItems: MAX_SCOPES,
    description: 'What to fit for; each must have something to fit. Left out: each hardware class that has series.',
  })
  scopes?: ModelScopeDto[] | null;

  @TextListField({
    optional: true,
    minItems: 1,
    maxItems: MAX_SERIES,
    of: { pattern: UUID },
    description: 'Ids of the series to fit to. Left out: all.',
    example: null,
  })
  series?: string[] | null;

  @BooleanField({
    default: true,
    description: 'Where no series are named: also those told of placed VMs, not only those measured on purpose.',
    example: true,
  })
  include_observations?: boolean;
}

export class BeliefDto {
  @NumberField({ description: 'Value.', example: 33.6 })
  value: number;

  @NumberField({ description: 'Standard deviation of its natural logarithm.', example: 0.46 })
  spread: number;
}

export class FittedParameterDto {
  @TextField({ description: 'Parameter, unit at its end.', example: 'vhost_net.adder_us' })
  name: string;

  @TextField({ description: 'Unit.', example: 'us' })
  unit: string;

  @ObjectField(() => BeliefDto, { description: 'What was believed before: as shipped, and what hosts differ by.' })
  prior: BeliefDto;

  @IntField({ description: 'How many measured quantities it has a part in.', example: 3 })
  observations: number;

  @ObjectField(() => BeliefDto, { description: 'What the measurements make of it.' })
  posterior: BeliefDto;

  @BooleanField({
    description: 'They pulled further than three spreads and were not followed: look at them.',
    example: false,
  })
  clipped: boolean;
}

export class SeriesErrorDto {
  @UuidField({ description: 'Series.', example: EXAMPLE_SERIES_ID })
  series_id: string;

  @TextField({ description: 'Metric, unit in its name.', example: 'rtt_p50_us' })
  metric: string;

  @NumberField({ description: 'What its runs say.', example: 49 })
  measured: number;

  @NumberField({ description: 'What the shipped model predicts.', example: 74.8 })
  before: number;

  @NumberField({ description: 'What this version predicts.', example: 52.3 })
  after: number;

  @BooleanField({ description: 'It was held back from the fit, to judge it by.', example: false })
  held_back: boolean;
}

export class HeldBackErrorDto {
  @NumberField({ description: 'Of the shipped model, as a share.', example: 0.43 })
  before: number;

  @NumberField({ description: 'Of this version.', example: 0.06 })
  after: number;
}

export class ScopeCalibrationDto {
  @ObjectField(() => ModelScopeDto, { description: 'What was fitted for.' })
  scope: ModelScopeDto;

  @ListField(() => FittedParameterDto, { description: 'Parameters that the series have a part in.' })
  parameters: FittedParameterDto[];

  @ListField(() => SeriesErrorDto, { description: 'Series used, metric by metric.' })
  errors: SeriesErrorDto[];

  @ObjectField(() => HeldBackErrorDto, {
    optional: true,
    description:
      'Median of the relative errors of what was held back. One series in five of a path and workload is; null: there were ' +
      'too few.',
  })
  held_back_error: HeldBackErrorDto | null;

  @TextListField({ description: 'Series used.', example: [EXAMPLE_SERIES_ID] })
  series: string[];
}

export class UnusedSeriesDto {
  @UuidField({ description: 'Series.', example: EXAMPLE_SERIES_ID })
  series_id: string;

  @EnumField(UNUSED_REASONS, {
    description:
      'Its runs scatter too much; the model predicts nothing to compare it with; no scope asked for has its host; its ' +
      'host is not in the inventory.',
    example: 'no_question',
  })
  reason: UnusedReason;
}

export class CalibrationDto {
  @TextField({ description: 'The version that it made.', example: '2026.11.1+c1' })
  version: string;

  @EnumField(MODEL_STATES, { description: 'What the version is at present.', example: 'shadow' })
  state: ModelState;

  @TextField({ description: 'Shipped version that was fitted on.', example: '2026.11.1' })
  base: string;

  @TextField({ description: 'Version whose other scopes were taken over.', example: '2026.11.1' })
  from_version: string;

  @ListField(() => ScopeCalibrationDto, { description: 'What was fitted, by scope.' })
  scopes: ScopeCalibrationDto[];

  @ListField(() => UnusedSeriesDto, { description: 'Series that nothing was fitted to.' })
  unused: UnusedSeriesDto[];

  @InstantField({ description: 'When.', example: '2026-11-21T08:00:05.000Z' })
  created_at: string;

  @TextField({ optional: true, description: 'By whom (user id); null: nobody said.', example: null })
  created_by: string | null;
}
