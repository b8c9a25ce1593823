import type { ReplanResult } from '@iopath/core';

/** Hears what workers do with re-plans; for metrics and logs, never for anything that matters to the outcome. */
export abstract class ReplanObserver {
  abstract replanTaken(id: string, attempts: number): void;
  abstract replanned(id: string, result: ReplanResult, durationMs: number): void;
  abstract replanCancelled(id: string): void;
  /** Somebody else took it, or it was ended, while it was held here. */
  abstract replanLeaseLost(id: string): void;
  /** No result this time: it is taken again after `delayMs`. */
  abstract replanPutOff(id: string, error: unknown, delayMs: number): void;
  /** It has failed with `code`. */
  abstract replanGivenUp(id: string, code: string, error: unknown): void;
  abstract replanSuperseded(id: string): void;
  /** A schedule came due; `replanId` is null where the run was left out. */
  abstract replanScheduled(scheduleId: string, replanId: string | null): void;
}
