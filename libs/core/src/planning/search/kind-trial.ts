import type { HostState } from '../../fleet/host-state';
import { ContestSearch, type BoundedOption } from './contest-search';
import { ANY_PATH, type Contest } from './contests';
import { hostTrial, type HostTrial } from './evaluate-host';
import { hostOptions, type HostOptions, type NicOption } from './host-options';
import { remembered } from './remembered';
import type { NicCandidates, RequestContext } from '../request-context';

/** Hosts on which rules and fit find the same, on trial: what they offer and what goes together, not what it is worth. */
export class KindTrial {
  private readonly carried = new Map<string, boolean>();

  private constructor(
    private readonly options: HostOptions,
    private readonly trial: HostTrial,
  ) {}

  /** Null when the guest fits nowhere on such a host, or some NIC or disk has no path left. */
  static of(host: HostState, context: RequestContext): KindTrial | null {
    const trial = hostTrial(host, context);
    if (trial.anchors.refusalOfFlavor() !== null) return null;
    const options = hostOptions(host, context);
    return options === null ? null : new KindTrial(options, trial);
  }

  /** What such hosts offer to each disk. */
  get disks(): HostOptions['disks'] {
    return this.options.disks;
  }

  /** Whether such hosts offer a NIC the path with this index, the other NICs aside. */
  offers(nic: number, choice: number): boolean {
    const path = this.trial.context.nics[nic]?.paths[choice];
    return this.options.nics[nic]?.some((option) => option.path === path) ?? false;
  }

  /** Whether such hosts have any candidate of the contest. Software paths are tried first: they want for nothing. */
  carries(contest: Contest): boolean {
    return remembered(this.carried, contest.join(' '), () => {
      const choice = {
        nics: choicesIn(contest, this.options, this.trial.context, ({ path }) => (path.takes === 'nothing' ? 1 : 0)),
        disks: this.options.disks,
        diskBound: 0,
      };
      return new ContestSearch(choice, this.trial).hasAny();
    });
  }
}

/** For each NIC what a contest leaves it of a host's options, the highest bound first; alike NICs have one list. */
export function choicesIn(
  contest: Contest,
  options: HostOptions,
  context: RequestContext,
  boundOf: (option: NicOption, nic: number) => number,
): readonly (readonly BoundedOption[])[] {
  const lists = new Map<string, readonly BoundedOption[]>();
  return contest.map((choice, nic) => {
    const { firstAlike, paths } = context.nics[nic] as NicCandidates;
    return remembered(lists, `${firstAlike} ${choice}`, () =>
      (options.nics[nic] ?? [])
        .filter(({ path }) => choice === ANY_PATH || path === paths[choice])
        .map((option) => ({ option, bound: boundOf(option, nic) }))
        .sort((a, b) => b.bound - a.bound),
    );
  });
}
