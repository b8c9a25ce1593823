import type { HostState, ReplanReason, ReplanResult } from '@iopath/core';

/** Everything that the report of a re-plan shows. */
export interface ReplanReport {
  readonly id: string;
  readonly reason: ReplanReason;
  readonly status: string;
  readonly requestedAtMs: number;
  /** When it was planned; null while it is not. */
  readonly plannedAtMs: number | null;
  /** Null while nothing was found out. */
  readonly result: ReplanResult | null;
  /** Hosts that the plan's VMs leave or come to, as they are at present; of a question: none. */
  readonly hosts: readonly HostState[];
}
