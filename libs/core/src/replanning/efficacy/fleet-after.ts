import { compileHost } from '../../fleet/compile-host';
import type { Fleet } from '../../fleet/fleet';
import type { HostClaim } from '../../fleet/host-claims';
import { claimOf } from '../../planning/claim-of';
import { withChangedHosts } from '../goal/closed-hosts';
import type { HeldVm } from '../held-vm';
import type { ReplanStep } from '../replan-plan';

/** The steps that leave VMs where they end, by `reservationId`. */
export function lastSteps(steps: readonly ReplanStep[]): ReadonlyMap<string, ReplanStep> {
  return new Map(steps.map((step) => [step.vm.reservationId, step]));
}

/** The fleet when all steps are done: every VM that moved has what its last step gives it, and nothing else. */
export function fleetAfter(fleet: Fleet, vms: readonly HeldVm[], steps: readonly ReplanStep[]): Fleet {
  const last = lastSteps(steps);
  if (last.size === 0) return fleet;
  const coming = new Map<string, HostClaim[]>();
  for (const vm of vms) {
    const step = last.get(vm.reservationId);
    if (step === undefined) continue;
    const claim = claimOf(step.placement, vm.request, vm.reservationId);
    coming.set(step.toHost, [...(coming.get(step.toHost) ?? []), claim]);
  }
  const changed = fleet.hosts.flatMap((host) => {
    const staying = host.claims.filter(({ reservationId }) => !last.has(reservationId));
    const arriving = coming.get(host.hostName) ?? [];
    if (arriving.length === 0 && staying.length === host.claims.length) return [];
    return [[host.hostName, compileHost({ ...host, claims: [...staying, ...arriving] })] as const];
  });
  return withChangedHosts(fleet, new Map(changed));
}
