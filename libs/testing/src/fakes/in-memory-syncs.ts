import {
  type LoneSync,
  type Page,
  type StageRecord,
  type Sync,
  SYNC_STAGES,
  type SyncStageName,
  SyncStore,
} from '@iopath/usecases';

/** Synchronisations in a process's memory; the lock can be taken away from whoever holds it. */
export class InMemorySyncs extends SyncStore {
  readonly all: Sync[] = [];
  /** Every state that was kept. */
  readonly kept: Sync[] = [];
  private lock: AbortController | null = null;

  constructor(private readonly clock: () => number) {
    super();
  }

  breakLock(): void {
    this.lock?.abort();
    this.lock = null;
  }

  override request(id: string, stages: readonly SyncStageName[]): Promise<Sync> {
    const queued = this.all.find(({ state }) => state === 'queued');
    const names = SYNC_STAGES.filter(
      (name) => stages.includes(name) || queued?.stages.some((stage) => stage.name === name),
    );
    if (queued !== undefined) return Promise.resolve(this.replace({ ...queued, stages: names.map(waiting) }));
    return Promise.resolve(this.add({ ...this.aSync(id, names), origin: 'request', state: 'queued' }));
  }

  override isDue(everyMs: number | null): Promise<boolean> {
    return Promise.resolve(this.all.some(({ state }) => state === 'queued') || this.isTime(everyMs));
  }

  override async alone<T>(work: (lone: LoneSync) => Promise<T>): Promise<T | null> {
    if (this.lock !== null) return null;
    const lock = new AbortController();
    this.lock = lock;
    try {
      return await work({
        signal: lock.signal,
        begin: (newId, everyMs) => Promise.resolve(this.begin(newId, everyMs)),
        keep: (sync) => {
          if (lock.signal.aborted) return Promise.reject(new Error('the lock is lost'));
          this.kept.push(this.replace(sync));
          return Promise.resolve();
        },
      });
    } finally {
      if (this.lock === lock) this.lock = null;
    }
  }

  override list(): Promise<Page<Sync>> {
    return Promise.resolve({ items: [...this.all].reverse(), nextMarker: null });
  }

  override get(id: string): Promise<Sync | null> {
    return Promise.resolve(this.all.find((sync) => sync.id === id) ?? null);
  }

  private begin(newId: string, everyMs: number | null): Sync | null {
    const queued = this.all.find(({ state }) => state === 'queued');
    if (queued !== undefined) return this.replace({ ...queued, state: 'running', startedAtMs: this.clock() });
    if (!this.isTime(everyMs)) return null;
    return this.add({ ...this.aSync(newId, SYNC_STAGES), state: 'running', startedAtMs: this.clock() });
  }

  private isTime(everyMs: number | null): boolean {
    return everyMs !== null && !this.all.some(({ startedAtMs }) => (startedAtMs ?? -Infinity) > this.clock() - everyMs);
  }

  private aSync(id: string, stages: readonly SyncStageName[]): Sync {
    const times = { requestedAtMs: this.clock(), startedAtMs: null, finishedAtMs: null };
    return { id, origin: 'schedule', state: 'queued', stages: stages.map(waiting), ...times, failure: null };
  }

  private add(sync: Sync): Sync {
    this.all.push(sync);
    return sync;
  }

  private replace(sync: Sync): Sync {
    this.all[this.all.findIndex(({ id }) => id === sync.id)] = sync;
    return sync;
  }
}

function waiting(name: SyncStageName): StageRecord {
  const nothing = { done: 0, total: null, note: null, figures: {}, warnings: [], storedFactsOf: [], failure: null };
  return { name, state: 'waiting', startedAtMs: null, finishedAtMs: null, ...nothing };
}
