/** What one policy made of a trace. */
export interface ReplayResult {
  readonly policy: string;
  readonly requests: number;
  readonly accepted: number;
  /** Of each need of a NIC and of CPUs, by its name in the mix. */
  readonly byNeed: Readonly<Record<string, { readonly requests: number; readonly accepted: number }>>;
  /** What kept the others out: the reason of most hosts, by code. */
  readonly rejected: Readonly<Record<string, number>>;
  readonly latency: {
    /** Requests with a target, those included that found no place. */
    readonly asked: number;
    /** Of those the VMs whose prediction met it both when they came and when they left, or the trace ended. */
    readonly met: number;
    readonly metOnArrival: number;
  };
  readonly strandedVfs: { readonly average: number; readonly atTheEnd: number };
  readonly hostsInUse: { readonly average: number; readonly atTheEnd: number };
  readonly vmsAtTheEnd: number;
  /** VMs moved after they were placed; nobody moves any in a replay without re-planning. */
  readonly moves: number;
  readonly decisionMs: { readonly mean: number; readonly p99: number };
}
