import type { MoveMechanism } from '../move-mechanism';
import type { LocalTake } from './host-rows';

/** One way for one VM to end, as the search compares it; a `MoveOption` is the same in the table's terms. */
export interface Choice {
  readonly hostName: string;
  readonly spot: string;
  /** Null: it stays as it is. */
  readonly mechanism: MoveMechanism | null;
  /** 0..1, were nobody else to come. */
  readonly score: number;
  /** In the points of `objective.ts`: disruption and score lost. */
  readonly cost: number;
  readonly takes: readonly LocalTake[];
}
