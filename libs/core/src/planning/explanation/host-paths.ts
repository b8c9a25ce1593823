import { fallTogether } from './together';
import type { HostOnTrial } from './host-on-trial';
import type { PathTrials } from './path-trials';
import type { RuleBook } from './rule-book';
import type { PathTrial } from './refusal';

/** How all paths of a request fare on a host, and what that means for the host: the rules on it as a whole aside. */
export interface HostPaths {
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

/**
 * @param asked the paths of the request.
 * @param hasPlace whether the guest itself has a place on the host: without one, nothing fits together.
 */
export function hostPaths(trial: HostOnTrial, asked: PathTrials, hasPlace: boolean, book: RuleBook): HostPaths {
  const byRules = asked.on(trial);
  const mayRun = hasPlace && [...byRules.nics, ...byRules.disks].every(hasOpenPath);
  const { nics, disks } = mayRun ? fallTogether(byRules, trial, book) : byRules;
  const paths: readonly (readonly PathTrial[])[] = [...nics, ...disks];
  const blocked = paths.filter((trials) => !hasOpenPath(trials));
  return {
    trials: paths.flat(),
    isOpen: blocked.length === 0,
    fallsAt: Math.min(...blocked.map((trials) => Math.max(...trials.map(({ fallsAt }) => fallsAt)))),
    alone: [...new Set(paths.flatMap((trials) => inAll(trials.map(({ alone }) => alone))))],
    freedBy: inAll(blocked.map((trials) => [...new Set(trials.flatMap(({ freedBy }) => freedBy))])),
  };
}

function hasOpenPath(trials: readonly PathTrial[]): boolean {
  return trials.some(({ blocking }) => blocking.length === 0);
}

/** What every one of the lists holds; nothing when there is no list. */
function inAll([first, ...rest]: readonly (readonly number[])[]): readonly number[] {
  return (first ?? []).filter((rank) => rest.every((list) => list.includes(rank)));
}
