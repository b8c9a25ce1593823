import type { Dice, Pause } from '../ports/surroundings.port';

const FIRST_MS = 2;
const LONGEST_MS = 60;

/** Waits before the next plan; `attempt` counts the stale ones so far, from 1. */
export type Backoff = (attempt: number) => Promise<void>;

/**
 * Doubles from 2 ms to 60 ms, of which the dice take a share: rivals that collided once shall not meet
 * again in step. Short, for a commit takes a few milliseconds and every round has a winner.
 */
export function staleBackoff(pause: Pause, dice: Dice): Backoff {
  return (attempt) => pause(dice() * Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1)));
}
