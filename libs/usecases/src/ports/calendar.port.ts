/** When a cron expression is due. */
export abstract class Calendar {
  /**
   * The first time after `afterMs`, in ms since the epoch; null when there is none.
   *
   * @param cron five fields: minute, hour, day of month, month, day of week
   * @param timeZone IANA name
   * @throws CalendarError when expression or time zone cannot be read
   */
  abstract next(cron: string, timeZone: string, afterMs: number): number | null;
}

export class CalendarError extends Error {
  constructor(
    readonly about: 'cron' | 'time_zone',
    message: string,
  ) {
    super(message);
    this.name = 'CalendarError';
  }
}
