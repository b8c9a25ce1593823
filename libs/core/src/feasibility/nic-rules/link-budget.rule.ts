import type { NicDeviceRule } from '../nic-rule';

/**
 * A PF does not promise more than its link carries, in bits, nor more than its budget, in packets. Neutron keeps the
 * same account in Placement for ports with a minimum-bandwidth policy (handbook 2.4), and Nova then takes its VF from
 * the PF with enough left; an unknown rate or budget is given the benefit of the doubt.
 */
export const linkBudget: NicDeviceRule = {
  name: 'link-budget',
  reject(_path, { bandwidthMbps, packetRateKpps }, { pf, bandwidthClaimedMbps, packetRateClaimedKpps }) {
    return (
      overBudget('link.promised', bandwidthMbps, bandwidthClaimedMbps, pf.linkSpeedMbps, 'Mbit/s') ??
      overBudget('link.packets_promised', packetRateKpps, packetRateClaimedKpps, pf.packetRateKpps, 'kpps')
    );
  },
};

function overBudget(code: string, asked: number | null, promised: number, budget: number | null, unit: string) {
  if (asked === null || budget === null || promised + asked <= budget) return null;
  const left = Math.max(0, budget - promised);
  return { code, required: `${asked} ${unit}`, available: `${left} of ${budget} ${unit} not promised` };
}
