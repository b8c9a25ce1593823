import type { PfState } from '../../fleet/host-state';
import type { NicRequest } from '../../request/vm-request';
import type { NicDeviceRule } from '../nic-rule';
import type { Rejection } from '../rejection';

/**
 * A PF does not promise more than its link carries, in bits, nor more than its budget, in packets. Neutron keeps the
 * same account in Placement for ports with a minimum-bandwidth policy (handbook 2.4), and Nova then takes its VF from
 * the PF with enough left; an unknown rate or budget is given the benefit of the doubt.
 */
export const linkBudget: NicDeviceRule = {
  name: 'link-budget',
  reject: (_path, nic, pf) => overBudget(nic, pf, []),
};

type Wish = Pick<NicRequest, 'bandwidthMbps' | 'packetRateKpps'>;

/**
 * Whether a PF can promise a NIC what it asks for, beside what it is to promise to others of the same VM. Null when it can.
 *
 * @param beside NICs of the VM that are to be on the same PF.
 */
export function overBudget(nic: Wish, { pf, ...claimed }: PfState, beside: readonly Wish[]): Rejection | null {
  const bandwidthMbps = beside.reduce((sum, other) => sum + (other.bandwidthMbps ?? 0), claimed.bandwidthClaimedMbps);
  const packetRateKpps = beside.reduce(
    (sum, other) => sum + (other.packetRateKpps ?? 0),
    claimed.packetRateClaimedKpps,
  );
  return (
    over('link.promised', nic.bandwidthMbps, bandwidthMbps, pf.linkSpeedMbps, 'Mbit/s') ??
    over('link.packets_promised', nic.packetRateKpps, packetRateKpps, pf.packetRateKpps, 'kpps')
  );
}

function over(code: string, asked: number | null, promised: number, budget: number | null, unit: string) {
  if (asked === null || budget === null || promised + asked <= budget) return null;
  const left = Math.max(0, budget - promised);
  return { code, required: `${asked} ${unit}`, available: `${left} of ${budget} ${unit} not promised` };
}
