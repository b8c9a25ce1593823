import { MODEL_VERSIONS, type ModelScope, type ParameterName, PARAMETERS, type ScopedParameters } from '@iopath/core';
import type { ModelChange, StoredModel } from '@iopath/usecases';
import type {
  ModelChangeDto,
  ModelDto,
  ModelParameterDto,
  ModelScopeDto,
  ModelScopeParametersDto,
  ModelSummaryDto,
} from './model.dto';

/** The version that this release is shipped with. */
export const SHIPPED_VERSION = MODEL_VERSIONS[0] ?? '';

const ALL: ModelScope = { kind: 'all' };

export function fromStoredModel(model: StoredModel): ModelSummaryDto {
  return {
    version: model.version,
    state: model.state,
    base: model.base,
    scopes: model.scopes.map(({ scope }) => fromScope(scope)),
    created_at: new Date(model.createdAtMs).toISOString(),
    created_by: model.createdBy,
  };
}

/** @param active the calibrated version that predicts; null: this one does. */
export function shippedModel(active: Pick<StoredModel, 'version'> | null): ModelSummaryDto {
  const state = active === null ? 'active' : 'retired';
  return { version: SHIPPED_VERSION, state, base: null, scopes: [fromScope(ALL)], created_at: null, created_by: null };
}

export function withParameters(
  summary: ModelSummaryDto,
  model: StoredModel | null,
  history: readonly ModelChange[],
): ModelDto {
  const parameters =
    model === null ? [{ scope: fromScope(ALL), parameters: AS_SHIPPED }] : model.scopes.map(fromScoped);
  return { ...summary, parameters, history: history.map(fromChange) };
}

export function fromScope(scope: ModelScope): ModelScopeDto {
  return { kind: scope.kind, name: scope.kind === 'all' ? null : scope.name };
}

const AS_SHIPPED: ModelParameterDto[] = Object.entries(PARAMETERS).map(([name, parameter]) => {
  const { default: value, sdLn: spread, unit, evidence, thin } = parameter;
  return { name, value, spread, unit, evidence: [...evidence], thin };
});

function fromScoped({ scope, parameters }: ScopedParameters): ModelScopeParametersDto {
  const fitted = Object.entries(parameters).map(([name, { value, sdLn }]) => {
    const { unit, evidence } = PARAMETERS[name as ParameterName];
    return { name, value, spread: sdLn, unit, evidence: [...evidence], thin: false };
  });
  return { scope: fromScope(scope), parameters: fitted };
}

function fromChange({ atMs, action, from, to, by, requestId }: ModelChange): ModelChangeDto {
  return {
    at: new Date(atMs).toISOString(),
    action,
    from_version: from ?? SHIPPED_VERSION,
    to_version: to ?? SHIPPED_VERSION,
    by,
    request_id: requestId,
  };
}
