import type { ReplanRequest } from '@iopath/core';
import type { CauseCaller } from './cause.port';
import type { Page } from './host-store.port';

/** What an operator says of a schedule. */
export interface ReplanScheduleDocument {
  readonly name: string;
  /** Five fields of cron: minute, hour, day of month, month, day of week. */
  readonly cron: string;
  /** IANA name of the time zone in which the fields are read. */
  readonly timeZone: string;
  readonly enabled: boolean;
  readonly request: ReplanRequest;
}

/** A re-plan that is asked for again and again. */
export interface ReplanSchedule extends ReplanScheduleDocument {
  readonly id: string;
  /** What a writer has to have seen. */
  readonly generation: number;
  /** Null while it is not enabled. */
  readonly nextRunAtMs: number | null;
  readonly lastRunAtMs: number | null;
  readonly lastReplanId: string | null;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly caller: CauseCaller | null;
}

export abstract class ReplanScheduleStore {
  /** Keeps a new schedule; one of this id that is kept already is given back as it is. */
  abstract create(
    id: string,
    document: ReplanScheduleDocument,
    nextRunAtMs: number | null,
    caller: CauseCaller | null,
  ): Promise<ReplanSchedule>;
  abstract get(id: string): Promise<ReplanSchedule | null>;
  /** Oldest first. */
  abstract list(limit: number, marker: string | null): Promise<Page<ReplanSchedule>>;
  /**
   * @param generation the one that the writer saw
   * @throws Refusal not_found `replan_schedule.not_found`; conflict `replan_schedule.generation_conflict`
   */
  abstract replace(
    id: string,
    generation: number,
    document: ReplanScheduleDocument,
    nextRunAtMs: number | null,
  ): Promise<ReplanSchedule>;
  /** Its re-plans stay. @throws Refusal not_found `replan_schedule.not_found` */
  abstract delete(id: string): Promise<void>;
  /** Schedules whose time has come, the longest overdue first. */
  abstract due(limit: number): Promise<readonly ReplanSchedule[]>;
  /**
   * Queues the re-plan of a due schedule, and says when the next one is due. Only one of those who try it for one run
   * does. While a re-plan of this schedule waits or runs still, none is queued, and the run is left out.
   *
   * @param newId what the re-plan is to be called
   * @returns whether one was queued
   */
  abstract run(schedule: ReplanSchedule, newId: string, nextRunAtMs: number): Promise<boolean>;
}
