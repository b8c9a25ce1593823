import type { MoveMechanism } from './move-mechanism';
import type { ReplanGoal } from './replan-request';

/**
 * Points that a plan is charged for, so that one number orders plans: hard needs first, then the goal, then disruption, then
 * score lost, then stranded capacity. Tiers are far enough apart that no plan of up to a hundred moves buys a higher one with
 * lower ones.
 */
export interface ObjectiveWeights {
  /** For a VM that must leave and has no place to go. */
  readonly stuck: number;
  /** For a host that goes on being used; only of `consolidate`. */
  readonly hostInUse: number;
  /** For a VM that moves. */
  readonly move: Readonly<Record<MoveMechanism, number>>;
  /** For a point of score (0..1) that a VM loses by moving; a gain is a loss below zero. */
  readonly scoreLost: number;
  /** For a VF that is free and of no use where it is. */
  readonly strandedVf: number;
}

/** A guest that pauses for under a second, one that loses its NIC meanwhile, one that is down for minutes. */
const DISRUPTION: ObjectiveWeights['move'] = {
  ledger: 0.1,
  transparent: 1,
  unplug_replug: 3,
  cold: 10,
  resize: 12,
  evacuate: 10,
};

const MUST: ObjectiveWeights = { stuck: 10_000, hostInUse: 0, move: DISRUPTION, scoreLost: 1, strandedVf: 0.1 };

/** Where the goal is a better fleet, what is gained has to outweigh the disruption of getting there. */
const WEIGHTS: Readonly<Record<ReplanGoal['kind'], ObjectiveWeights>> = {
  drain: MUST,
  failure: MUST,
  rebalance: { ...MUST, scoreLost: 100, strandedVf: 10 },
  consolidate: { ...MUST, hostInUse: 1_000 },
};

/** What plans for this goal are charged. Where VFs or huge pages are to come free, hosts in use are of no account. */
export function weightsFor(goal: ReplanGoal): ObjectiveWeights {
  if (goal.kind !== 'consolidate' || goal.free.kind === 'hosts') return WEIGHTS[goal.kind];
  return { ...WEIGHTS.consolidate, hostInUse: 0, stuck: WEIGHTS.consolidate.hostInUse };
}
