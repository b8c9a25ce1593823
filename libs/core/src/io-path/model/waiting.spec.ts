import { meanWaitUs, rareWaitUs } from './waiting';

describe('the waiting before a stage', () => {
  it.each([
    [1, 0, 0],
    [1, 0.5, 0.5],
    [2, 0.8, 4],
    [10, 0.9, 45],
  ])('of %s µs a packet that is used to %s is %s µs in the mean (M/D/1)', (serviceUs, rho, waitUs) => {
    expect(meanWaitUs(serviceUs, rho)).toBeCloseTo(waitUs, 9);
  });

  it.each([
    [1, 0.5, 0.01, Math.log(50) / 0.5],
    [2, 0.5, 0.01, (2 * Math.log(50)) / 0.5],
    [1, 0.8, 0.001, Math.log(800) / 0.2],
  ])('of %s µs a packet that is used to %s is longer for the share %s (M/M/1)', (serviceUs, rho, rare, waitUs) => {
    expect(rareWaitUs(serviceUs, rho, rare)).toBeCloseTo(waitUs, 9);
  });

  it('is never less than the mean, where fewer than that share wait at all', () => {
    expect(rareWaitUs(4, 0.005, 0.01)).toBe(meanWaitUs(4, 0.005));
    expect(rareWaitUs(4, 0.01, 0.01)).toBe(meanWaitUs(4, 0.01));
  });
});
