import type { Explanation, PathBlockers, RefusedBy, RejectionCount, WaterfallStep } from '../decision';
import type { HostPaths } from './host-paths';
import type { PathTrial } from './path-trial';
import type { Refusal } from './refusal';
import { remembered } from '../search/remembered';
import type { RankedRule } from './rule-lists';

/** Refusals of a host as a whole that hosts have in common, and the hosts that have them. */
interface HostList {
  readonly refusals: readonly Refusal[];
  readonly ids: readonly number[];
  /** Position of the first host. */
  readonly first: number;
  hosts: number;
}

/** Paths that fare alike on several hosts. */
interface PathList {
  readonly paths: HostPaths;
  readonly blockers: readonly PathBlockers[];
  hosts: number;
  /** Position of the first host that no rule refuses as a whole; null when there is none. */
  first: number | null;
  /** Hosts that no rule refuses as a whole: the ones that their paths decide on. */
  decided: number;
}

/** Collects how hosts fare, and counts. Hosts mostly fare alike, so each list is kept once and hosts point at it. */
export class ExplanationRecord {
  private readonly refusals: RefusedBy[] = [];
  private readonly refusalIds = new Map<string, number>();
  private readonly idsOfTrials = new Map<PathTrial, readonly number[]>();
  private readonly hostLists: HostList[] = [];
  private readonly hostListIds = new Map<string, number>();
  /** Id of the list of hosts that nothing refuses as a whole. */
  private noRefusals: number | null = null;
  private readonly pathLists: PathList[] = [];
  private readonly pathListIds = new Map<HostPaths, number>();
  private readonly hosts: string[] = [];
  private readonly hostListOf: number[] = [];
  private readonly pathListOf: number[] = [];
  /** Hosts that a rule on hosts as a whole refuses, and nothing else does, by rank. */
  private readonly onlyHostRule: number[];

  /**
   * @param rules all rules, in the order of their ranks.
   * @param subjects the NIC or disk of each path that is on trial.
   */
  constructor(
    private readonly rules: readonly RankedRule[],
    private readonly subjects: readonly string[],
  ) {
    this.onlyHostRule = rules.map(() => 0);
  }

  /** @param refusals what refuses the host as a whole, in the order of ranks. */
  add(hostName: string, refusals: readonly Refusal[], paths: HostPaths): void {
    const position = this.hosts.push(hostName) - 1;
    const hostListId = this.hostListId(refusals, position);
    const pathListId = this.pathListId(paths);
    const hostList = this.hostLists[hostListId] as HostList;
    const pathList = this.pathLists[pathListId] as PathList;
    hostList.hosts++;
    pathList.hosts++;
    if (refusals.length === 0) {
      pathList.first ??= position;
      pathList.decided++;
    }
    const [only, another] = refusals;
    if (only !== undefined && another === undefined && paths.isOpen) {
      this.onlyHostRule[only.rank] = (this.onlyHostRule[only.rank] ?? 0) + 1;
    }
    this.hostListOf.push(hostListId);
    this.pathListOf.push(pathListId);
  }

  explanation(): Explanation {
    return {
      waterfall: this.waterfall(),
      rejections: this.rejections(),
      refusals: this.refusals,
      hostLists: this.hostLists.map(({ ids }) => ids),
      pathLists: this.pathLists.map(({ blockers }) => blockers),
      hosts: this.hosts,
      hostListOf: this.hostListOf,
      pathListOf: this.pathListOf,
    };
  }

  private waterfall(): readonly WaterfallStep[] {
    const alone = this.rules.map(() => 0);
    const falls = this.rules.map(() => 0);
    const only = [...this.onlyHostRule];
    const count = (counts: number[], rank: number, hosts: number): void => {
      counts[rank] = (counts[rank] ?? 0) + hosts;
    };
    for (const { refusals, hosts } of this.hostLists) {
      for (const { rank } of refusals) count(alone, rank, hosts);
      if (refusals[0] !== undefined) count(falls, refusals[0].rank, hosts);
    }
    for (const { paths, hosts, decided } of this.pathLists) {
      for (const rank of paths.alone) count(alone, rank, hosts);
      if (paths.isOpen) continue;
      count(falls, paths.fallsAt, decided);
      for (const rank of paths.freedBy) count(only, rank, decided);
    }
    const all = this.hosts.length;
    let left = all;
    return this.rules.map(({ name, level }, rank) => {
      const into = left;
      left -= falls[rank] ?? 0;
      return {
        rule: name,
        level,
        alone: { in: all, out: all - (alone[rank] ?? 0) },
        together: { in: into, out: left },
        onlyThis: only[rank] ?? 0,
      };
    });
  }

