import { aHostClaim, aNicRequest, aVfClaim } from '@iopath/testing';
import { aPfState, nicInput, nicPath } from '../../spec-score-inputs';
import { linkHeadroom } from './link-headroom.term';

describe('the headroom of a 10 Gbit/s link', () => {
  it.each([
    [0, null, 1],
    [0, 10_000, 0.5],
    [5_000, 5_000, 0.5],
    [10_000, 10_000, 0],
    [20_000, 10_000, 0],
  ])('with %d Mbit/s promised and %s asked for is %d', (promised, bandwidthMbps, worth) => {
    const claims = [aHostClaim({ devices: [aVfClaim('0000:3b:01.2', '0000:3b:00.0', promised)] })];
    const pf = aPfState(4, { linkSpeedMbps: 10_000 }, claims);
    const nic = aNicRequest({ bandwidthMbps });

    expect(linkHeadroom.value(nicInput({ nic, pf, path: nicPath('sriov_vf') }))).toBe(worth);
  });

  it('is not judged where there is no link, or none of known speed', () => {
    expect(linkHeadroom.value(nicInput())).toBe(1);
    expect(linkHeadroom.value(nicInput({ pf: aPfState(4, { linkSpeedMbps: null }) }))).toBe(1);
  });

  it('is told by what is promised to others', () => {
    const claims = [aHostClaim({ devices: [aVfClaim('0000:3b:01.2', '0000:3b:00.0', 4_000)] })];

    expect(linkHeadroom.reason(nicInput())).toBe('shares the uplink of the bridge');
    expect(linkHeadroom.reason(nicInput({ pf: aPfState(4, { linkSpeedMbps: null }) }))).toBe('line rate not known');
    expect(linkHeadroom.reason(nicInput({ pf: aPfState(4, { linkSpeedMbps: 10_000 }, claims) }))).toBe(
      '4000 of 10000 Mbit/s promised to others',
    );
  });
});
