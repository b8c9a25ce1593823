import type { Fleet } from '../fleet/fleet';
import { bestCandidate, evaluateHost, hostTrial, type Candidate } from './evaluate-host';
import { hostOptions } from './host-options';
import type { RequestContext } from './request-context';

/** What a search over the whole fleet found. */
export interface FleetSearch {
  /** Null when no host can take the VM. */
  readonly winner: Candidate | null;
  /** The best candidate of every combination of NIC paths, the winner included. */
  readonly champions: readonly Candidate[];
  /** How many hosts can carry each combination of NIC paths. */
  readonly hostsByNicPaths: ReadonlyMap<string, number>;
  readonly feasibleHosts: number;
}

/** Evaluates every host, in name order, so that the first of equals is the one with the smaller name. */
export function searchFleet(fleet: Fleet, context: RequestContext): FleetSearch {
  const champions = new Map<string, Candidate>();
  const hostsByNicPaths = new Map<string, number>();
  let winner: Candidate | null = null;
  let feasibleHosts = 0;
  for (const host of fleet.hosts) {
    const candidates = evaluateHost(host, context);
    if (candidates.length > 0) feasibleHosts++;
    for (const candidate of candidates) {
      const { nicPaths } = candidate;
      hostsByNicPaths.set(nicPaths, (hostsByNicPaths.get(nicPaths) ?? 0) + 1);
      const champion = champions.get(nicPaths);
      if (champion === undefined || candidate.score > champion.score) champions.set(nicPaths, candidate);
      if (winner === null || candidate.score > winner.score) winner = candidate;
    }
  }
  return { winner, champions: [...champions.values()], hostsByNicPaths, feasibleHosts };
}

/** The winner's host and NIC paths with each disk on each of its other paths: the choices a search leaves out. */
export function otherDiskPaths({ host, assignment }: Candidate, context: RequestContext): readonly Candidate[] {
  const options = hostOptions(host, context);
  if (options === null) return [];
  const nics = assignment.nics.flatMap((nic, index) =>
    (options.nics[index] ?? []).filter((option) => option.path === nic.path),
  );
  const trial = hostTrial(host, context);
  return options.disks.flatMap((diskOptions, index) =>
    diskOptions
      .filter((option) => option.path !== assignment.disks[index]?.path)
      .map((option) => options.disks.map((all, at) => (at === index ? [option] : all)))
      .flatMap((disks) => bestCandidate(nics, disks, trial) ?? []),
  );
}
