import { whyRejected, type HostState, type PlanningPolicy } from '@iopath/core';
import TinyQueue from 'tinyqueue';
import type { NeedyVm } from '../needs/need-mix';
import type { Place, PlacingPolicy } from '../policies/placing-policy';
import { asksForLatency, meetsLatency } from './latency-judge';
import type { ReplayResult } from './replay-result';
import { SimulatedFleet } from './simulated-fleet';
import { Tally } from './tally';

export interface ReplaySetting {
  readonly hosts: readonly HostState[];
  /** In the order in which they arrive. */
  readonly vms: Iterable<NeedyVm>;
  readonly policy: PlacingPolicy;
  /** By which every policy is judged, and the advisor plans. */
  readonly planning: PlanningPolicy;
  /** Milliseconds of a clock that only goes on; for what a decision takes. */
  readonly clockMs: () => number;
  readonly onVm: (vms: number, accepted: number) => void;
}

interface RunningVm {
  readonly vm: NeedyVm;
  readonly place: Place;
  readonly metOnArrival: boolean;
}

/**
 * Puts the VMs of a trace to a policy one by one, takes them away when they leave, and measures. Nothing that is measured
 * but time depends on the machine.
 */
export function replay({ hosts, vms, policy, planning, clockMs, onVm }: ReplaySetting): ReplayResult {
  const fleet = new SimulatedFleet(hosts);
  const running = new TinyQueue<RunningVm>([], (a, b) => leavesAt(a) - leavesAt(b));
  const tally = new Tally(fleet);

  const take = ({ vm, place, metOnArrival }: RunningVm): void => {
    if (asksForLatency(vm)) {
      const host = fleet.withoutClaim(place.hostName, vm.id);
      tally.left(metOnArrival && meetsLatency(vm, place, host, planning));
    }
  };
  const leaveUntil = (atS: number): void => {
    for (let next = running.peek(); next !== undefined && leavesAt(next) <= atS; next = running.peek()) {
      running.pop();
      take(next);
      fleet.release(next.place.hostName, next.vm.id);
      tally.changed(leavesAt(next));
    }
  };

  for (const vm of vms) {
    leaveUntil(vm.arrivalS);
    const startMs = clockMs();
    const place = policy.place(vm.request, vm.id, fleet.fleet, vm.arrivalS);
    tally.decided(vm, place !== null, clockMs() - startMs);
    if (place === null) {
      tally.rejected(whyRejected(policy.asked(vm.request), fleet.fleet, planning)[0]?.code ?? 'nova.filters');
    } else {
      const isMet = asksForLatency(vm) && meetsLatency(vm, place, fleet.host(place.hostName), planning);
      if (isMet) tally.metOnArrival();
      fleet.claim(place.hostName, place.claim);
      running.push({ vm, place, metOnArrival: isMet });
    }
    tally.changed(vm.arrivalS);
    onVm(tally.requests, tally.accepted);
  }
  const atTheEnd = running.length;
  for (let next = running.pop(); next !== undefined; next = running.pop()) take(next);
  return tally.result(policy.name, atTheEnd);
}

function leavesAt({ vm }: RunningVm): number {
  return vm.departureS ?? Infinity;
}
