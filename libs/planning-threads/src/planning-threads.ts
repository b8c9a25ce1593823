import { setTimeout as sleep } from 'node:timers/promises';
import { getHeapStatistics } from 'node:v8';
import type { Worker } from 'node:worker_threads';
import type { AssumedHardware, Calibration, CalibrationSeries, PathCard, RequestDraft, VfAdvice } from '@iopath/core';
import {
  type Cause,
  DecisionTimedOut,
  type DecisionObserver,
  type JudgedHost,
  Planner,
  PlanningThreadLost,
  type Recommendation,
  type Replay,
  type ReplayBy,
  type ShadowReport,
  type Swap,
  type SwappedVm,
  type TakenRecommendation,
} from '@iopath/usecases';
import { Piscina } from 'piscina';
import { hasBegun, isPlanning, newCallState, threadOf } from './call-state';
import { errorFrom } from './carried-error';
import { type CarriedEvent, tellEvent } from './carried-event';
import type { Arguments, Outcome, PlanningAnswer, PlanningCall, PlanningMethod } from './planning-call';
import { type TimedCall, TimeLimit } from './time-limit';

export interface PlanningThreadsOptions {
  /** The file that a thread runs: it exports as `serve` what `servePlanning` gave. */
  readonly file: string;
  /** What the file finds as its `workerData`. */
  readonly data: unknown;
  readonly threads: number;
  /** A call that has planned or waited for longer is ended together with its thread. */
  readonly timeLimitMs: number;
  /** Hears what the threads' planners tell. */
  readonly observer: DecisionObserver;
  /** Told of each thread that died or was ended, which is replaced. */
  readonly onThreadLost: (error: unknown) => void;
  /** Most memory that a thread's objects may take; left out: as much as the main thread's may. */
  readonly heapLimitMib?: number;
  /** Options of node for the threads; left out: this process's. */
  readonly execArgv?: readonly string[];
}

interface CallInFlight extends TimedCall {
  timedOut: boolean;
  /** Whether the loss of its thread is its own doing; null while the thread lives. */
  isToBlame: boolean | null;
}

/** Calls wait inside a thread, not ahead of it: while one waits for the database, the thread plans for another. */
const CALLS_A_THREAD = 1_000;
/** Most of what planning makes lives shortly; in V8's usual 48 MiB it is copied about more often. */
const YOUNG_GENERATION_MIB = 96;
const BYTES_A_MIB = 1024 * 1024;
/** They change nothing, so they may be asked again. */
const QUESTIONS: ReadonlySet<PlanningMethod> = new Set<PlanningMethod>([
  'readFleet',
  'replay',
  'pathsOfRecommendation',
  'pathsOfRequest',
  'migratability',
  'vfAdvice',
  'calibrate',
  'shadowReport',
]);
/** How often a call is made that loses its thread by no doing of its own. */
const MOST_TRIES = 3;
/** Between the loss of the last thread and new ones: what keeps them from starting may pass. */
const REVIVE_AFTER_MS = 1_000;

/** Plans on threads that serve nobody else, each with its own connections and its own view of the fleet. */
export class PlanningThreads extends Planner {
  private readonly inFlight = new Set<CallInFlight>();
  private readonly running = new Set<Promise<unknown>>();
  private readonly watched = new WeakSet<Worker>();
  private readonly timeLimit: TimeLimit<CallInFlight>;
  private pool: Piscina;
  private isClosing = false;

  constructor(private readonly options: PlanningThreadsOptions) {
    super();
    this.pool = this.openPool();
    this.timeLimit = new TimeLimit(options.timeLimitMs, this.inFlight, (call) => this.endThreadOf(call));
    this.timeLimit.start();
  }

  /** Resolves when every thread has read it. */
  override async readFleet(): Promise<number> {
    const counts = await Promise.all(Array.from({ length: this.options.threads }, () => this.call('readFleet')));
    return Math.max(...counts);
  }

  override decide(taken: TakenRecommendation): Promise<void> {
    return this.call('decide', taken);
  }

  override reserve(id: string, cause?: Cause): Promise<Recommendation> {
    return this.call('reserve', id, cause);
  }

  override swap(swap: Swap): Promise<readonly SwappedVm[]> {
    return this.call('swap', swap);
  }

  override replay(id: string, by: ReplayBy): Promise<Replay> {
    return this.call('replay', id, by);
  }

  override pathsOfRecommendation(id: string): Promise<readonly PathCard[]> {
    return this.call('pathsOfRecommendation', id);
  }

  override pathsOfRequest(draft: RequestDraft, hardware: AssumedHardware): Promise<readonly PathCard[]> {
    return this.call('pathsOfRequest', draft, hardware);
  }

  override migratability(hostName: string): Promise<JudgedHost> {
    return this.call('migratability', hostName);
  }

  override vfAdvice(hostName: string): Promise<readonly VfAdvice[]> {
    return this.call('vfAdvice', hostName);
  }

  override calibrate(series: readonly CalibrationSeries[]): Promise<Calibration> {
    return this.call('calibrate', series);
  }

