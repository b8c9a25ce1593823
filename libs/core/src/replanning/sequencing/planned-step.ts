import type { Move } from '../mechanism/move-of';
import type { Placement } from '../../planning/decision';
import type { TargetMove } from './ordered-moves';

/** A step whose turn in the order is settled. */
export interface PlannedStep {
  /** From 1, in the order. */
  readonly number: number;
  readonly move: TargetMove;
  readonly isTemporary: boolean;
  readonly fromHost: string;
  readonly toHost: string;
  readonly placement: Placement;
  readonly how: Move;
  readonly waitsFor: readonly PlannedDependency[];
}

export interface PlannedDependency {
  readonly step: PlannedStep;
  readonly reason: string;
}

/** These steps and all that they wait for, however far back. */
export function withAllBefore(steps: readonly PlannedStep[]): ReadonlySet<PlannedStep> {
  const found = new Set(steps);
  for (const { waitsFor } of found) for (const { step } of waitsFor) found.add(step);
  return found;
}
