import type { ReplanStep } from '@iopath/core';
import type { Breach } from './breach';
import type { ExecutedFleet, ExecutedHost, ExecutedVm, PlanToCheck } from './executed-fleet';

/** Two VMs of one anti-affinity group on one host. A VM that has two places there is one. */
export function groupBreaches({ hostName, places }: ExecutedHost): readonly Breach[] {
  const members = new Map<string, Set<string>>();
  for (const { claim, vm } of places) {
    const groupId = vm === null ? claim.groupId : (vm.group?.id ?? null);
    if (groupId === null) continue;
    const known = members.get(groupId) ?? new Set();
    members.set(groupId, known.add(claim.reservationId));
  }
  const apart = places.flatMap(({ vm }) => (vm?.group?.policy === 'anti-affinity' ? [vm.group.id] : []));
  return [...new Set(apart)].flatMap((groupId) => {
    const here = [...(members.get(groupId) ?? [])];
    if (here.length < 2) return [];
    return [{ code: 'group.anti_affinity' as const, subject: `${hostName} ${groupId}`, detail: here.join(', ') }];
  });
}

/** What is wrong with beginning a step at this moment. */
export function beginBreaches(
  step: ReplanStep,
  before: ExecutedFleet,
  running: readonly ReplanStep[],
  plan: PlanToCheck,
): readonly Breach[] {
  const { id, vm, fromHost, toHost, placement } = step;
  const own = plan.vms.find(({ reservationId }) => reservationId === vm.reservationId);
  if (own === undefined) return [{ code: 'vm.unknown', subject: id, detail: vm.reservationId }];
  const breaches: Breach[] = [];
  const at = before.placesOf(own);
  const leavesLost = plan.lostHosts.includes(fromHost) && fromHost === own.hostName && at.length === 0;
  if (!leavesLost && !(at.length === 1 && at[0] === fromHost)) {
    breaches.push({
      code: 'source.missing',
      subject: id,
      detail: `the VM is on ${at.join(' and ')}, not on ${fromHost}`,
    });
  }
  if (running.some((other) => other.vm.reservationId === vm.reservationId)) {
    breaches.push({ code: 'vm.moves_twice_at_once', subject: id, detail: vm.reservationId });
  }
  if (placement.hostName !== toHost) {
    breaches.push({ code: 'placement.other_host', subject: id, detail: `${placement.hostName}, not ${toHost}` });
  }
  return [...breaches, ...targetBreaches(step, plan)];
}

function targetBreaches({ id, toHost }: ReplanStep, { hosts, lostHosts }: PlanToCheck): readonly Breach[] {
  const target = hosts.find(({ hostName }) => hostName === toHost);
  if (target === undefined) return [{ code: 'host.unknown', subject: id, detail: toHost }];
  const breaches: Breach[] = [];
  if (target.state !== 'active')
    breaches.push({ code: 'host.closed', subject: id, detail: `${toHost}: ${target.state}` });
  if (lostHosts.includes(toHost)) breaches.push({ code: 'host.lost', subject: id, detail: toHost });
  return breaches;
}

/** A VM that no host holds a place for. One on a lost host has none until its step begins. */
export function placelessVm(vm: ExecutedVm, fleet: ExecutedFleet, plan: PlanToCheck): readonly Breach[] {
  if (plan.lostHosts.includes(vm.hostName)) return [];
  if (fleet.placesOf(vm).length > 0) return [];
  return [{ code: 'vm.without_place', subject: vm.reservationId, detail: 'no host holds a place for it' }];
}

/** A VM that only stepped aside and stays there. */
export function leftAside(plan: PlanToCheck): readonly Breach[] {
  return plan.steps.flatMap(({ id, isTemporary, vm, toHost }) => {
    const movesOn = plan.steps.some(
      (other) => other.id !== id && other.vm.reservationId === vm.reservationId && other.fromHost === toHost,
    );
    if (!isTemporary || movesOn) return [];
    return [{ code: 'vm.aside_in_the_end' as const, subject: id, detail: `${vm.reservationId} stays on ${toHost}` }];
  });
}
