import { aHostClaim, aNicRequest, aVfClaim, aVmRequest } from '@iopath/testing';
import { buildFleet } from '../../fleet/build-fleet';
import { requestContext } from '../../planning/request-context';
import { aPfState, nicPath } from '../../spec-score-inputs';
import { linkBudget, overBudget } from './link-budget.rule';

const FIRST_VF = '0000:3b:01.2';

function rejection(
  asked: { readonly bandwidthMbps?: number; readonly packetRateKpps?: number },
  promised: { readonly bandwidthMbps?: number; readonly packetRateKpps?: number },
  budget: { readonly linkSpeedMbps?: number | null; readonly packetRateKpps?: number | null },
) {
  const claim = aHostClaim({ devices: [{ ...aVfClaim(FIRST_VF), ...promised }] });
  const pf = aPfState(4, { linkSpeedMbps: 25_000, ...budget }, [claim]);
  const request = aVmRequest();
  const context = requestContext(request, buildFleet([]), { release: '2025.1' });
  return linkBudget.reject(nicPath('sriov_vf'), aNicRequest(asked), pf, context);
}

describe('what a PF has promised', () => {
  it.each([
    ['leaves just enough', { bandwidthMbps: 15_000 }, { bandwidthMbps: 10_000 }, {}],
    ['does not matter to a NIC that asks for nothing', {}, { bandwidthMbps: 25_000 }, {}],
    ['does not matter to it either when it is more than there is', {}, { bandwidthMbps: 30_000 }, {}],
    ['on a link of unknown speed', { bandwidthMbps: 15_000 }, { bandwidthMbps: 15_000 }, { linkSpeedMbps: null }],
    ['in packets, without a budget', { packetRateKpps: 9_000 }, { packetRateKpps: 9_000 }, { packetRateKpps: null }],
    ['in packets, within the budget', { packetRateKpps: 1_000 }, { packetRateKpps: 9_000 }, { packetRateKpps: 10_000 }],
  ])('%s', (_case, asked, promised, budget) => {
    expect(rejection(asked, promised, budget)).toBeNull();
  });

  it('is never more than its link carries', () => {
    expect(rejection({ bandwidthMbps: 15_001 }, { bandwidthMbps: 10_000 }, {})).toEqual({
      code: 'link.promised',
      required: '15001 Mbit/s',
      available: '15000 of 25000 Mbit/s not promised',
    });
  });

  it('is never more than its packet budget', () => {
    const budget = { packetRateKpps: 10_000 };

    expect(rejection({ packetRateKpps: 2_000 }, { packetRateKpps: 9_000 }, budget)).toEqual({
      code: 'link.packets_promised',
      required: '2000 kpps',
      available: '1000 of 10000 kpps not promised',
    });
  });

  it('may be more than there is, when a link was renegotiated: then nothing is left', () => {
    expect(rejection({ bandwidthMbps: 1 }, { bandwidthMbps: 30_000 }, {})?.available).toBe(
      '0 of 25000 Mbit/s not promised',
    );
  });
});

describe('what a PF is to promise to several NICs of one VM', () => {
  const pf = aPfState(4, { linkSpeedMbps: 25_000, packetRateKpps: 10_000 }, [
    aHostClaim({ devices: [{ ...aVfClaim(FIRST_VF), bandwidthMbps: 5_000, packetRateKpps: 1_000 }] }),
  ]);
  const wish = (bandwidthMbps: number | null, packetRateKpps: number | null) => ({ bandwidthMbps, packetRateKpps });

  it.each([
    ['fits together', wish(10_000, 4_000), [wish(6_000, 3_000), wish(4_000, 2_000)], undefined],
    ['is a Mbit/s too much', wish(10_001, null), [wish(6_000, null), wish(4_000, null)], 'link.promised'],
    ['is a kpps too much', wish(null, 4_001), [wish(null, 3_000), wish(null, 2_000)], 'link.packets_promised'],
    ['counts those that ask for nothing as nothing', wish(20_000, 9_000), [wish(null, null)], undefined],
  ])('%s', (_case, nic, beside, code) => {
    expect(overBudget(nic, pf, beside)?.code).toBe(code);
  });
});
