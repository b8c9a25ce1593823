import { setTimeout as sleep } from 'node:timers/promises';
import { threadId, workerData } from 'node:worker_threads';
import type { Calibration, PathCard, VfAdvice } from '@iopath/core';
import {
  type JudgedHost,
  Planner,
  Refusal,
  type Recommendation,
  type Replay,
  type ShadowReport,
  StaleSnapshotError,
  type SwappedVm,
  type TakenRecommendation,
} from '@iopath/usecases';
import type { PlanningThread } from './serve-planning';
import { servePlanning } from './serve-planning';

/** Where thread and spec meet: the thread waits at `gate` until the spec opens it, and counts in `came` who came so far. */
export interface Meeting {
  readonly gate: Int32Array<SharedArrayBuffer>;
  readonly came: Int32Array<SharedArrayBuffer>;
}

const { gate, came } = workerData as Meeting;

/** Does what the id of the request says. */
class ScriptedPlanner extends Planner {
  constructor(private readonly thread: PlanningThread) {
    super();
  }

  override readFleet(): Promise<number> {
    return Promise.resolve(3);
  }

  override async decide({ id }: TakenRecommendation): Promise<void> {
    Atomics.add(came, 0, 1);
    if (id === 'waits for ever') await sleep(2 ** 30);
    else this.thread.whilePlanning(() => this.plan(id));
  }

  private plan(id: string): void {
    if (id === 'plans until the gate opens') Atomics.wait(gate, 0, 0);
    if (id === 'plans for ever') for (;;);
    if (id === 'takes all memory') for (const hoard: number[][] = []; ;) hoard.push(Array<number>(10_000).fill(1.5));
    if (id === 'ends its thread') process.exit(3);
    if (id === 'stale') throw new StaleSnapshotError('a rival was first', { cause: new Error('duplicate key') });
    if (id === 'outage') throw Object.assign(new Error('no database'), { code: 'ECONNREFUSED', meta: { port: 5432 } });
    if (id === 'fails') this.thread.observer.planningFailed(id, new TypeError('x is undefined'), true);
    else this.thread.observer.decided(id, 'ready', 12, 1);
  }

  override reserve(id: string): Promise<Recommendation> {
    const fault = { pointer: '/nics/0', code: 'nic.taken', message: 'taken' };
    return Promise.reject(new Refusal('conflict', 'recommendation.no_longer_fits', `${id} is no longer free`, [fault]));
  }

  override swap(): Promise<readonly SwappedVm[]> {
    return Promise.resolve([]);
  }

  override replay(id: string): Promise<Replay> {
    return Promise.resolve({ id, threadId } as unknown as Replay);
  }

  override async pathsOfRecommendation(id: string): Promise<readonly PathCard[]> {
    Atomics.add(came, 0, 1);
    await sleep(id === 'waits for ever where it is asked first' && Atomics.add(came, 1, 1) === 0 ? 2 ** 30 : 0);
    return [{ path: id }] as unknown as PathCard[];
  }

  override pathsOfRequest(): Promise<readonly PathCard[]> {
    return Promise.resolve([]);
  }

  override calibrate(): Promise<Calibration> {
    return Promise.resolve({ parameters: [], errors: [], heldBackError: null });
  }

  override shadowReport(): Promise<ShadowReport> {
    return Promise.resolve({ active: null, decisions: [], leftOut: 0 });
  }

  override migratability(hostName: string): Promise<JudgedHost> {
    return Promise.resolve({ hostName, threadId } as unknown as JudgedHost);
  }

  override vfAdvice(): Promise<readonly VfAdvice[]> {
    return Promise.resolve([]);
  }

  override close(): Promise<void> {
    return Promise.resolve();
  }
}

export const serve = servePlanning((thread) => Promise.resolve(new ScriptedPlanner(thread)));
