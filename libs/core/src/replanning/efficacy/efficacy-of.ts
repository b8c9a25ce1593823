import type { Fleet } from '../../fleet/fleet';
import type { Placement } from '../../planning/decision';
import type { PlanningPolicy } from '../../planning/planning-policy';
import type { VmRequest } from '../../request/vm-request';
import { fitsNow } from '../fits-now';
import type { HeldVm } from '../held-vm';
import type { Efficacy, ReplanStep } from '../replan-plan';
import type { ReplanProblem } from '../replan-problem';
import type { TimeLeft } from '../time-share';
import { vmRef } from '../vm-ref';
import { lastSteps } from './fleet-after';
import { fleetMeasures, type VmFares } from './fleet-measures';

/** Predictions that differ by less are the same. */
const LEAST_CHANGE_US = 0.05;

/**
 * What a plan brings: the fleet before and after, hosts that come free, requests that would then fit, and what it does to
 * latency. What runs beside a VM that moves is taken to fare as it does now.
 *
 * @param before and after: the fleet as the plan's goal leaves it to be used: what takes nobody takes nobody in both.
 */
export function efficacyOf(
  steps: readonly ReplanStep[],
  before: Fleet,
  after: Fleet,
  { vms, waiting, policy }: Pick<ReplanProblem, 'vms' | 'waiting' | 'policy'>,
  timeLeftMs: TimeLeft,
): Efficacy {
  const last = lastSteps(steps);
  const now = vms.map((vm) => faresNow(vm));
  const then = vms.map((vm, nth) => faresThen(vm, last.get(vm.reservationId), now[nth] as VmFares));
  const used = new Set(after.hosts.filter(({ claims }) => claims.length > 0).map(({ hostName }) => hostName));
  const { fitBefore, fitAfter, asked } = waitingThatFit(waiting, before, after, policy, timeLeftMs);
  return {
    before: fleetMeasures(before, now),
    after: fleetMeasures(after, then),
    hostsFreed: before.hosts
      .filter(({ hostName, claims }) => claims.length > 0 && !used.has(hostName))
      .map(({ hostName }) => hostName),
    waitingRequests: { asked, fitBefore, fitAfter },
    latencyChanges: vms.flatMap((vm, nth) =>
      last.has(vm.reservationId) ? changesOf(vm, now[nth] as VmFares, then[nth] as VmFares) : [],
    ),
  };
}

function faresNow(vm: HeldVm): VmFares {
  return { vm, score: vm.now?.score ?? 0, p99LatencyUs: vm.now?.p99LatencyUs ?? null };
}

function faresThen(vm: HeldVm, step: ReplanStep | undefined, now: VmFares): VmFares {
  if (step === undefined) return now;
  return { vm, score: step.placement.score, p99LatencyUs: now.p99LatencyUs === null ? null : p99Of(step.placement) };
}

function p99Of({ nics, disks }: Placement): Readonly<Record<string, number | null>> {
  return Object.fromEntries([...nics, ...disks].map(({ name, predicted }) => [name, predicted.latencyUs?.p99 ?? null]));
}

function changesOf(vm: HeldVm, now: VmFares, then: VmFares): Efficacy['latencyChanges'] {
  return [...vm.request.nics, ...vm.request.disks].flatMap(({ name }) => {
    const beforeUs = now.p99LatencyUs?.[name];
    const afterUs = then.p99LatencyUs?.[name];
    if (beforeUs === undefined || afterUs === undefined) return [];
    const isSame = Math.abs((beforeUs ?? Infinity) - (afterUs ?? Infinity)) < LEAST_CHANGE_US;
    return isSame || beforeUs === afterUs ? [] : [{ vm: vmRef(vm), device: name, beforeUs, afterUs }];
  });
}

/** Each is asked for by itself: they may not all fit together. */
function waitingThatFit(
  waiting: readonly VmRequest[],
  before: Fleet,
  after: Fleet,
  policy: PlanningPolicy,
  timeLeftMs: TimeLeft,
): Efficacy['waitingRequests'] {
  const counts = { asked: 0, fitBefore: 0, fitAfter: 0 };
  for (const request of waiting) {
    if (timeLeftMs() <= 0) break;
    counts.asked++;
    if (fitsNow(request, before, policy)) counts.fitBefore++;
    if (fitsNow(request, after, policy)) counts.fitAfter++;
  }
  return counts;
}
