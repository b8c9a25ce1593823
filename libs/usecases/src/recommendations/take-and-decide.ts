import { DecisionTimedOut, PlanningThreadLost, type Decider } from '../ports/decider.port';
import type { RecommendationStore, TakenRecommendation } from '../ports/recommendation-store.port';
import type { Pause } from '../ports/surroundings.port';
import type { TakeObserver } from '../ports/take-observer.port';

/** Who has not renewed a lease for so long is taken for dead. Renewed several times within it, for a process may stutter. */
export const LEASE_MS = 5_000;
/** A request that was taken so often and ended badly each time is given up: it would go on for ever. */
const MAX_FAILED_TAKES = 5;
/**
 * Whatever the cause: a store that is away lets nobody take anything, so what fails so often does so for a reason of its own.
 * At the longest put-off that is several minutes.
 */
const MAX_TAKES = 50;
/** An outage, or a race that cannot be won now, is over soon: tried again after 100 ms, 200 ms, 400 ms … */
const FIRST_PUT_OFF_MS = 100;
const LONGEST_PUT_OFF_MS = 10_000;
/** What ended badly may have done harm; the others go first for a while: 1 s, 2 s, 4 s … */
const FIRST_PENALTY_MS = 1_000;
/** How often a store that is away is asked to take something back; then the lease runs out anyway. */
const LET_GO_TRIES = 10;

export interface TakeAndDecidePorts {
  readonly store: RecommendationStore;
  readonly decider: Decider;
  readonly observer: TakeObserver;
  readonly pause: Pause;
}

/** Takes what is next, has it decided, and sees to it that it is not lost when that fails. */
export class TakeAndDecide {
  private readonly held = new Set<TakenRecommendation>();

  constructor(private readonly ports: TakeAndDecidePorts) {}

  /** Takes what is to be decided next; null when there is nothing. */
  async take(): Promise<TakenRecommendation | null> {
    const taken = await this.ports.store.takeNext(LEASE_MS);
    if (taken === null) return null;
    this.held.add(taken);
    this.ports.observer.taken(taken.id, taken.attempts);
    return taken;
  }

  /** Decides what was taken, gives it up, or puts it off. Never rejects. */
  async decide(taken: TakenRecommendation): Promise<void> {
    try {
      if (taken.failedTakes >= MAX_FAILED_TAKES) await this.giveUp(taken, 'decision.worker_lost');
      else await this.ports.decider.decide(taken);
    } catch (error) {
      await this.letGo(taken, error);
    } finally {
      this.held.delete(taken);
    }
  }

  /** Tells the database that what is held is being worked on. To be called several times within {@link LEASE_MS}. */
  async renewLeases(): Promise<void> {
    const holds = [...this.held];
    if (holds.length === 0) return;
    const stillHeld = new Set(await this.ports.store.renew(holds));
    for (const taken of holds) {
      // What was let go in between is held no longer, and that is as it should be.
      if (stillHeld.has(taken.id) || !this.held.delete(taken)) continue;
      this.ports.observer.leaseLost(taken.id);
    }
  }

  /** Gives back whatever is still held, so that others take it at once: the process ends. */
  async giveAllBack(): Promise<void> {
    const holds = [...this.held];
    this.held.clear();
    await Promise.all(holds.map((taken) => this.ports.store.giveBack(taken, 0, false)));
  }

  private async letGo(taken: TakenRecommendation, error: unknown): Promise<void> {
    const code = codeOf(error);
    const failed = code !== null;
    if ((failed && taken.failedTakes + 1 >= MAX_FAILED_TAKES) || taken.attempts >= MAX_TAKES) {
      await this.insist(() => this.giveUp(taken, code ?? 'decision.internal_error'));
      return;
    }
    const delayMs = failed
      ? FIRST_PENALTY_MS * 2 ** taken.failedTakes
      : Math.min(LONGEST_PUT_OFF_MS, FIRST_PUT_OFF_MS * 2 ** (taken.attempts - 1));
    this.ports.observer.putOff(taken.id, error, delayMs);
    await this.insist(() => this.ports.store.giveBack(taken, delayMs, failed));
  }

  private async giveUp(taken: TakenRecommendation, code: FailureCode): Promise<void> {
    const mine = await this.ports.store.fail(taken, code, FAILURES[code]);
    if (mine) this.ports.observer.givenUp(taken.id, code);
  }

  /** The store may be away just now, which may be why there is something to let go. */
  private async insist(write: () => Promise<void>): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        await write();
        return;
      } catch {
        if (tries === LET_GO_TRIES) return;
      }
      await this.ports.pause(LEASE_MS / LET_GO_TRIES);
    }
  }
}

const FAILURES = {
  'decision.internal_error': 'This request could not be decided, however often. The service log says more.',
  'decision.worker_lost': 'Each worker that took this request was lost over it. Nothing was reserved.',
  'decision.timed_out':
    'No worker could decide this request in the time that one decision may take. Nothing was reserved.',
} as const;

type FailureCode = keyof typeof FAILURES;

/** What the request fails with if it goes on so; null when the request is not to blame. */
function codeOf(error: unknown): FailureCode | null {
  if (error instanceof DecisionTimedOut) return 'decision.timed_out';
  return error instanceof PlanningThreadLost && error.isToBlame ? 'decision.worker_lost' : null;
}
