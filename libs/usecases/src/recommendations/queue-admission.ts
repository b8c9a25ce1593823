import type { Backlog, BacklogStore } from '../ports/backlog.port';
import type { Clock } from '../ports/surroundings.port';
import { Refusal } from '../refusal';

/** How long a count of what waits is good for. Other APIs may accept more meanwhile: a limit may be passed by that much. */
const COUNT_FOR_MS = 1_000;
/** The decisions of the last half minute tell how fast the queue gets shorter. */
const RATE_OVER_MS = 30_000;
/** Who is refused comes back when a tenth of the queue may be gone: at once would be too soon for most. */
const SHARE_TO_WAIT_FOR = 0.1;
const LONGEST_RETRY_S = 60;

export interface QueueLimits {
  /** Undecided requests, over all projects. */
  readonly total: number;
  /** Undecided requests of one project. */
  readonly perProject: number;
}

export interface QueueAdmissionPorts {
  readonly backlog: BacklogStore;
  readonly limits: QueueLimits;
  readonly clock: Clock;
}

/** The undecided requests as last counted, and those that this process has accepted since. */
interface Count {
  readonly atMs: number;
  readonly total: number;
  readonly byProject: ReadonlyMap<string, number>;
}

/**
 * Says whether another request may wait. The queue is counted once a second at most, however many ask: what this process
 * accepts in between is added, what others accept is not.
 */
export class QueueAdmission {
  private count: Count | null = null;
  private counting: Promise<Count> | null = null;
  private readonly accepted: { readonly atMs: number; readonly projectId: string }[] = [];
  private refusedAtMs = Number.NEGATIVE_INFINITY;
  private decidedPerS = 0;

  constructor(private readonly ports: QueueAdmissionPorts) {}

  /**
   * Null when the request may wait.
   * Else the Refusal too_many `queue.full` or `queue.project_full`, with the time after which there may be room.
   */
  async refusalFor(projectId: string): Promise<Refusal | null> {
    const { total, byProject } = await this.latestCount();
    const { limits } = this.ports;
    const waiting = total + this.accepted.length;
    if (waiting >= limits.total) {
      const message = `${waiting} requests are undecided, and no more than ${limits.total} may be. Nothing was stored.`;
      return this.refuse('queue.full', message, limits.total);
    }
    const own = (byProject.get(projectId) ?? 0) + this.accepted.filter((each) => each.projectId === projectId).length;
    if (own >= limits.perProject) {
      const message = `${own} requests of project ${projectId} are undecided, and no more than ${limits.perProject} may be.`;
      return this.refuse('queue.project_full', `${message} Nothing was stored.`, limits.perProject);
    }
    return null;
  }

  /** To be told of each request that was let in, before it is stored. */
  letIn(projectId: string): void {
    this.accepted.push({ atMs: this.ports.clock(), projectId });
  }

  private async latestCount(): Promise<Count> {
    const nowMs = this.ports.clock();
    if (this.count !== null && nowMs - this.count.atMs < COUNT_FOR_MS) return this.count;
    this.counting ??= this.countAgain(nowMs).finally(() => (this.counting = null));
    return this.counting;
  }

  private async countAgain(nowMs: number): Promise<Count> {
    const backlog = await this.ports.backlog.read();
    // What was let in before the count began is stored, and so it is in the count; what came later may be in it twice.
    const later = this.accepted.findIndex(({ atMs }) => atMs >= nowMs);
    this.accepted.splice(0, later === -1 ? this.accepted.length : later);
    this.count = { atMs: nowMs, ...sumUp(backlog) };
    return this.count;
  }

  private async refuse(code: string, message: string, limit: number): Promise<Refusal> {
    const nowMs = this.ports.clock();
    if (nowMs - this.refusedAtMs >= COUNT_FOR_MS) {
      this.refusedAtMs = nowMs;
      this.decidedPerS = (await this.ports.backlog.decidedWithin(RATE_OVER_MS)) / (RATE_OVER_MS / 1000);
    }
    const seconds = this.decidedPerS === 0 ? LONGEST_RETRY_S : (limit * SHARE_TO_WAIT_FOR) / this.decidedPerS;
    const retryAfterS = Math.min(LONGEST_RETRY_S, Math.max(1, Math.ceil(seconds)));
    return new Refusal('too_many', code, message, [], retryAfterS);
  }
}

function sumUp(backlog: Backlog): Pick<Count, 'total' | 'byProject'> {
  const byProject = new Map<string, number>();
  let total = 0;
  for (const { projectId, undecided } of backlog) {
    byProject.set(projectId, (byProject.get(projectId) ?? 0) + undecided);
    total += undecided;
  }
  return { total, byProject };
}
