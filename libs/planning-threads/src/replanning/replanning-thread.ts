import { getHeapStatistics } from 'node:v8';
import type { ReplanRequest } from '@iopath/core';
import { type AnsweredReplan, PlanningThreadLost, Replanner, ReplanTimedOut, type ReplanWatch } from '@iopath/usecases';
import { Piscina } from 'piscina';
import { errorFrom } from '../carried-error';
import { fromAnswer, type ReplanningAnswer, type ReplanningCall, type ToldMeanwhile } from './replanning-call';

export interface ReplanningThreadOptions {
  /** The file that the thread runs: it exports as `serve` what `serveReplanning` gave. */
  readonly file: string;
  /** What the file finds as its `workerData`. */
  readonly data: unknown;
  /** Told why the solver found nothing though time was left. */
  readonly onSolverFailed: (error: unknown) => void;
  /** How long after its time budget a search is ended together with the thread. */
  readonly graceMs?: number;
  /** How long a search that is to end may take to do so before it is ended together with the thread. */
  readonly stopWithinMs?: number;
  /** Most memory that the thread's objects may take; left out: as much as the main thread's may. */
  readonly heapLimitMib?: number;
  /** Options of node for the thread; left out: this process's. */
  readonly execArgv?: readonly string[];
}

/** To read a big fleet the first time, and to write the plan out. */
const GRACE_MS = 120_000;
const STOP_WITHIN_MS = 3_000;
/** A thread that nobody needs gives its memory back. */
const IDLE_MS = 10 * 60_000;
const BYTES_A_MIB = 1024 * 1024;

/**
 * Plans re-plans on one thread of low priority, one at a time. It is opened at the first one, with its own connections,
 * view of the fleet and solver, and closed when it has had nothing to do for a while.
 */
export class ReplanningThread extends Replanner {
  private pool: Piscina | null = null;
  private call: { readonly watch: ReplanWatch; readonly end: AbortController } | null = null;

  constructor(private readonly options: ReplanningThreadOptions) {
    super();
  }

  override async answer(request: ReplanRequest, watch: ReplanWatch): Promise<AnsweredReplan> {
    const { graceMs = GRACE_MS, stopWithinMs = STOP_WITHIN_MS } = this.options;
    const limitMs = request.timeBudgetS * 1000 + graceMs;
    const stop = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    // Ends the thread together with the call, or the call alone where no thread has begun it.
    const end = new AbortController();
    const timers = [setTimeout(() => end.abort(new ReplanTimedOut(limitMs)), limitMs)];
    const breakOff = () => {
      Atomics.store(stop, 0, 1);
      timers.push(setTimeout(() => end.abort(new PlanningThreadLost(false, watch.signal.reason)), stopWithinMs));
    };
    if (watch.signal.aborted) breakOff();
    else watch.signal.addEventListener('abort', breakOff, { once: true });
    this.call = { watch, end };
    try {
      return fromAnswer(await run(this.open(), { request, stop }, end.signal));
    } finally {
      this.call = null;
      watch.signal.removeEventListener('abort', breakOff);
      for (const timer of timers) clearTimeout(timer);
    }
  }

  override async close(): Promise<void> {
    await this.pool?.destroy();
  }

  private open(): Piscina {
    if (this.pool !== null) return this.pool;
    const { file, data, execArgv } = this.options;
    const heapLimitMib = this.options.heapLimitMib ?? Math.floor(getHeapStatistics().heap_size_limit / BYTES_A_MIB);
    const pool = new Piscina({
      filename: file,
      name: 'serve',
      workerData: data,
      minThreads: 0,
      maxThreads: 1,
      idleTimeout: IDLE_MS,
      // A thread without a call must not sleep: it keeps connections.
      atomics: 'disabled',
      recordTiming: false,
      resourceLimits: { maxOldGenerationSizeMb: heapLimitMib },
      ...(execArgv === undefined ? {} : { execArgv: [...execArgv] }),
    });
    pool.on('message', (told: ToldMeanwhile) => {
      if ('progress' in told) this.call?.watch.onProgress(told.progress);
      else this.options.onSolverFailed(errorFrom(told.solverFailed));
    });
    // Of a thread that dies while it starts, the pool tells nobody who waits for it.
    pool.on('error', (error: unknown) => this.call?.end.abort(new PlanningThreadLost(true, error)));
    this.pool = pool;
    return pool;
  }
}

/** @throws what the call was ended with, or PlanningThreadLost: the thread plans nothing else, so the call is to blame. */
async function run(pool: Piscina, call: ReplanningCall, signal: AbortSignal): Promise<ReplanningAnswer> {
  try {
    return (await pool.run(call, { signal })) as ReplanningAnswer;
  } catch (cause) {
    throw signal.aborted ? signal.reason : new PlanningThreadLost(true, cause);
  }
}
