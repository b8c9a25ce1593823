import { setTimeout as sleep } from 'node:timers/promises';
import type { HistoryRecorder } from '../history/recorder';
import { randomOf } from '@iopath/testing';
import * as actions from './actions';
import type { Board } from './board';
import { HttpClient } from './http-client';

/** How often each action is tried. */
const WEIGHTS = {
  create: 26,
  poll: 16,
  getAllocation: 4,
  listAllocations: 3,
  listRecommendations: 1,
  confirm: 10,
  confirmLate: 4,
  confirmAll: 4,
  release: 11,
  releaseAll: 7,
  reserve: 5,
  renew: 4,
  renewAll: 2,
  swap: 4,
  putInventory: 3,
  setHostState: 3,
  quarantine: 1,
  clearQuarantine: 2,
  readHistory: 2,
} as const satisfies Partial<Record<keyof typeof actions, number>>;

export type ActionName = keyof typeof WEIGHTS;

const LONGEST_PAUSE_MS = 150;

export interface ClientOptions {
  readonly seed: number;
  readonly apis: readonly string[];
  readonly hosts: number;
  readonly ttlS: readonly [number, number];
  /** Actions that the service under test does not know yet. */
  readonly without: readonly ActionName[];
  /** How often an action is tried instead of as usual. */
  readonly favoured: Readonly<Partial<Record<ActionName, number>>>;
  readonly hasPriority: boolean;
}

/** Does one random thing after another until told to end. The n-th choice of a client depends on the seed and n alone. */
export async function runClient(
  name: string,
  options: ClientOptions,
  board: Board,
  recorder: HistoryRecorder,
  isOver: () => boolean,
): Promise<void> {
  const http = new HttpClient(name, recorder);
  const weights = Object.fromEntries(
    Object.entries({ ...WEIGHTS, ...options.favoured }).map(([action, weight]) => [
      action,
      options.without.includes(action as ActionName) ? 0 : weight,
    ]),
  ) as Record<ActionName, number>;
  for (let step = 1; !isOver(); step++) {
    const random = randomOf(options.seed, name, step);
    const action = random.weighted(weights);
    const pauseMs = random.integer(0, LONGEST_PAUSE_MS);
    await actions[action]({ ...options, random, board, http, stepName: `${name}-${step}` });
    await sleep(pauseMs);
  }
}
