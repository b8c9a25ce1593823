import type { HostOnTrial } from './host-on-trial';
import { isOpen, type PathTrial } from './path-trial';
import type { PathTrials } from './path-trials';
import { remembered } from '../search/remembered';
import type { RuleBook } from './rule-book';
import { AllTogether } from './together';

/** How all paths of a request fare on hosts, and what that means for them: the rules on a host as a whole aside. */
export interface HostPaths {
  /** One for each path of each NIC and disk, in the order of {@link PathTrials.subjects}. */
  readonly trials: readonly PathTrial[];
  /** Whether every NIC and disk has an open path. */
  readonly isOpen: boolean;
  /** Rank at which the first NIC or disk is left without a path; Infinity when none is. */
  readonly fallsAt: number;
  /** Ranks that by themselves leave some NIC or disk without a path. */
  readonly alone: readonly number[];
  /** Ranks without which, each by itself, every NIC and disk would have a path. */
  readonly freedBy: readonly number[];
}

/** Works out how the paths of a request fare on host after host: the same object for hosts where they fare alike. */
export class PathsOfHosts {
  private readonly together: AllTogether;
  private readonly trialIds = new Map<PathTrial, number>();
  private readonly known = new Map<string, HostPaths>();

  constructor(
    private readonly asked: PathTrials,
    book: RuleBook,
  ) {
    this.together = new AllTogether(book);
  }

  /** @param hasPlace whether the guest itself has a place on the host: without one, nothing fits together. */
  on(trial: HostOnTrial, hasPlace: boolean): HostPaths {
    const byRules = this.asked.on(trial);
    const mayRun =
      hasPlace &&
      byRules.nics.every((paths) => paths.some((each) => isOpen(each.trial))) &&
      byRules.disks.every((paths) => paths.some(isOpen));
    const { nics, disks } = mayRun ? this.together.weigh(byRules, trial) : byRules;
    const paths = [...nics.map((trials) => trials.map((each) => each.trial)), ...disks];
    const key = paths.map((trials) => trials.map((each) => this.idOf(each)).join()).join(';');
    return remembered(this.known, key, () => summary(paths));
  }

  private idOf(trial: PathTrial): number {
    return remembered(this.trialIds, trial, () => this.trialIds.size);
  }
}

function summary(paths: readonly (readonly PathTrial[])[]): HostPaths {
  const blocked = paths.filter((trials) => !trials.some(isOpen));
  return {
    trials: paths.flat(),
    isOpen: blocked.length === 0,
    fallsAt: Math.min(...blocked.map((trials) => Math.max(...trials.map(({ fallsAt }) => fallsAt)))),
    alone: [...new Set(paths.flatMap((trials) => inAll(trials.map(({ alone }) => alone))))],
    freedBy: inAll(blocked.map((trials) => [...new Set(trials.flatMap(({ freedBy }) => freedBy))])),
  };
}

/** What every one of the lists holds; nothing when there is no list. */
function inAll([first, ...rest]: readonly (readonly number[])[]): readonly number[] {
  return (first ?? []).filter((rank) => rest.every((list) => list.includes(rank)));
}
