import type { Rejection } from '../feasibility/rejection';
import type { Explanation, PathReason, RejectionCount } from './decision';

interface LoggedReason {
  readonly reason: PathReason;
  readonly count: Count;
}

interface Count {
  hosts: number;
  paths: number;
  /** The host that was counted last, so that one with several refusals of a kind counts once. */
  lastHost: string | null;
  example: RejectionCount['example'] | null;
}

/** Lists of reasons, by their reasons one after the other. */
interface ListNode {
  listId: number | null;
  readonly next: Map<number, ListNode>;
}

type ByAvailable = Map<string, number>;
type ByRequired = Map<string, ByAvailable>;
type ByCode = Map<string, ByRequired>;

/**
 * Collects why hosts and paths were refused: counts for the answer, and every reason for the explanation. It is asked
 * several times for every host of the fleet, so equal reasons are found without building a key for each.
 */
export class RejectionLog {
  private readonly reasons: LoggedReason[] = [];
  private readonly bySubject = new Map<string, Map<string | null, ByCode>>();
  private readonly counts = new Map<string, Count>();
  private readonly lists: (readonly PathReason[])[] = [];
  private readonly firstOfList: ListNode = { listId: null, next: new Map() };
  private readonly hosts: Record<string, number> = {};
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
    let list = this.firstOfList;
    for (const id of this.current) {
      this.count(hostName, this.reasons[id] as LoggedReason);
      list = nextOf(list, id);
    }
    list.listId ??= this.lists.push(this.current.map((id) => (this.reasons[id] as LoggedReason).reason)) - 1;
    this.hosts[hostName] = list.listId;
    this.current = [];
  }

  /** Reasons by code, the most common first; a code's example is from the first host that it refused. */
  rejectionCounts(): readonly RejectionCount[] {
    return [...this.counts]
      .flatMap(([code, { hosts, paths, example }]) => (example === null ? [] : [{ code, hosts, paths, example }]))
      .sort((a, b) => b.hosts - a.hosts || b.paths - a.paths || (a.code < b.code ? -1 : 1));
  }

  explanation(): Explanation {
    return { reasons: this.lists, hosts: this.hosts };
  }

  private count(hostName: string, { reason, count }: LoggedReason): void {
    count.example ??= { hostName, required: reason.required, available: reason.available };
    if (count.lastHost !== hostName) count.hosts++;
    count.lastHost = hostName;
    count.paths += reason.path === null ? this.pairs : 1;
  }

  private idOf(subject: string, path: string | null, rejection: Rejection): number {
    const { code, required, available } = rejection;
    const byPath = entryOf(this.bySubject, subject, newMap<string | null, ByCode>);
    const byCode = entryOf(byPath, path, newMap<string, ByRequired>);
    const byRequired = entryOf(byCode, code, newMap<string, ByAvailable>);
    const byAvailable = entryOf(byRequired, required, newMap<string, number>);
    return entryOf(byAvailable, available, () => this.addReason({ subject, path, code, required, available }));
  }

  private addReason(reason: PathReason): number {
    const count = entryOf(this.counts, reason.code, () => ({ hosts: 0, paths: 0, lastHost: null, example: null }));
    return this.reasons.push({ reason, count }) - 1;
  }
}

function nextOf(list: ListNode, id: number): ListNode {
  return entryOf(list.next, id, () => ({ listId: null, next: new Map<number, ListNode>() }));
}

function newMap<Key, Value>(): Map<Key, Value> {
  return new Map();
}

/** The entry of a map, made when it is missing. */
function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
