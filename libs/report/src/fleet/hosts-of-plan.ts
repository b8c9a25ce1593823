import { compileHost, type HostClaim, type HostState, type ReplanPlan, type ReplanStep } from '@iopath/core';

/** A host that a plan changes. */
export interface ChangedHost {
  readonly before: HostState;
  readonly after: HostState;
  /** VMs that leave it for good, and that come to stay. */
  readonly leaving: number;
  readonly coming: number;
}

export interface HostsOfPlan {
  /** Those that change the most first. */
  readonly changed: readonly ChangedHost[];
  /** False where a VM is no longer where the plan found it, or a host is gone: the picture is then not of the plan. */
  readonly isAsPlanned: boolean;
}

/**
 * Hosts before and after a plan, from hosts as they are at present. Of a VM that steps aside only where it was and where it
 * comes to in the end count.
 */
export function hostsOfPlan(hosts: readonly HostState[], { steps }: ReplanPlan): HostsOfPlan {
  const byName = new Map(hosts.map((host) => [host.hostName, host]));
  const claims = new Map(hosts.map((host) => [host.hostName, [...host.claims]]));
  const leaving = new Map<string, number>();
  const coming = new Map<string, number>();
  let isAsPlanned = true;
  for (const { first, last } of journeys(steps)) {
    const source = claims.get(first.fromHost);
    const target = claims.get(last.toHost);
    const held = source?.findIndex(({ reservationId }) => reservationId === first.vm.reservationId) ?? -1;
    const claim = source?.[held];
    if (source === undefined || target === undefined || claim === undefined) {
      isAsPlanned = false;
      continue;
    }
    source.splice(held, 1);
    target.push(claimAt(last, claim));
    leaving.set(first.fromHost, (leaving.get(first.fromHost) ?? 0) + 1);
    coming.set(last.toHost, (coming.get(last.toHost) ?? 0) + 1);
  }
  const names = new Set([...leaving.keys(), ...coming.keys()]);
  const changed = [...names].flatMap((name): readonly ChangedHost[] => {
    const before = byName.get(name);
    if (before === undefined) return [];
    const after = compileHost({ ...before, claims: claims.get(name) ?? [] });
    return [{ before, after, leaving: leaving.get(name) ?? 0, coming: coming.get(name) ?? 0 }];
  });
  return { changed: changed.sort(mostChangedFirst), isAsPlanned };
}

interface Journey {
  readonly first: ReplanStep;
  readonly last: ReplanStep;
}

/** Of each VM its first step and its last. */
function journeys(steps: readonly ReplanStep[]): readonly Journey[] {
  const byVm = new Map<string, Journey>();
  for (const step of steps) {
    const { reservationId } = step.vm;
    byVm.set(reservationId, { first: byVm.get(reservationId)?.first ?? step, last: step });
  }
  return [...byVm.values()];
}

function claimAt(
  { placement: { compute, devices } }: ReplanStep,
  { reservationId, projectId, groupId }: HostClaim,
): HostClaim {
  return { ...compute, devices, reservationId, projectId, groupId };
}

function mostChangedFirst(a: ChangedHost, b: ChangedHost): number {
  const byMoves = b.leaving + b.coming - (a.leaving + a.coming);
  return byMoves !== 0 ? byMoves : a.before.hostName < b.before.hostName ? -1 : 1;
}
