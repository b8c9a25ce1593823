import { CloudError } from '@iopath/usecases';
import { DEFAULT_LIMITS } from '../cloud-options';
import { ConnectionTrouble } from './connection-trouble';
import {
  CONCURRENT_UPDATE,
  isTransientStatus,
  isWorthRepeating,
  pauseBeforeNextMs,
  retryAfterMs,
} from './retry-policy';

const READING = { isIdempotent: true, repeatsConflicts: false };
const CREATING = { isIdempotent: false, repeatsConflicts: false };

function answered(status: number, code: string | null = null): CloudError {
  return new CloudError('placement', 'x', status, code, null, isTransientStatus(status, code));
}

function broken(isUnsent: boolean): CloudError {
  return new ConnectionTrouble('placement', 'x', true, isUnsent);
}

describe('a call is repeated', () => {
  it.each`
    what                           | error                                               | reading  | creating
    ${'429'}                       | ${answered(429)}                                    | ${true}  | ${true}
    ${'500'}                       | ${answered(500)}                                    | ${true}  | ${false}
    ${'502'}                       | ${answered(502)}                                    | ${true}  | ${false}
    ${'503'}                       | ${answered(503)}                                    | ${true}  | ${false}
    ${'504'}                       | ${answered(504)}                                    | ${true}  | ${false}
    ${'400'}                       | ${answered(400)}                                    | ${false} | ${false}
    ${'403'}                       | ${answered(403)}                                    | ${false} | ${false}
    ${'409'}                       | ${answered(409)}                                    | ${false} | ${false}
    ${'501'}                       | ${answered(501)}                                    | ${false} | ${false}
    ${'a connection refused'}      | ${broken(true)}                                     | ${true}  | ${true}
    ${'a connection broken off'}   | ${broken(false)}                                    | ${true}  | ${false}
    ${'a certificate not trusted'} | ${new ConnectionTrouble('image', 'x', false, true)} | ${false} | ${false}
  `('after $what: reading $reading, creating $creating', ({ error, reading, creating }: Case) => {
    expect(isWorthRepeating(error, READING)).toBe(reading);
    expect(isWorthRepeating(error, CREATING)).toBe(creating);
  });

  it('after a conflict of two that wrote at once only where the caller wants it', () => {
    const conflict = answered(409, CONCURRENT_UPDATE);

    expect(conflict.isTransient).toBe(true);
    expect(isWorthRepeating(conflict, READING)).toBe(false);
    expect(isWorthRepeating(conflict, { ...CREATING, repeatsConflicts: true })).toBe(true);
  });
});

interface Case {
  readonly error: CloudError;
  readonly reading: boolean;
  readonly creating: boolean;
}

describe('the pause before a repetition', () => {
  it('doubles each time, up to the longest', () => {
    const pauses = [1, 2, 3, 4, 5, 6, 7].map((attempt) => pauseBeforeNextMs(attempt, null, DEFAULT_LIMITS, 1));

    expect(pauses).toEqual([200, 400, 800, 1600, 3200, 5000, 5000]);
  });

  it('leaves half of itself to chance', () => {
    expect(pauseBeforeNextMs(1, null, DEFAULT_LIMITS, 0)).toBe(100);
    expect(pauseBeforeNextMs(1, null, DEFAULT_LIMITS, 0.5)).toBe(150);
  });

  it('is what the service asks for, where that is longer', () => {
    expect(pauseBeforeNextMs(1, 3_000, DEFAULT_LIMITS, 0)).toBe(3_000);
    expect(pauseBeforeNextMs(4, 1, DEFAULT_LIMITS, 1)).toBe(1600);
  });

  it.each([
    [undefined, null],
    ['2', 2_000],
    ['Sat, 21 Nov 2026 13:00:07 GMT', 7_000],
    ['Sat, 21 Nov 2026 12:00:00 GMT', 0],
    ['soon', null],
  ])('of Retry-After %s is %s', (header, expectedMs) => {
    expect(retryAfterMs(header, Date.parse('2026-11-21T13:00:00Z'))).toBe(expectedMs);
  });
});
