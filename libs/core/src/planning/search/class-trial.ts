import { scoreOf, sumOf } from '../../scoring/score';
import { ContestSearch } from './contest-search';
import { ANY_PATH, type Contest } from './contests';
import type { BoundMemo, DeviceBounds } from './device-bounds';
import { hostTrial, type Candidate } from './evaluate-host';
import type { HostClass, Member } from './host-classes';
import { hostOptions, type HostOptions } from './host-options';
import { choicesIn, type KindTrial } from './kind-trial';
import type { NicCandidates, RequestContext } from '../request-context';

/** A class of hosts on trial: what any of them can make of a contest at most, and what it is when that is worth knowing. */
export class ClassTrial {
  private readonly bounds: DeviceBounds;
  private readonly diskBound: number;
  private options: HostOptions | null = null;

  constructor(
    readonly hosts: HostClass,
    readonly kind: KindTrial,
    private readonly context: RequestContext,
    memo: BoundMemo,
  ) {
    this.bounds = memo.of(hosts.first, kind, hosts.kind.feasibility.floats);
    this.diskBound = sumOf(this.bounds.disks);
  }

  /**
   * The most that a candidate of the contest can score on one of the class's hosts, its roomiest if none is named;
   * null when a path is not offered.
   */
  bound(contest: Contest, { worth } = this.hosts.leaders.at(-1) as Member): number | null {
    const { nics, nicBest, disks } = this.bounds;
    let nicTotal = 0;
    for (let nic = 0; nic < contest.length; nic++) {
      const choice = contest[nic] as number;
      nicTotal += (choice === ANY_PATH ? nicBest[nic] : nics[nic]?.[choice]) as number;
    }
    if (nicTotal === -Infinity) return null;
    const totals = { nicTotal, nics: nics.length, diskTotal: this.diskBound, disks: disks.length };
    return scoreOf(totals, worth, this.context.weights);
  }

  /** The best candidate of a contest on the class's first host; null when there is none. */
  best(contest: Contest): Candidate | null {
    this.options ??= hostOptions(this.hosts.first, this.context);
    if (this.options === null) return null;
    const { disks } = this.options;
    const nics = choicesIn(contest, this.options, this.context, ({ path }, nic) => {
      const { paths } = this.context.nics[nic] as NicCandidates;
      return this.bounds.nics[nic]?.[paths.indexOf(path)] as number;
    });
    const trial = hostTrial(this.hosts.first, this.context);
    return new ContestSearch({ nics, disks, diskBound: this.diskBound }, trial).best();
  }
}