  override shadowReport(version: string, decisions: number): Promise<ShadowReport> {
    return this.call('shadowReport', version, decisions);
  }

  override async close(drainMs: number): Promise<void> {
    this.isClosing = true;
    const drained = new AbortController();
    const limit = sleep(drainMs, undefined, { signal: drained.signal }).catch(() => undefined);
    await Promise.race([Promise.allSettled(this.running), limit]);
    drained.abort();
    this.timeLimit.stop();
    await this.pool.destroy();
  }

  private async call<Method extends PlanningMethod>(
    method: Method,
    ...args: Arguments<Method>
  ): Promise<Outcome<Method>> {
    if (this.isClosing) throw new PlanningThreadLost(false, new Error('the planner is closing'));
    const asking = this.askUntilAnswered({ method, args });
    this.running.add(asking);
    const answer = await asking.finally(() => this.running.delete(asking));
    if ('error' in answer) throw errorFrom(answer.error);
    return answer.value as Outcome<Method>;
  }

  private async askUntilAnswered(question: Question): Promise<PlanningAnswer> {
    for (let tries = 1; ; tries++) {
      const call: CallInFlight = { state: newCallState(), usedMs: 0, timedOut: false, isToBlame: null };
      try {
        return await this.ask(question, call);
      } catch (error) {
        const isHarmless = !hasBegun(call.state) || (QUESTIONS.has(question.method) && call.isToBlame === false);
        if (!(error instanceof PlanningThreadLost) || !isHarmless || tries === MOST_TRIES || this.isClosing)
          throw error;
      }
    }
  }

  private async ask(question: Question, call: CallInFlight): Promise<PlanningAnswer> {
    this.inFlight.add(call);
    try {
      return (await this.pool.run({ ...question, state: call.state })) as PlanningAnswer;
    } catch (cause) {
      if (cause instanceof Error && cause.name === 'DataCloneError') throw cause;
      if (!this.isClosing) this.blame(threadOf(call.state));
      if (call.timedOut) throw new DecisionTimedOut(this.options.timeLimitMs);
      throw new PlanningThreadLost(call.isToBlame ?? false, cause);
    } finally {
      this.inFlight.delete(call);
    }
  }

  private endThreadOf(call: CallInFlight): void {
    if (call.timedOut) return;
    call.timedOut = true;
    for (const other of this.callsOn(threadOf(call.state))) other.isToBlame = other === call;
    const thread = this.pool.threads.find(({ threadId }) => threadId === threadOf(call.state));
    void thread?.terminate();
  }

  /** Whoever was planned for has done it; where nobody was, each of them may have. */
  private blame(threadId: number): void {
    const calls = this.callsOn(threadId);
    const planned = calls.find(({ state }) => isPlanning(state));
    for (const call of calls) call.isToBlame ??= planned === undefined || planned === call;
  }

  private callsOn(threadId: number): readonly CallInFlight[] {
    return [...this.inFlight].filter(({ state }) => hasBegun(state) && threadOf(state) === threadId);
  }

  private openPool(): Piscina {
    const { file, data, threads, observer, execArgv } = this.options;
    const heapLimitMib = this.options.heapLimitMib ?? Math.floor(getHeapStatistics().heap_size_limit / BYTES_A_MIB);
    const pool = new Piscina({
      filename: file,
      name: 'serve',
      workerData: data,
      minThreads: threads,
      maxThreads: threads,
      concurrentTasksPerWorker: CALLS_A_THREAD,
      // A thread without a call must not sleep: it keeps connections.
      atomics: 'disabled',
      recordTiming: false,
      resourceLimits: { maxOldGenerationSizeMb: heapLimitMib, maxYoungGenerationSizeMb: YOUNG_GENERATION_MIB },
      ...(execArgv === undefined ? {} : { execArgv: [...execArgv] }),
    });
    pool.on('message', (event: CarriedEvent) => tellEvent(event, observer));
    pool.on('workerCreate', () => this.watchThreads(pool));
    pool.on('error', () => this.reviveIfEmpty(pool));
    this.watchThreads(pool);
    return pool;
  }

  private watchThreads(pool: Piscina): void {
    for (const thread of pool.threads.filter((each) => !this.watched.has(each))) {
      this.watched.add(thread);
      let why: unknown = null;
      thread.once('error', (error) => (why = error));
      thread.once('exit', () => {
        if (this.isClosing) return;
        this.options.onThreadLost(why);
        this.reviveIfEmpty(pool);
      });
    }
  }

  /** Piscina replaces a thread that dies, but not one that dies while it starts. */
  private reviveIfEmpty(pool: Piscina): void {
    if (this.isClosing || pool !== this.pool || pool.threads.length > 0) return;
    setTimeout(() => {
      if (this.isClosing || pool !== this.pool) return;
      this.pool = this.openPool();
      void pool.destroy();
    }, REVIVE_AFTER_MS);
  }
}

type Question = Pick<PlanningCall, 'method' | 'args'>;
