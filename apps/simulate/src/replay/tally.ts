import { asksForLatency } from './latency-judge';
import type { NeedyVm } from '../needs/need-mix';
import type { ReplayResult } from './replay-result';
import type { SimulatedFleet } from './simulated-fleet';
import { TimeAverage } from './time-average';

/** Counts what happens in a replay. */
export class Tally {
  requests = 0;
  accepted = 0;
  private readonly byNeed = new Map<string, { requests: number; accepted: number }>();
  private readonly reasons = new Map<string, number>();
  private readonly latency = { asked: 0, met: 0, metOnArrival: 0 };
  private readonly decisionsMs: number[] = [];
  private averages: { readonly stranded: TimeAverage; readonly hosts: TimeAverage } | null = null;

  constructor(private readonly fleet: SimulatedFleet) {}

  decided(vm: NeedyVm, isAccepted: boolean, tookMs: number): void {
    this.requests++;
    if (isAccepted) this.accepted++;
    if (asksForLatency(vm)) this.latency.asked++;
    this.decisionsMs.push(tookMs);
    for (const need of [`nic: ${vm.nicNeed}`, `cpu: ${vm.cpuNeed}`]) {
      const counts = this.byNeed.get(need) ?? { requests: 0, accepted: 0 };
      counts.requests++;
      if (isAccepted) counts.accepted++;
      this.byNeed.set(need, counts);
    }
  }

  rejected(code: string): void {
    this.reasons.set(code, (this.reasons.get(code) ?? 0) + 1);
  }

  metOnArrival(): void {
    this.latency.metOnArrival++;
  }

  /** A VM that asked for a latency left, or the trace ended. */
  left(wasMet: boolean): void {
    if (wasMet) this.latency.met++;
  }

  /** The fleet changed, or was looked at, at this time. */
  changed(atS: number): void {
    const { strandedVfs, hostsInUse } = this.fleet;
    this.averages ??= { stranded: new TimeAverage(atS, strandedVfs), hosts: new TimeAverage(atS, hostsInUse) };
    this.averages.stranded.set(atS, strandedVfs);
    this.averages.hosts.set(atS, hostsInUse);
  }

  result(policy: string, vmsAtTheEnd: number): ReplayResult {
    const { strandedVfs, hostsInUse } = this.fleet;
    const sorted = [...this.decisionsMs].sort((a, b) => a - b);
    const sumMs = sorted.reduce((sum, each) => sum + each, 0);
    return {
      policy,
      requests: this.requests,
      accepted: this.accepted,
      byNeed: Object.fromEntries([...this.byNeed].sort(([a], [b]) => (a < b ? -1 : 1))),
      rejected: Object.fromEntries([...this.reasons].sort(([, a], [, b]) => b - a)),
      latency: { ...this.latency },
      strandedVfs: { average: this.averages?.stranded.value() ?? strandedVfs, atTheEnd: strandedVfs },
      hostsInUse: { average: this.averages?.hosts.value() ?? hostsInUse, atTheEnd: hostsInUse },
      vmsAtTheEnd,
      moves: 0,
      decisionMs: {
        mean: sumMs / Math.max(1, sorted.length),
        p99: sorted[Math.floor(0.99 * sorted.length)] ?? 0,
      },
    };
  }
}
