import type { NicScoreInput, ScoreTerm } from '../score-term';

/** Rewards a PF whose line rate is not promised to others already. */
export const linkHeadroom: ScoreTerm<NicScoreInput> = {
  name: 'link_headroom',
  formula: "1 minus half the share of the PF's line rate that is promised, this NIC included; 1 without a PF",
  value({ pf, nic }) {
    if (pf === null || pf.pf.linkSpeedMbps === null) return 1;
    const promised = pf.bandwidthClaimedMbps + (nic.bandwidthMbps ?? 0);
    return Math.max(0, 1 - promised / pf.pf.linkSpeedMbps / 2);
  },
  reason({ pf }) {
    if (pf === null) return 'shares the uplink of the bridge';
    if (pf.pf.linkSpeedMbps === null) return 'line rate not known';
    return `${pf.bandwidthClaimedMbps} of ${pf.pf.linkSpeedMbps} Mbit/s promised to others`;
  },
};
