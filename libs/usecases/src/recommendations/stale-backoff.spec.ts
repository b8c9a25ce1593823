import { staleBackoff } from './stale-backoff';

describe('staleBackoff', () => {
  it.each`
    attempt | dice   | waitMs
    ${1}    | ${1}   | ${2}
    ${2}    | ${1}   | ${4}
    ${2}    | ${0.5} | ${2}
    ${2}    | ${0}   | ${0}
    ${6}    | ${1}   | ${60}
    ${49}   | ${1}   | ${60}
  `('waits $waitMs ms after stale plan $attempt when the dice say $dice', async ({ attempt, dice, waitMs }) => {
    const waits: number[] = [];
    const pause = (ms: number) => {
      waits.push(ms);
      return Promise.resolve();
    };
    await staleBackoff(pause, () => dice as number)(attempt as number);

    expect(waits).toEqual([waitMs]);
  });
});
