import type { Fleet } from '../../fleet/fleet';
import type { VmRequest } from '../../request/vm-request';
import type { Relaxation } from '../decision';
import type { PlanningPolicy } from '../planning-policy';
import { RequestRefusedByNovaError, requestContext } from '../request-context';
import { searchFleet } from '../search-fleet';
import { relaxConstraints } from './constraints.relaxation';
import { relaxCpuPolicy } from './cpu-policy.relaxation';
import { relaxFlavorSize } from './flavor-size.relaxation';
import { relaxGuestDrivers } from './guest-drivers.relaxation';
import { relaxIsolation } from './isolation.relaxation';
import { relaxMigration } from './migration.relaxation';
import { relaxNicBandwidth } from './nic-bandwidth.relaxation';
import { relaxNumaNodes } from './numa-nodes.relaxation';
import { relaxNumaPolicy } from './numa-policy.relaxation';
import { relaxPageSize } from './page-size.relaxation';
import { relaxPaths } from './paths.relaxation';
import type { ProposedChange, RelaxationRule } from './relaxation-rule';

/** Every concession that is tried. */
const RULES: readonly RelaxationRule[] = [
  relaxNumaPolicy,
  relaxPaths,
  relaxMigration,
  relaxIsolation,
  relaxConstraints,
  relaxNumaNodes,
  relaxPageSize,
  relaxCpuPolicy,
  relaxGuestDrivers,
  relaxNicBandwidth,
  relaxFlavorSize,
];

/** Two concessions at once are tried only where one does not do, and only on this many pairs. */
const MAX_PAIRS = 40;

/**
 * Concessions that do unlock hosts: each is tried by planning the changed request, never guessed. Single ones first;
 * where none is enough, pairs. The one that unlocks the most hosts comes first.
 */
export function findRelaxations(request: VmRequest, fleet: Fleet, policy: PlanningPolicy): readonly Relaxation[] {
  const single = proposalsFor(request, fleet);
  const unlocking = climb(single, fleet, policy);
  if (unlocking.length > 0) return mostFirst(unlocking);
  const pairs = single.flatMap((first) =>
    proposalsFor(first.request, fleet)
      .filter((second) => second.ladder !== first.ladder)
      .map((second) => pairOf(first, second)),
  );
  return mostFirst(climb(withoutMirrors(pairs).slice(0, MAX_PAIRS), fleet, policy));
}

interface Pair extends ProposedChange {
  readonly changes: readonly [string, string];
}

/** @param second proposed for the request that the first has changed. */
function pairOf(first: ProposedChange, second: ProposedChange): Pair {
  const costs = first.costs === second.costs ? first.costs : `${first.costs}; ${second.costs}`;
  return {
    changes: [first.change, second.change],
    change: `${first.change}; ${second.change}`,
    costs,
    ladder: JSON.stringify([first.ladder, second.ladder].sort()),
    request: second.request,
  };
}

function proposalsFor(request: VmRequest, fleet: Fleet): readonly ProposedChange[] {
  return RULES.flatMap((rule) => rule(request, fleet));
}

/** Tries proposals in order, leaving each ladder at its first rung that unlocks a host. */
function climb(proposals: readonly ProposedChange[], fleet: Fleet, policy: PlanningPolicy): readonly Relaxation[] {
  const done = new Set<string>();
  const unlocking: Relaxation[] = [];
  for (const proposal of proposals) {
    if (done.has(proposal.ladder)) continue;
    const hostsUnlocked = feasibleHosts(proposal.request, fleet, policy);
    if (hostsUnlocked === 0) continue;
    done.add(proposal.ladder);
    unlocking.push({ change: proposal.change, hostsUnlocked, costs: proposal.costs });
  }
  return unlocking;
}

function feasibleHosts(request: VmRequest, fleet: Fleet, policy: PlanningPolicy): number {
  try {
    return searchFleet(fleet, requestContext(request, fleet, policy)).feasibleHosts;
  } catch (error) {
    // A concession may leave extra specs that contradict each other; then it is none.
    if (error instanceof RequestRefusedByNovaError) return 0;
    throw error;
  }
}

/** "a; b" and "b; a" are one pair. */
function withoutMirrors(pairs: readonly Pair[]): readonly Pair[] {
  const seen = new Set<string>();
  return pairs.filter(({ changes }) => {
    const key = JSON.stringify([...changes].sort());
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function mostFirst(relaxations: readonly Relaxation[]): readonly Relaxation[] {
  return [...relaxations].sort((a, b) => b.hostsUnlocked - a.hostsUnlocked || (a.change < b.change ? -1 : 1));
}
