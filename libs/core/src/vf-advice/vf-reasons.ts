import type { PfState } from '../fleet/host-state';
import { vfQueuesAt } from '../nic-catalogue/vf-queues-at';
import type { PhysicalFunction } from '../inventory/inventory';
import { raiseLimit } from './raise-limit';
import type { VfAdvice } from './vf-advice';

type Counts = Pick<VfAdvice, 'presentVfs' | 'heldVfs' | 'demand' | 'limit' | 'recommendedVfs' | 'queues'>;

/**
 * Why a number of VFs is advised, in words with numbers; the verdict first.
 *
 * @param isForGuests false: nothing of the PF is given to guests, so that no demand falls to it.
 */
export function reasonsFor({ pf, wholeIsTaken }: PfState, isForGuests: boolean, counts: Counts): readonly string[] {
  const { presentVfs, heldVfs, demand, limit } = counts;
  if (wholeIsTaken) return ['No change: the PF itself is held, and then it has no VFs to give.'];
  if (!isForGuests) return ['No change: it is on no physical network and has no VFs, so it is not for guests.'];
  const { askedInADay, unplaced, pfsOnNetwork, share } = demand;
  const needed = heldVfs + share;
  const isShort = needed > limit.vfs;
  const network = pf.physicalNetwork ?? 'tunnelled networks';
  const lost = unplaced === 0 ? '' : ` (${unplaced} found no host)`;
  const sharers = pfsOnNetwork === 1 ? 'this PF alone has it' : `${pfsOnNetwork} PFs share it`;
  return [
    verdictText(counts),
    `${presentVfs} VFs are on, ${heldVfs} of them held. In a day ${askedInADay} VF NICs${lost} were asked for on ${network}; ` +
      `${sharers}: ${share} here.`,
    ...(isShort ? [`${needed} would be needed, and ${limit.why}.`] : []),
    ...raiseLimit(pf, isShort ? needed : null),
    ...queueReasons(pf, counts),
  ];
}

function verdictText({ presentVfs, heldVfs, demand, recommendedVfs }: Counts): string {
  if (recommendedVfs > presentVfs) return `${recommendedVfs} VFs in place of ${presentVfs} make room for what comes.`;
  if (recommendedVfs < presentVfs) {
    return `${recommendedVfs} VFs in place of ${presentVfs} suffice, and leave more queues to each.`;
  }
  const suffices = heldVfs + demand.share <= presentVfs;
  return suffices
    ? `No change: ${presentVfs} VFs suffice.`
    : 'No change: more VFs are needed, and cannot be had as it is.';
}

function queueReasons(
  pf: PhysicalFunction,
  { recommendedVfs, queues: { wanted, recommendedPairs } }: Counts,
): readonly string[] {
  if (wanted === null || recommendedVfs === 0) return [];
  const possible = vfQueuesAt(pf, recommendedVfs);
  const asks = `Three in four of the VF NICs could use ${wanted} queue pairs or fewer`;
  if (possible === null) {
    const told =
      recommendedPairs === null ? 'how many a VF has here is not known' : `VFs here have ${recommendedPairs}`;
    return [`${asks}; ${told}.`];
  }
  return [`${asks}; with ${recommendedVfs} VFs each can have ${possible.pairs}: ${possible.why}.`];
}