  /** First refusals by code, the most common first; a code's example is from the first host that it refused. */
  private rejections(): readonly RejectionCount[] {
    const counts = new Map<string, { hosts: number; paths: number; first: number; refusal: Refusal }>();
    const count = (refusal: Refusal, hosts: number, paths: number, first: number): void => {
      const known = counts.get(refusal.code);
      if (known === undefined) {
        counts.set(refusal.code, { hosts, paths, first, refusal });
        return;
      }
      known.hosts += hosts;
      known.paths += paths;
      if (first < known.first) Object.assign(known, { first, refusal });
    };
    for (const { refusals, hosts, first } of this.hostLists) {
      if (refusals[0] !== undefined) count(refusals[0], hosts, hosts * this.subjects.length, first);
    }
    for (const { paths, decided, first } of this.pathLists) {
      if (first === null) continue;
      const charged = paths.trials.flatMap(({ blocking }) => blocking[0] ?? []);
      const codes = new Set<string>();
      for (const refusal of charged) {
        count(refusal, codes.has(refusal.code) ? 0 : decided, decided, first);
        codes.add(refusal.code);
      }
    }
    return [...counts]
      .map(([code, { hosts, paths, first, refusal }]) => {
        const hostName = this.hosts[first] ?? '';
        const { required, available } = refusal;
        return { code, hosts, paths, example: { hostName, required, available } };
      })
      .sort((a, b) => b.hosts - a.hosts || b.paths - a.paths || (a.code < b.code ? -1 : 1));
  }

  private hostListId(refusals: readonly Refusal[], position: number): number {
    // Most hosts pass: they need no key.
    if (refusals.length === 0 && this.noRefusals !== null) return this.noRefusals;
    const ids = this.idsOf(refusals);
    const id = idOf(this.hostListIds, ids.join(), () =>
      this.hostLists.push({ refusals, ids, first: position, hosts: 0 }),
    );
    if (refusals.length === 0) this.noRefusals = id;
    return id;
  }

  private pathListId(paths: HostPaths): number {
    return idOf(this.pathListIds, paths, () => {
      const blockers = paths.trials.map((trial, at) => ({
        subject: this.subjects[at] ?? '',
        path: trial.path,
        blocking: remembered(this.idsOfTrials, trial, () => this.idsOf(trial.blocking)),
      }));
      return this.pathLists.push({ paths, blockers, hosts: 0, first: null, decided: 0 });
    });
  }

  private idsOf(refusals: readonly Refusal[]): readonly number[] {
    return refusals.map((refusal) =>
      idOf(this.refusalIds, keyOf(refusal), () => this.refusals.push(this.told(refusal))),
    );
  }

  private told({ rank, code, required, available, devices }: Refusal): RefusedBy {
    const { name: rule, level } = this.rules[rank] as RankedRule;
    return { rule, level, code, required, available, devices };
  }
}

/** Equal for refusals with the same text. Made for every refused host, so it is made cheaply. */
function keyOf({ rank, code, required, available, devices }: Refusal): string {
  const counted = devices === null ? '' : `${devices.refused}/${devices.of}`;
  return `${rank} ${counted} ${code}\n${required}\n${available}`;
}

/** The id of a key; a new one when `add`, which gives the new length of the list, had to add an entry. */
function idOf<Key>(ids: Map<Key, number>, key: Key, add: () => number): number {
  let id = ids.get(key);
  if (id === undefined) {
    id = add() - 1;
    ids.set(key, id);
  }
  return id;
}
