import { scoreOf, sumOf } from '../scoring/score';
import { ContestSearch, type BoundedOption } from './contest-search';
import { ANY_PATH, type Contest } from './contests';
import type { BoundMemo, DeviceBounds } from './device-bounds';
import { hostTrial, type Candidate, type HostTrial } from './evaluate-host';
import type { HostClass, Leader } from './host-classes';
import { hostOptions, type HostOptions, type NicOption } from './host-options';
import type { NicCandidates, RequestContext } from './request-context';

/** A class of hosts on trial: what its first host offers, and what any of the class can make of it. */
export class ClassTrial {
  private known: DeviceBounds | null = null;

  private constructor(
    readonly hosts: HostClass,
    private readonly options: HostOptions,
    private readonly trial: HostTrial,
    private readonly memo: BoundMemo,
  ) {}

  /** Null when the guest fits nowhere on such a host, or some NIC or disk has no path left. */
  static of(hosts: HostClass, context: RequestContext, memo: BoundMemo): ClassTrial | null {
    const trial = hostTrial(hosts.first, context);
    if (trial.anchors.refusalOfFlavor() !== null) return null;
    const options = hostOptions(hosts.first, context);
    return options === null ? null : new ClassTrial(hosts, options, trial, memo);
  }

  /** Whether the class's hosts offer a NIC the path with this index, the other NICs aside. */
  offers(nic: number, choice: number): boolean {
    const path = this.trial.context.nics[nic]?.paths[choice];
    return this.options.nics[nic]?.some((option) => option.path === path) ?? false;
  }

  /** The most that a candidate of the contest can score on the class's roomiest host; null when a path is not offered. */
  bound(contest: Contest): number | null {
    const { nics, nicBest, disks } = this.bounds;
    let nicTotal = 0;
    for (let nic = 0; nic < contest.length; nic++) {
      const choice = contest[nic] as number;
      nicTotal += (choice === ANY_PATH ? nicBest[nic] : nics[nic]?.[choice]) as number;
    }
    if (nicTotal === -Infinity) return null;
    const totals = { nicTotal, nics: nics.length, diskTotal: sumOf(disks), disks: disks.length };
    const roomiest = this.hosts.leaders.at(-1) as Leader;
    return scoreOf(totals, roomiest.hostTotal, this.trial.context.weights);
  }

  /** The best candidate of a contest on the class's first host; null when there is none. */
  best(contest: Contest): Candidate | null {
    const { nics: bounds, disks: diskBounds } = this.bounds;
    const nics = this.choices(contest, ({ path }, nic) => {
      const { paths } = this.trial.context.nics[nic] as NicCandidates;
      return bounds[nic]?.[paths.indexOf(path)] as number;
    });
    return new ContestSearch({ nics, disks: this.options.disks, diskBound: sumOf(diskBounds) }, this.trial).best();
  }

  /** Whether the class's hosts have any candidate of the contest. Software paths first: they want for nothing. */
  carries(contest: Contest): boolean {
    const nics = this.choices(contest, ({ path }) => (path.takes === 'nothing' ? 1 : 0));
    return new ContestSearch({ nics, disks: this.options.disks, diskBound: 0 }, this.trial).hasAny();
  }

  private get bounds(): DeviceBounds {
    this.known ??= this.memo.of(this.hosts.first, this.options, this.hosts.kind.floats);
    return this.known;
  }

  /** For each NIC what the contest leaves it, the highest bound first; alike NICs have one list. */
  private choices(
    contest: Contest,
    boundOf: (option: NicOption, nic: number) => number,
  ): readonly (readonly BoundedOption[])[] {
    const lists = new Map<string, readonly BoundedOption[]>();
    return contest.map((choice, nic) => {
      const { firstAlike, paths } = this.trial.context.nics[nic] as NicCandidates;
      const key = `${firstAlike} ${choice}`;
      let list = lists.get(key);
      if (list === undefined) {
        list = (this.options.nics[firstAlike] ?? [])
          .filter(({ path }) => choice === ANY_PATH || path === paths[choice])
          .map((option) => ({ option, bound: boundOf(option, nic) }))
          .sort((a, b) => b.bound - a.bound);
        lists.set(key, list);
      }
      return list;
    });
  }
}
