import type { ReplanProgress } from '@iopath/core';
import { PlanningThreadLost } from '../ports/decider.port';
import type { ReplanObserver } from '../ports/replan-observer.port';
import type { ReplanStore, TakenReplan } from '../ports/replan-store.port';
import {
  type AnsweredReplan,
  ReplanBroke,
  type Replanner,
  ReplanOutOfDate,
  ReplanTimedOut,
} from '../ports/replanner.port';
import type { Clock, Pause } from '../ports/surroundings.port';

/** Who has not renewed a lease for so long is taken for dead. Renewed several times within it, for a process may stutter. */
const LEASE_MS = 10_000;
/** A re-plan that was taken so often and ended badly each time is given up. */
const MAX_FAILED_TAKES = 3;
/** Whatever the cause: what is put off so often is put off for a reason of its own. */
const MAX_TAKES = 50;
/** An outage is over soon: tried again after 500 ms, 1 s, 2 s … */
const FIRST_PUT_OFF_MS = 500;
const LONGEST_PUT_OFF_MS = 30_000;
/** What ended badly may have done harm; the others go first for a while: 5 s, 10 s … */
const FIRST_PENALTY_MS = 5_000;
/** How often a store that is away is told how a search ended; then the lease runs out, and it is searched again. */
const TELL_TRIES = 10;

export interface TakeAndReplanPorts {
  readonly store: ReplanStore;
  readonly replanner: Replanner;
  readonly observer: ReplanObserver;
  readonly clock: Clock;
  readonly pause: Pause;
}

/** Why a search is broken off. */
type Stop = 'cancelled' | 'lost' | 'ending';

/** One search, in the hands of this worker. */
class Search {
  private readonly stopping = new AbortController();
  private news: ReplanProgress | null = null;
  /** Null while it is to go on. */
  stop: Stop | null = null;

  constructor(readonly taken: TakenReplan) {}

  get signal(): AbortSignal {
    return this.stopping.signal;
  }

  hear(progress: ReplanProgress): void {
    this.news = progress;
  }

  /** What was heard since it was last asked; null without news. */
  takeNews(): ReplanProgress | null {
    const { news } = this;
    this.news = null;
    return news;
  }

  breakOff(why: Stop): void {
    this.stop ??= why;
    this.stopping.abort();
  }
}

/** Takes re-plans one after another, has each planned, and sees to it that it is not lost when that fails. */
export class TakeAndReplan {
  private search: Search | null = null;
  private looking: Promise<void> | null = null;
  private isEnding = false;

  constructor(private readonly ports: TakeAndReplanPorts) {}

  /** Plans what waits until nothing does. Who looks while another look goes on waits for that one. */
  lookAround(): Promise<void> {
    this.looking ??= this.planAll().finally(() => (this.looking = null));
    return this.looking;
  }

  /**
   * Tells the database that the search goes on and how far it is, and hears whether somebody wants it ended. To be called
   * several times within a lease; each call writes once.
   */
  async renewLease(): Promise<void> {
    const { search } = this;
    if (search === null || search.stop !== null) return;
    const state = await this.ports.store.renew(search.taken, search.takeNews());
    // What ended in between is held no longer, and that is as it should be.
    if (this.search !== search || state === 'held') return;
    if (state === 'lost') this.ports.observer.replanLeaseLost(search.taken.id);
    search.breakOff(state === 'lost' ? 'lost' : 'cancelled');
  }

  /** Breaks off what is searched and gives it back, so that another worker takes it at once: the process ends. */
  async end(): Promise<void> {
    this.isEnding = true;
    this.search?.breakOff('ending');
    await this.looking;
  }

  private async planAll(): Promise<void> {
    while (!this.isEnding) {
      const taken = await this.ports.store.takeNext(LEASE_MS);
      if (taken === null) return;
      this.ports.observer.replanTaken(taken.id, taken.attempts);
      await this.plan(taken);
    }
  }

