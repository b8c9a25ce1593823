import { type CallState, hasBegun, isPlanning, threadOf } from './call-state';

/** How often it is looked. */
const TICK_MS = 100;
/** A process that was stopped for a while does not put that on its calls. */
const LONGEST_TICK_MS = 5 * TICK_MS;

/** A call with the time it has had. */
export interface TimedCall {
  readonly state: CallState;
  usedMs: number;
}

/**
 * Tells of each call that has had its time. A call has the time that its thread plans for it, or for nobody: what is
 * planned for another meanwhile is the other's, as is the wait for a thread.
 */
export class TimeLimit<Call extends TimedCall> {
  private timer: NodeJS.Timeout | null = null;

  /** @param calls all that are in flight now */
  constructor(
    private readonly limitMs: number,
    private readonly calls: Iterable<Call>,
    private readonly onExceeded: (call: Call) => void,
  ) {}

  start(): void {
    let lookedAtMs = performance.now();
    this.timer = setInterval(() => {
      const nowMs = performance.now();
      this.charge(Math.min(nowMs - lookedAtMs, LONGEST_TICK_MS));
      lookedAtMs = nowMs;
    }, TICK_MS).unref();
  }

  stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
  }

  /** Puts so much time on the calls that had it. */
  charge(elapsedMs: number): void {
    const begun = [...this.calls].filter(({ state }) => hasBegun(state));
    const plannedFor = new Map(begun.filter(isPlanned).map((call) => [threadOf(call.state), call]));
    for (const call of begun) {
      if ((plannedFor.get(threadOf(call.state)) ?? call) !== call) continue;
      call.usedMs += elapsedMs;
      if (call.usedMs >= this.limitMs) this.onExceeded(call);
    }
  }
}

function isPlanned({ state }: TimedCall): boolean {
  return isPlanning(state);
}
