import {
  type Calibration,
  type CalibrationSeries,
  isUnstable,
  MODEL_VERSIONS,
  type ModelScope,
  scopeCovers,
  scopeKey,
  type ScopedParameters,
  seriesQuestions,
} from '@iopath/core';
import type { JudgedSeries } from '../benchmarks/judged-series';
import type {
  ModelAuthor,
  ModelStore,
  ScopeCalibration,
  StoredModel,
  UnusedReason,
  UnusedSeries,
} from '../ports/model-store.port';
import type { Planner } from '../ports/planner.port';
import { Refusal } from '../refusal';
import { type GatheredSeries, type GatherPorts, gatherSeries, type WantedSeries } from './gather-series';

export interface CalibrationDraft extends WantedSeries {
  /** Null: each hardware class that has series. */
  readonly scopes: readonly ModelScope[] | null;
}

export interface CalibrateModelPorts extends GatherPorts {
  readonly models: ModelStore;
  readonly planner: Pick<Planner, 'calibrate'>;
}

/** Fits the model to what was measured. */
export class CalibrateModel {
  constructor(private readonly ports: CalibrateModelPorts) {}

  /**
   * A version in the shadow: the scopes fitted here, and the other scopes of the version that is active.
   *
   * @throws Refusal invalid `calibration.nothing_to_fit` when no series says anything in any scope; see also
   *   {@link gatherSeries}.
   */
  async execute(draft: CalibrationDraft, author: ModelAuthor): Promise<StoredModel> {
    const { models } = this.ports;
    const series = await gatherSeries(draft, this.ports);
    const scopes = unique(draft.scopes ?? classesOf(series));
    const fitted: ScopeCalibration[] = [];
    for (const scope of scopes) {
      const found = await this.calibrated(scope, series);
      if (found.parameters.length > 0) fitted.push(found);
      else if (draft.scopes !== null) throw nothingToFit(unusedOf(series, [], [scope]), scope);
    }
    const unused = unusedOf(series, fitted, scopes);
    if (fitted.length === 0) throw nothingToFit(unused, null);
    const active = await models.active();
    const fittedHere = new Set(fitted.map(({ scope }) => scopeKey(scope)));
    const kept = (active?.scopes ?? []).filter(({ scope }) => !fittedHere.has(scopeKey(scope)));
    return models.create(
      {
        base: MODEL_VERSIONS[0] ?? '',
        scopes: [...fitted.map(parametersOf), ...kept],
        calibration: { from: active?.version ?? null, scopes: fitted, unused },
      },
      author,
    );
  }

  private async calibrated(scope: ModelScope, series: readonly GatheredSeries[]): Promise<ScopeCalibration> {
    const inScope = series.filter((one) => isIn(scope, one)).map(toCalibrationSeries);
    const calibration: Calibration = await this.ports.planner.calibrate(inScope);
    return { scope, ...calibration, series: [...new Set(calibration.errors.map(({ seriesId }) => seriesId))] };
  }
}

function unique(scopes: readonly ModelScope[]): readonly ModelScope[] {
  return [...new Map(scopes.map((scope) => [scopeKey(scope), scope])).values()];
}

function unusedOf(
  series: readonly GatheredSeries[],
  fitted: readonly ScopeCalibration[],
  scopes: readonly ModelScope[],
): readonly UnusedSeries[] {
  const used = new Set(fitted.flatMap((scope) => scope.series));
  return series.filter(({ id }) => !used.has(id)).map((one) => ({ id: one.id, reason: whyNot(one, scopes) }));
}

function classesOf(series: readonly GatheredSeries[]): readonly ModelScope[] {
  const names = new Set(series.flatMap(({ host }) => host?.hardwareClass ?? []));
  return [...names].sort().map((name) => ({ kind: 'hardware_class', name }));
}

/** What was measured on a host that is gone still counts for all hosts, and for that one if it comes back. */
function isIn(scope: ModelScope, { host, conditions }: GatheredSeries): boolean {
  if (host !== null) return scopeCovers(scope, host);
  return scope.kind !== 'hardware_class' && scopeCovers(scope, { hostName: conditions.hostName, hardwareClass: '' });
}

/** As the core's fit wants it. */
export function toCalibrationSeries({ id, statistics, ...key }: JudgedSeries): CalibrationSeries {
  const { conditions, workload, messageBytes, streams, queueDepth } = key;
  return { id, statistics, key: { conditions, workload, messageBytes, streams, queueDepth } };
}

function parametersOf({ scope, parameters }: ScopeCalibration): ScopedParameters {
  return { scope, parameters: Object.fromEntries(parameters.map(({ name, posterior }) => [name, posterior])) };
}

function whyNot(series: GatheredSeries, scopes: readonly ModelScope[]): UnusedReason {
  if (!scopes.some((scope) => isIn(scope, series))) return series.host === null ? 'host_gone' : 'out_of_scope';
  const asked = Object.keys(seriesQuestions(series)) as (keyof typeof series.statistics)[];
  const told = asked.flatMap((metric) => series.statistics[metric] ?? []);
  return told.length > 0 && told.every(isUnstable) ? 'unstable' : 'no_question';
}

const WORDS: Readonly<Record<UnusedReason, string>> = {
  unstable: 'scatter too much',
  no_question: 'measure what the model does not predict',
  out_of_scope: 'are of hosts outside of it',
  host_gone: 'are of hosts that are not in the inventory',
};

function nothingToFit(unused: readonly UnusedSeries[], scope: ModelScope | null): Refusal {
  const counts = (Object.keys(WORDS) as UnusedReason[]).flatMap((reason) => {
    const count = unused.filter((series) => series.reason === reason).length;
    return count === 0 ? [] : [`${count} ${WORDS[reason]}`];
  });
  const why = counts.length === 0 ? 'there are none' : counts.join(', ');
  const where = scope === null ? '' : ` for the scope ${scopeKey(scope)}`;
  return new Refusal('invalid', 'calibration.nothing_to_fit', `No series says anything of the model${where}: ${why}.`);
}
