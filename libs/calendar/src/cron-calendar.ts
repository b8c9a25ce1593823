import { Calendar, CalendarError } from '@iopath/usecases';
import { Cron } from 'croner';

/** Seconds, years, and names such as `@daily` are left out: what a crontab of five fields says is read alike everywhere. */
const FIVE_FIELDS = /^\S+( \S+){4}$/;

/** Cron expressions, in any time zone that this Node knows. */
export class CronCalendar extends Calendar {
  override next(cron: string, timeZone: string, afterMs: number): number | null {
    requireTimeZone(timeZone);
    return parse(cron, timeZone).nextRun(new Date(afterMs))?.getTime() ?? null;
  }
}

function parse(cron: string, timeZone: string): Cron {
  if (!FIVE_FIELDS.test(cron)) {
    throw new CalendarError('cron', 'must have five fields: minute, hour, day of month, month, day of week');
  }
  try {
    return new Cron(cron, { timezone: timeZone, paused: true });
  } catch (error) {
    throw new CalendarError('cron', error instanceof Error ? error.message : String(error));
  }
}

function requireTimeZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch {
    throw new CalendarError('time_zone', `There is no time zone "${timeZone}".`);
  }
}