  private async plan(taken: TakenReplan): Promise<void> {
    if (taken.failedTakes >= MAX_FAILED_TAKES) return this.giveUp(taken, 'replan.worker_lost', null);
    const search = new Search(taken);
    this.search = search;
    if (this.isEnding) search.breakOff('ending');
    const beganAtMs = this.ports.clock();
    try {
      const { signal } = search;
      const onProgress = (progress: ReplanProgress) => search.hear(progress);
      const answer = await this.ports.replanner.answer(taken.request, { onProgress, signal });
      await this.keep(search, answer, this.ports.clock() - beganAtMs);
    } catch (error) {
      await this.letGo(search, error);
    } finally {
      this.search = null;
    }
  }

  private async keep(search: Search, { result, basis }: AnsweredReplan, durationMs: number): Promise<void> {
    const { store, observer } = this.ports;
    const { taken } = search;
    await this.insist(async () => {
      // The last news, and the last chance to cancel.
      await this.renewLease();
      if (search.stop !== null) return this.stopped(search);
      if (await store.finish(taken, result, basis)) observer.replanned(taken.id, result, durationMs);
    });
  }

  private async letGo(search: Search, error: unknown): Promise<void> {
    const { taken } = search;
    if (search.stop !== null) return this.insist(() => this.stopped(search));
    if (error instanceof ReplanOutOfDate) {
      return this.insist(() => this.giveUp(taken, 'replan.out_of_date', error, error.message));
    }
    const code = codeOf(error);
    const failed = code !== null;
    if ((failed && taken.failedTakes + 1 >= MAX_FAILED_TAKES) || taken.attempts >= MAX_TAKES) {
      return this.insist(() => this.giveUp(taken, code ?? 'replan.internal_error', error));
    }
    const delayMs = failed
      ? FIRST_PENALTY_MS * 2 ** taken.failedTakes
      : Math.min(LONGEST_PUT_OFF_MS, FIRST_PUT_OFF_MS * 2 ** (taken.attempts - 1));
    this.ports.observer.replanPutOff(taken.id, error, delayMs);
    await this.insist(() => this.ports.store.giveBack(taken, delayMs, failed));
  }

  /** What becomes of a search that was broken off; of one that is lost others take care. */
  private async stopped({ taken, stop }: Search): Promise<void> {
    const { store, observer } = this.ports;
    if (stop === 'ending') await store.giveBack(taken, 0, false);
    if (stop === 'cancelled' && (await store.endCancelled(taken))) observer.replanCancelled(taken.id);
  }

  private async giveUp(taken: TakenReplan, code: FailureCode, error: unknown, detail?: string): Promise<void> {
    const mine = await this.ports.store.fail(taken, code, detail ?? FAILURES[code]);
    if (mine) this.ports.observer.replanGivenUp(taken.id, code, error);
  }

  /** The store may be away just now, and what was searched for minutes is worth some patience. */
  private async insist(tell: () => Promise<void>): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        await tell();
        return;
      } catch {
        if (tries === TELL_TRIES) return;
      }
      await this.ports.pause(LEASE_MS / TELL_TRIES);
    }
  }
}

const FAILURES = {
  'replan.internal_error': 'This re-plan could not be planned, however often. The service log says more.',
  'replan.worker_lost': 'Each worker that took this re-plan was lost over it.',
  'replan.timed_out': 'No worker came to an answer, though each had much longer than the time budget.',
  'replan.out_of_date': 'The fleet has changed so that the request makes no sense any more.',
} as const;

type FailureCode = keyof typeof FAILURES;

/** What the re-plan fails with if it goes on so; null when the re-plan is not to blame. */
function codeOf(error: unknown): FailureCode | null {
  if (error instanceof ReplanTimedOut) return 'replan.timed_out';
  if (error instanceof ReplanBroke) return 'replan.internal_error';
  return error instanceof PlanningThreadLost && error.isToBlame ? 'replan.worker_lost' : null;
}
