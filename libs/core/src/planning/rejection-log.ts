import type { Rejection } from '../feasibility/rejection';
import type { Explanation, PathReason, RejectionCount } from './decision';

/** Collects why hosts and paths were refused: counts for the answer, and every reason for the explanation. */
export class RejectionLog {
  private readonly reasons: PathReason[] = [];
  private readonly reasonIds = new Map<string, number>();
  private readonly lists: (readonly PathReason[])[] = [];
  private readonly listIds = new Map<string, number>();
  private readonly hosts: Record<string, number> = {};
  private readonly counts = new Map<string, { hosts: number; paths: number; example: RejectionCount['example'] }>();
  private current: number[] = [];

  /** @param pairs how many (device, path) pairs the request asks for: what the refusal of a whole host refuses. */
  constructor(private readonly pairs: number) {}

  /** Refuses the host as a whole. */
  addHost(rejection: Rejection): void {
    this.current.push(this.idOf('host', null, rejection));
  }

  /** Refuses one path of one NIC or disk on the host. */
  addPath(subject: string, path: string, rejection: Rejection): void {
    this.current.push(this.idOf(subject, path, rejection));
  }

  /** Ends the host whose refusals were added since the last end. */
  endHost(hostName: string): void {
    const seen = new Set<string>();
    for (const id of this.current) this.count(hostName, this.reasons[id] as PathReason, seen);
    this.hosts[hostName] = this.listIdOf(this.current);
    this.current = [];
  }

  /** Reasons by code, the most common first; a code's example is from the first host that it refused. */
  rejectionCounts(): readonly RejectionCount[] {
    return [...this.counts]
      .map(([code, { hosts, paths, example }]) => ({ code, hosts, paths, example }))
      .sort((a, b) => b.hosts - a.hosts || b.paths - a.paths || (a.code < b.code ? -1 : 1));
  }

  explanation(): Explanation {
    return { reasons: this.lists, hosts: this.hosts };
  }

  private count(hostName: string, reason: PathReason, seen: Set<string>): void {
    let count = this.counts.get(reason.code);
    if (count === undefined) {
      const { required, available } = reason;
      count = { hosts: 0, paths: 0, example: { hostName, required, available } };
      this.counts.set(reason.code, count);
    }
    if (!seen.has(reason.code)) count.hosts++;
    seen.add(reason.code);
    count.paths += reason.path === null ? this.pairs : 1;
  }

  private idOf(subject: string, path: string | null, rejection: Rejection): number {
    const key = `${subject}|${path}|${rejection.code}|${rejection.required}|${rejection.available}`;
    let id = this.reasonIds.get(key);
    if (id === undefined) {
      id = this.reasons.push({ subject, path, ...rejection }) - 1;
      this.reasonIds.set(key, id);
    }
    return id;
  }

  private listIdOf(ids: readonly number[]): number {
    const key = ids.join(',');
    let listId = this.listIds.get(key);
    if (listId === undefined) {
      listId = this.lists.push(ids.map((id) => this.reasons[id] as PathReason)) - 1;
      this.listIds.set(key, listId);
    }
    return listId;
  }
}
