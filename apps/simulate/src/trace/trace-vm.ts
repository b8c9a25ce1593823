/** One VM of a trace. */
export interface TraceVm {
  readonly id: string;
  /** Seconds since the trace's own beginning. */
  readonly arrivalS: number;
  /** When it leaves; null when it outlives the trace. */
  readonly departureS: number | null;
  readonly vcpus: number;
  readonly memoryMib: number;
}
