import {
  type CloudObservations,
  type FactAge,
  type FactAgePolicy,
  factAgeOf,
  type Inventory,
  nextFactAgeMs,
  oldestObservation,
} from '@iopath/core';
import type { Clock } from '../ports/surroundings.port';

/** Keeps count of how old the facts of a fleet's hosts are, without a look at every host each time somebody asks. */
export class FactAges {
  private observed: CloudObservations = {};
  private nextMs = Infinity;

  constructor(
    private readonly policy: FactAgePolicy,
    private readonly clock: Clock,
  ) {}

  /** The step that a host's facts are at now. */
  of(inventory: Inventory): FactAge {
    const nowMs = this.clock();
    const observedAtMs = oldestObservation(inventory, this.observed);
    this.nextMs = Math.min(this.nextMs, nextFactAgeMs(observedAtMs, nowMs, this.policy));
    return factAgeOf(observedAtMs, nowMs, this.policy);
  }

  /** Takes in when the services of the cloud last told everything: hosts may be younger by it. */
  see(observed: CloudObservations): void {
    const sources = new Set([...Object.keys(observed), ...Object.keys(this.observed)]) as Set<keyof CloudObservations>;
    if ([...sources].every((source) => observed[source] === this.observed[source])) return;
    this.observed = observed;
    this.nextMs = -Infinity;
  }

  /** Whether any host may be at another step than when it was last asked about; every host is to be asked about then. */
  beginRound(): boolean {
    if (this.clock() < this.nextMs) return false;
    this.nextMs = Infinity;
    return true;
  }
}
