import { type ModelParameters, type ParameterName, PARAMETERS } from '../model/parameters.data';
import { pathModel, type PathModel, SHIPPED_MODEL } from '../model/path-model';
import type { Belief } from './belief';

/** Whose devices a set of parameters predicts: all, those of hosts with the same hardware, or of one host. */
export type ModelScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'hardware_class'; readonly name: string }
  | { readonly kind: 'host'; readonly name: string };

/** Parameters that were fitted for one scope; the others are as shipped. */
export interface ScopedParameters {
  readonly scope: ModelScope;
  readonly parameters: Readonly<Partial<Record<ParameterName, Belief>>>;
}

/** A version of the model that operators' own measurements made. Plain data. */
export interface CalibratedModel {
  readonly version: string;
  /** Of the scopes that cover a host the closest counts, and it alone: host before hardware class before all. */
  readonly scopes: readonly ScopedParameters[];
}

/** What a host is known by to a model. */
export interface ModelledHost {
  readonly hostName: string;
  readonly hardwareClass: string;
}

/** Names the parameters of hosts that no scope covers. */
const UNCALIBRATED = '';

const CLOSENESS: Readonly<Record<ModelScope['kind'], number>> = { host: 0, hardware_class: 1, all: 2 };

/** Names the parameters that predict this host's devices: hosts with equal keys are predicted alike. */
export function modelKeyOf(host: ModelledHost, model: CalibratedModel | null): string {
  const covering = (model?.scopes ?? []).map(({ scope }) => scope).filter((scope) => scopeCovers(scope, host));
  const [closest] = covering.sort((a, b) => CLOSENESS[a.kind] - CLOSENESS[b.kind]);
  return closest === undefined ? UNCALIBRATED : scopeKey(closest);
}

/** Whether a scope is of this host, perhaps beside others. */
export function scopeCovers(scope: ModelScope, { hostName, hardwareClass }: ModelledHost): boolean {
  if (scope.kind === 'all') return true;
  return scope.name === (scope.kind === 'host' ? hostName : hardwareClass);
}

/** Tells scopes apart. */
export function scopeKey(scope: ModelScope): string {
  return scope.kind === 'all' ? 'all' : `${scope.kind} ${scope.name}`;
}

/** The models of one version by the keys of {@link modelKeyOf}, each worked out once. */
export class CalibratedModels {
  private static readonly known = new WeakMap<CalibratedModel, CalibratedModels>();
  private static readonly shipped = new CalibratedModels(null);
  private readonly byKey = new Map<string, PathModel>([[UNCALIBRATED, SHIPPED_MODEL]]);

  private constructor(calibrated: CalibratedModel | null) {
    for (const { scope, parameters } of calibrated?.scopes ?? []) {
      this.byKey.set(scopeKey(scope), pathModel(calibrated?.version ?? '', withBeliefs(parameters)));
    }
  }

  /** @param model null: the shipped one, for all. */
  static of(model: CalibratedModel | null): CalibratedModels {
    if (model === null) return CalibratedModels.shipped;
    let models = CalibratedModels.known.get(model);
    if (models === undefined) {
      models = new CalibratedModels(model);
      CalibratedModels.known.set(model, models);
    }
    return models;
  }

  /** The shipped model for a key of another version. */
  get(key: string): PathModel {
    return this.byKey.get(key) ?? SHIPPED_MODEL;
  }

  /** The model for a device of no host in particular. */
  get general(): PathModel {
    return this.get('all');
  }
}

/** A posterior has evidence of the operator's own, so its spread is what the fit says and is not widened. */
function withBeliefs(beliefs: ScopedParameters['parameters']): ModelParameters {
  const fitted = Object.entries(beliefs).map(([name, { value, sdLn }]) => {
    const shipped = PARAMETERS[name as ParameterName];
    return [name, { ...shipped, default: value, sdLn, thin: false }] as const;
  });
  return { ...PARAMETERS, ...Object.fromEntries(fitted) };
}
