import type { PhysicalFunction } from '../inventory/inventory';
import { nicModelOf } from './nic-catalogue';
import type { NicFamily } from './nic-family';
import type { NicSourceName } from './nic-sources.data';
import { isConfirmed } from './is-confirmed';
import { usualVfQueues } from './usual-vf-queues';
import { vfQueuesAt } from './vf-queues-at';

export const ASSUMED_NIC_FACTS = [
  'driver',
  'link_speeds_mbps',
  'total_vfs',
  'vf_driver',
  'vf_queues',
  'vf_queues_max',
] as const;

/**
 * A fact of a PF, or of its VFs, that nobody saw and its model suggests. `link_speeds_mbps` are those that a port of the
 * model may run at; the others are what the inventory calls so.
 */
export interface AssumedNicFact {
  readonly fact: (typeof ASSUMED_NIC_FACTS)[number];
  readonly value: string | number | readonly number[];
  /** In words. */
  readonly why: string;
  readonly sources: readonly NicSourceName[];
}

/**
 * What the catalogue adds to what an inventory tells of a PF: only facts that the inventory lacks. How many VFs there can
 * be is assumed where a constant of the driver says so, never where ports share a card's number or an operator sets it
 * in the firmware. What nobody confirmed is left out, but for drivers and speeds, which come with the ids.
 */
export function assumedOf(pf: PhysicalFunction): readonly AssumedNicFact[] {
  const family = nicModelOf(pf.vendorId, pf.productId);
  if (family === null) return [];
  const { title, sources } = family;
  const facts: AssumedNicFact[] = [];
  const assume = (fact: AssumedNicFact['fact'], value: AssumedNicFact['value'], why: string): void => {
    facts.push({ fact, value, why, sources });
  };
  if (pf.driver === null) assume('driver', family.pfDriver, `Linux drives ${title} by ${family.pfDriver}.`);
  if (pf.linkSpeedMbps === null) {
    assume('link_speeds_mbps', family.linkSpeedsMbps, `Ports of ${title} run at these speeds, by card and module.`);
  }
  if (pf.totalVfs === null && family.vfLimit.kind === 'driver' && isConfirmed(family, 'vf_limit')) {
    const { perPf } = family.vfLimit;
    assume('total_vfs', perPf, `${family.pfDriver} allows a PF ${perPf} VFs; sriov_totalvfs of the host would tell.`);
  }
  if (pf.vfs.some(({ driver }) => driver === null)) {
    assume('vf_driver', family.vfDriver, `Linux drives VFs of ${title} by ${family.vfDriver}, if by anything.`);
  }
  addQueues(pf, family, assume);
  return facts;
}

function addQueues(
  pf: PhysicalFunction,
  { title }: NicFamily,
  assume: (fact: AssumedNicFact['fact'], value: number, why: string) => void,
): void {
  const usual = usualVfQueues(pf);
  if (usual !== null && (pf.vfs.length === 0 || pf.vfs.some(({ queues }) => queues === null))) {
    assume('vf_queues', usual.pairs, `A VF of ${title} has so many queue pairs when nobody asks for more.`);
  }
  if (pf.vfs.length > 0 && pf.vfs.every(({ queuesMax }) => queuesMax !== undefined)) return;
  const most = vfQueuesAt(pf, Math.max(1, pf.vfs.length));
  if (most !== null) assume('vf_queues_max', most.pairs, most.why);
}
