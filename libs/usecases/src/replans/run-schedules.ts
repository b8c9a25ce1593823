import type { Calendar } from '../ports/calendar.port';
import type { ReplanObserver } from '../ports/replan-observer.port';
import type { ReplanScheduleStore } from '../ports/replan-schedule-store.port';
import type { Clock } from '../ports/surroundings.port';

const DUE_AT_ONCE = 100;
/** Of an expression that has no next time any more; it was refused when it was written, and calendars change. */
const ASK_AGAIN_MS = 24 * 3_600_000;

export interface RunSchedulesPorts {
  readonly schedules: ReplanScheduleStore;
  readonly calendar: Calendar;
  readonly observer: ReplanObserver;
  readonly clock: Clock;
  readonly newId: () => string;
}

/**
 * Queues the re-plans of schedules whose time has come. Each run is queued once, whoever else looks. However many runs were
 * missed while nobody looked, there is one: the next time is reckoned from now.
 */
export class RunSchedules {
  constructor(private readonly ports: RunSchedulesPorts) {}

  async execute(): Promise<void> {
    const { schedules, calendar, observer, clock, newId } = this.ports;
    for (const schedule of await schedules.due(DUE_AT_ONCE)) {
      const nowMs = clock();
      const nextMs = calendar.next(schedule.cron, schedule.timeZone, nowMs) ?? nowMs + ASK_AGAIN_MS;
      const id = newId();
      const isQueued = await schedules.run(schedule, id, nextMs);
      observer.replanScheduled(schedule.id, isQueued ? id : null);
    }
  }
}
