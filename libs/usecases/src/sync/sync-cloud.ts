import { CloudError, type CloudReader } from '../ports/cloud-reader.port';
import type { SyncObserver } from '../ports/sync-observer.port';
import type {
  LoneSync,
  StageRecord,
  Sync,
  SyncFailure,
  SyncStageName,
  SyncState,
  SyncStore,
} from '../ports/sync-store.port';
import type { SyncContext, SyncStage } from './sync-stage';

/** How often the progress of a running stage is written at most: readers look once a second. */
const PROGRESS_EVERY_MS = 500;

export interface SyncPorts {
  readonly syncs: SyncStore;
  readonly reader: CloudReader;
  /** In the order in which they run. */
  readonly stages: readonly SyncStage[];
  readonly observer: SyncObserver;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly newId: () => string;
  /** How long from the beginning of one synchronisation to the next; null: only those asked for. */
  readonly everyMs: number | null;
}

/** Brings what the advisor knows of the cloud up to date, stage by stage. One runs at a time, in whichever process. */
export class SyncCloud {
  constructor(private readonly ports: SyncPorts) {}

  /**
   * Runs what is queued or due.
   *
   * @param signal aborted when this process ends
   * @returns null when there was nothing to do, or when somebody else does it
   */
  async lookAround(signal: AbortSignal): Promise<Sync | null> {
    const { syncs, everyMs, newId } = this.ports;
    if (signal.aborted || !(await syncs.isDue(everyMs))) return null;
    return syncs.alone(async (lone) => {
      const sync = await lone.begin(newId(), everyMs);
      return sync && this.run(sync, lone, signal);
    });
  }

  private async run(sync: Sync, lone: LoneSync, ending: AbortSignal): Promise<Sync> {
    const run = new SyncRun(sync, lone, AbortSignal.any([ending, lone.signal]), this.ports);
    const done = await run.toTheEnd();
    await lone.keep(done);
    this.ports.observer.synchronised(done);
    return done;
  }
}

/** One synchronisation on its way. */
class SyncRun {
  private readonly failed = new Set<SyncStageName>();
  private progressKeptAtMs = 0;
  private keeping: Promise<void> = Promise.resolve();

  constructor(
    private sync: Sync,
    private readonly lone: LoneSync,
    private readonly signal: AbortSignal,
    private readonly ports: SyncPorts,
  ) {}

  async toTheEnd(): Promise<Sync> {
    for (const { name } of this.sync.stages) {
      if (this.signal.aborted) break;
      await this.runStage(name);
    }
    const { clock } = this.ports;
    const isInterrupted = this.signal.aborted;
    return {
      ...this.sync,
      state: isInterrupted ? 'failed' : stateOf(this.sync.stages),
      finishedAtMs: clock(),
      failure: isInterrupted ? INTERRUPTED : null,
    };
  }

  private async runStage(name: SyncStageName): Promise<void> {
    const { clock } = this.ports;
    const stage = this.ports.stages.find((each) => each.name === name);
    const storedFactsOf = (stage?.needs ?? []).filter((need) => this.isNotUpToDate(need));
    await this.keep(name, { state: 'running', startedAtMs: clock(), storedFactsOf });
    const end = await this.endOf(stage, name, storedFactsOf);
    await this.keeping;
    if (end.state === 'failed') this.failed.add(name);
    await this.keep(name, { ...end, finishedAtMs: clock() });
  }

  private async endOf(
    stage: SyncStage | undefined,
    name: SyncStageName,
    storedFactsOf: readonly SyncStageName[],
  ): Promise<Partial<StageRecord>> {
    if (stage === undefined) return { state: 'failed', failure: NO_SUCH_STAGE };
    try {
      const { figures, warnings } = await stage.run(this.contextOf(name, storedFactsOf));
      return { state: 'succeeded', figures, warnings, note: null };
    } catch (error) {
      if (this.signal.aborted) return { state: 'failed', failure: INTERRUPTED };
      if (!(error instanceof CloudError)) this.ports.observer.stageBroke(this.sync, this.recordOf(name), error);
      return { state: 'failed', failure: failureOf(error) };
    }
  }

  private contextOf(name: SyncStageName, storedFactsOf: readonly SyncStageName[]): SyncContext {
    const { reader, clock } = this.ports;
    return {
      syncId: this.sync.id,
      reader,
      clock,
      signal: this.signal,
      storedFactsOf,
      progress: (done, total, note) => this.progress(name, { done, total, note: note ?? null }),
    };
  }

  /** A stage that was not asked for is as good as one that failed to those who need its facts. */
  private isNotUpToDate(name: SyncStageName): boolean {
    return this.failed.has(name) || !this.sync.stages.some((stage) => stage.name === name);
  }

  private progress(name: SyncStageName, change: Partial<StageRecord>): void {
    this.change(name, change);
    const nowMs = this.ports.clock();
    if (nowMs - this.progressKeptAtMs < PROGRESS_EVERY_MS) return;
    this.progressKeptAtMs = nowMs;
    // One after another, so that an older state never comes over a newer one. A lost lock ends the run by its signal.
    this.keeping = this.keeping.then(() => this.lone.keep(this.sync)).catch(() => undefined);
  }

  private async keep(name: SyncStageName, change: Partial<StageRecord>): Promise<void> {
    this.change(name, change);
    await this.lone.keep(this.sync);
  }

  private change(name: SyncStageName, change: Partial<StageRecord>): void {
    const stages = this.sync.stages.map((stage) => (stage.name === name ? { ...stage, ...change } : stage));
    this.sync = { ...this.sync, stages };
  }

  private recordOf(name: SyncStageName): StageRecord {
    return this.sync.stages.find((stage) => stage.name === name) as StageRecord;
  }
}

const INTERRUPTED: SyncFailure = {
  code: 'sync.interrupted',
  detail: 'The worker that ran it ended, or lost its connection to the database.',
  service: null,
};

const NO_SUCH_STAGE: SyncFailure = {
  code: 'internal.error',
  detail: 'The worker that ran it has no such stage.',
  service: null,
};

function failureOf(error: unknown): SyncFailure {
  if (error instanceof CloudError) {
    return {
      code: error.isTransient ? 'cloud.unavailable' : 'cloud.refused',
      detail: error.message,
      service: error.service,
    };
  }
  return { code: 'internal.error', detail: 'The stage failed. The log of the worker says why.', service: null };
}

function stateOf(stages: readonly StageRecord[]): SyncState {
  const failed = stages.filter(({ state }) => state === 'failed').length;
  if (failed === 0) return 'succeeded';
  return failed === stages.length ? 'failed' : 'partly_failed';
}
