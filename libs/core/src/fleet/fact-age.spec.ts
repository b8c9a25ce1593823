import fc from 'fast-check';
import { AGELESS, FACT_AGES, factAgeOf, factDiscount, nextFactAgeMs } from './fact-age';

const HOUR_MS = 3_600_000;
const POLICY = { staleAfterMs: 24 * HOUR_MS, refuseAfterMs: 720 * HOUR_MS };

describe('the age of facts', () => {
  it.each([
    [0, 0],
    [23, 0],
    [24, 1],
    [47, 1],
    [48, 2],
    [96, 3],
    [192, 4],
    [719, 4],
    [720, 'too_old'],
  ])('of %d hours is step %s where a day is old and a month too old', (hours, age) => {
    expect(factAgeOf(0, hours * HOUR_MS, POLICY)).toBe(age);
  });

  it('is no matter where the operator does not care, nor where nobody told when they were observed', () => {
    expect(factAgeOf(0, Number.MAX_SAFE_INTEGER, AGELESS)).toBe(0);
    expect(factAgeOf(null, Number.MAX_SAFE_INTEGER, POLICY)).toBe(0);
    expect(nextFactAgeMs(0, 0, AGELESS)).toBe(Infinity);
  });

  it('costs a share of the score that grows with each step', () => {
    expect(FACT_AGES.map(factDiscount).map((share) => share.toFixed(2))).toEqual([
      '0.00',
      '0.05',
      '0.10',
      '0.15',
      '0.20',
      '0.20',
    ]);
  });

  const moments = fc.record({
    observedAtMs: fc.integer({ min: 0, max: 1e12 }),
    nowMs: fc.integer({ min: 0, max: 2e12 }),
    staleAfterMs: fc.option(fc.integer({ min: 1, max: 1e10 })),
    refuseAfterMs: fc.option(fc.integer({ min: 1, max: 1e11 })),
  });

  it('stays as it is until its next step, and is another one then', () => {
    fc.assert(
      fc.property(moments, ({ observedAtMs, nowMs, ...policy }) => {
        const now = factAgeOf(observedAtMs, nowMs, policy);
        const nextMs = nextFactAgeMs(observedAtMs, nowMs, policy);
        expect(nextMs).toBeGreaterThan(nowMs);
        if (nextMs === Infinity) return;
        expect(factAgeOf(observedAtMs, nextMs - 1, policy)).toBe(now);
        if (now !== 'too_old') expect(factAgeOf(observedAtMs, nextMs, policy)).not.toBe(now);
      }),
    );
  });

  it('never falls as time goes by', () => {
    fc.assert(
      fc.property(moments, fc.integer({ min: 0, max: 1e12 }), ({ observedAtMs, nowMs, ...policy }, laterMs) => {
        const rank = (atMs: number) => FACT_AGES.indexOf(factAgeOf(observedAtMs, atMs, policy));
        expect(rank(nowMs + laterMs)).toBeGreaterThanOrEqual(rank(nowMs));
      }),
    );
  });
});
