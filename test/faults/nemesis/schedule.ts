import { randomOf } from '@iopath/testing';

/** What can be done to the service and its stores. */
export const PROCESS_FAULTS = {
  kill_worker: 30,
  kill_all_workers: 8,
  kill_api: 10,
  pause_worker: 20,
  pause_api: 8,
} as const;

export const STORE_FAULTS = {
  postgres_crash: 12,
  postgres_cut: 14,
  postgres_stall: 10,
  postgres_delay: 8,
  postgres_refuse: 8,
  postgres_terminate: 10,
  redis_restart: 12,
  redis_flush: 12,
  redis_cut: 8,
  redis_stall: 8,
  redis_refuse: 8,
} as const;

export type FaultKind = keyof typeof PROCESS_FAULTS | keyof typeof STORE_FAULTS;

/** One fault to come. */
export interface PlannedFault {
  readonly atMs: number;
  readonly kind: FaultKind;
  readonly durationMs: number;
  /** Which of the processes; taken modulo their number. */
  readonly index: number;
}

/** How often, and how long. Faults of processes and of stores come on two tracks, so that one falls into the other. */
export interface Pace {
  readonly processGapMs: readonly [number, number];
  readonly storeGapMs: readonly [number, number];
  readonly longestMs: number;
}

/** Beyond the time that the queue grants a worker that gives no sign. */
export const USUAL_PACE: Pace = { processGapMs: [1_500, 6_000], storeGapMs: [2_500, 9_000], longestMs: 14_000 };
export const QUICK_PACE: Pace = { processGapMs: [2_000, 5_000], storeGapMs: [1_500, 4_000], longestMs: 3_000 };

/** All faults of a run, in order; the same for the same seed. */
export function scheduleOf(seed: number, forMs: number, pace: Pace): readonly PlannedFault[] {
  const track = (name: string, kinds: Readonly<Record<string, number>>, gapMs: readonly [number, number]) => {
    const faults: PlannedFault[] = [];
    const random = randomOf(seed, 'nemesis', name);
    for (let atMs = random.integer(...gapMs); atMs < forMs;) {
      const kind = random.weighted(kinds) as FaultKind;
      // Most are short; a few outlast locks and leases.
      const durationMs = Math.round(200 + random.next() ** 3 * (pace.longestMs - 200));
      faults.push({ atMs, kind, durationMs, index: random.integer(0, 1_000) });
      atMs += durationMs + random.integer(...gapMs);
    }
    return faults;
  };
  return [
    ...track('processes', PROCESS_FAULTS, pace.processGapMs),
    ...track('stores', STORE_FAULTS, pace.storeGapMs),
  ].sort((a, b) => a.atMs - b.atMs);
}
