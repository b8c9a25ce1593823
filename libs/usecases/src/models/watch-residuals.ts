import { CalibratedModels, hardwareClassOf, type ModelledHost, modelKeyOf, residualOf } from '@iopath/core';
import type { ResidualObserver } from '../ports/residual-observer.port';
import type { ModelStore } from '../ports/model-store.port';
import { judgedSeries } from '../benchmarks/judged-series';
import { toCalibrationSeries } from './calibrate-model';
import type { GatherPorts } from './gather-series';

/** The newest series tell whether a model still holds. */
const NEWEST = 100;

export interface WatchResidualsPorts extends GatherPorts {
  readonly models: Pick<ModelStore, 'active'>;
  readonly observer: ResidualObserver;
}

/** Watches whether what comes in is what the active model predicts. */
export class WatchResiduals {
  constructor(private readonly ports: WatchResidualsPorts) {}

  /** Looks at the series since the active version was made, of this host and of those that are predicted as it is. */
  async execute(hostName: string): Promise<void> {
    try {
      await this.look(hostName);
    } catch (error) {
      this.ports.observer.residualUnknown(error);
    }
  }

  private async look(hostName: string): Promise<void> {
    const { models, benchmarks, tools, observer } = this.ports;
    const host = await this.hostOf(hostName);
    if (host === null) return;
    const active = await models.active();
    const scopeOf = (one: ModelledHost): string => modelKeyOf(one, active) || one.hardwareClass;
    const { items } = await benchmarks.list({ hostName: null, origin: null }, NEWEST, null);
    const alike = new Map<string, boolean>();
    for (const name of new Set(items.map(({ conditions }) => conditions.hostName))) {
      const other = await this.hostOf(name);
      alike.set(name, other !== null && scopeOf(other) === scopeOf(host));
    }
    const since = items.filter(({ createdAtMs }) => active === null || createdAtMs > active.createdAtMs);
    const series = since.filter(({ conditions }) => alike.get(conditions.hostName) === true);
    const judged = series.map((one) => toCalibrationSeries(judgedSeries(one, tools)));
    const residual = residualOf(judged, CalibratedModels.of(active).get(modelKeyOf(host, active)));
    if (residual !== null) observer.residual(scopeOf(host), residual);
  }

  private async hostOf(hostName: string): Promise<ModelledHost | null> {
    const host = await this.ports.hosts.inventory(hostName);
    return host === null ? null : { hostName, hardwareClass: hardwareClassOf(host.inventory) };
  }
}
