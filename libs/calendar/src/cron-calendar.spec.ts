import { CronCalendar } from './cron-calendar';

const calendar = new CronCalendar();
const next = (cron: string, after: string, timeZone = 'UTC') => {
  const time = calendar.next(cron, timeZone, Date.parse(after));
  return time === null ? null : new Date(time).toISOString();
};

const complaint = (cron: string, timeZone: string): unknown => {
  try {
    return calendar.next(cron, timeZone, 0);
  } catch (error) {
    return error;
  }
};

describe('the calendar', () => {
  it.each`
    cron              | after                     | zone                  | due
    ${'0 3 * * *'}    | ${'2026-11-21T02:59:59Z'} | ${'UTC'}              | ${'2026-11-21T03:00:00.000Z'}
    ${'0 3 * * *'}    | ${'2026-11-21T03:00:00Z'} | ${'UTC'}              | ${'2026-11-22T03:00:00.000Z'}
    ${'0 3 * * *'}    | ${'2026-11-21T00:00:00Z'} | ${'Europe/Berlin'}    | ${'2026-11-21T02:00:00.000Z'}
    ${'0 3 * * *'}    | ${'2026-07-01T00:00:00Z'} | ${'Europe/Berlin'}    | ${'2026-07-01T01:00:00.000Z'}
    ${'*/15 * * * *'} | ${'2026-11-21T10:07:00Z'} | ${'UTC'}              | ${'2026-11-21T10:15:00.000Z'}
    ${'30 2 * * 1'}   | ${'2026-11-21T00:00:00Z'} | ${'UTC'}              | ${'2026-11-23T02:30:00.000Z'}
    ${'0 0 29 2 *'}   | ${'2026-11-21T00:00:00Z'} | ${'UTC'}              | ${'2028-02-29T00:00:00.000Z'}
    ${'0 0 * * *'}    | ${'2026-11-21T12:00:00Z'} | ${'America/New_York'} | ${'2026-11-22T05:00:00.000Z'}
  `('finds $cron in $zone after $after at $due', ({ cron, after, zone, due }: Record<string, string>) => {
    expect(next(cron ?? '', after ?? '', zone)).toBe(due);
  });

  it('finds no 30 February', () => {
    expect(next('0 0 30 2 *', '2026-11-21T00:00:00Z')).toBeNull();
  });

  it.each(['', '* * * *', '* * * * * *', '@daily', '61 * * * *', 'x * * * *', '0  3 * * *'])(
    'does not read "%s"',
    (cron) => {
      expect(complaint(cron, 'UTC')).toMatchObject({ name: 'CalendarError', about: 'cron' });
    },
  );

  it('knows no time zone that there is not', () => {
    expect(complaint('0 3 * * *', 'Europe/Atlantis')).toMatchObject({ name: 'CalendarError', about: 'time_zone' });
  });
});
