import { type Belief, type Fault, type FittedParameter, type ModelScope, PARAMETERS } from '@iopath/core';
import { type CalibrationDraft, Refusal, type ScopeCalibration, type StoredModel } from '@iopath/usecases';
import { metricName } from '../benchmarks/metric-name';
import type { ModelScopeDto } from '../models/model.dto';
import { fromScope, SHIPPED_VERSION } from '../models/model.mapper';
import type {
  BeliefDto,
  CalibrationDto,
  CreateCalibrationDto,
  FittedParameterDto,
  ScopeCalibrationDto,
} from './calibration.dto';

/** @throws Refusal invalid `request.invalid` pointing at scopes that lack a name, or must have none. */
export function toCalibrationDraft(dto: CreateCalibrationDto): CalibrationDraft {
  const faults: Fault[] = [];
  const scopes = dto.scopes?.map((scope, nth) => toScope(scope, nth, faults)) ?? null;
  if (faults.length > 0) throw new Refusal('invalid', 'request.invalid', 'The scopes are not clear.', faults);
  return { scopes, ids: dto.series ?? null, withObservations: dto.include_observations ?? true };
}

function toScope({ kind, name }: ModelScopeDto, nth: number, faults: Fault[]): ModelScope {
  const pointer = `/scopes/${nth}/name`;
  if (kind === 'all') {
    if ((name ?? null) !== null)
      faults.push({ pointer, code: 'field.unexpected', message: 'must be null for all hosts' });
    return { kind };
  }
  if ((name ?? null) === null) faults.push({ pointer, code: 'field.required', message: `is required of a ${kind}` });
  return { kind, name: name ?? '' };
}

export function fromCalibration(model: StoredModel): CalibrationDto {
  const { calibration } = model;
  return {
    version: model.version,
    state: model.state,
    base: model.base,
    from_version: calibration.from ?? SHIPPED_VERSION,
    scopes: calibration.scopes.map(fromScopeCalibration),
    unused: calibration.unused.map(({ id, reason }) => ({ series_id: id, reason })),
    created_at: new Date(model.createdAtMs).toISOString(),
    created_by: model.createdBy,
  };
}

function fromScopeCalibration(calibration: ScopeCalibration): ScopeCalibrationDto {
  const { scope, parameters, errors, heldBackError, series } = calibration;
  return {
    scope: fromScope(scope),
    parameters: parameters.map(fromFitted),
    errors: errors.map(({ seriesId, metric, measured, before, after, heldBack }) => {
      return { series_id: seriesId, metric: metricName(metric), measured, before, after, held_back: heldBack };
    }),
    held_back_error: heldBackError,
    series: [...series],
  };
}

function fromFitted({ name, prior, posterior, observations, clipped }: FittedParameter): FittedParameterDto {
  const { unit } = PARAMETERS[name];
  return { name, unit, prior: fromBelief(prior), observations, posterior: fromBelief(posterior), clipped };
}

function fromBelief({ value, sdLn }: Belief): BeliefDto {
  return { value, spread: sdLn };
}
