import type { Fleet } from '../fleet/fleet';
import type { HostState, PfState } from '../fleet/host-state';
import { networkKey } from '../fleet/vf-demand';
import type { PhysicalFunction } from '../inventory/inventory';
import { nicModelOf } from '../nic-catalogue/nic-catalogue';
import { vfQueuesAt } from '../nic-catalogue/vf-queues-at';
import { raiseLimit } from './raise-limit';
import type { RecentVfNics } from './recent-vf-nics';
import { recommendedVfs } from './recommended-vfs';
import type { VfAdvice, VfAdviceVerdict, VfDemandShare, VfQueueAdvice } from './vf-advice';
import { vfChange } from './vf-change';
import { vfCountLimit } from './vf-count-limit';
import { asked, wantedPairs } from './wanted-pairs';

/**
 * How many VFs each PF of a host should have (`sriov_numvfs`), and how many queues they then have, for what was asked for
 * of late. PFs of active hosts on a physical network share its demand evenly. NICs without SR-IOV are left out.
 *
 * @param recent of the whole fleet
 */
export function adviseVfs(host: HostState, fleet: Fleet, recent: readonly RecentVfNics[]): readonly VfAdvice[] {
  return host.pfs
    .filter(({ pf }) => hasSriov(pf))
    .map((pf) => {
      const network = networkKey(pf.pf.physicalNetwork);
      return adviceOn(
        pf,
        host,
        fleet,
        recent.filter(({ physicalNetwork }) => physicalNetwork === network),
      );
    });
}

function adviceOn(pfState: PfState, host: HostState, fleet: Fleet, recent: readonly RecentVfNics[]): VfAdvice {
  const { pf } = pfState;
  const presentVfs = pf.vfs.length;
  const heldVfs = heldOf(pfState, host);
  const demand = shareOf(pf, fleet, recent);
  const limit = vfCountLimit(pf);
  const wanted = wantedPairs(recent);
  const pairsAt = (vfs: number): number | null => vfQueuesAt(pf, vfs)?.pairs ?? null;
  // Where a guest has the whole PF there are no VFs to count, and none to come.
  const recommended = pfState.wholeIsTaken
    ? presentVfs
    : recommendedVfs({
        presentVfs,
        heldVfs,
        dailyShare: demand.share,
        limitVfs: limit.vfs,
        wantedPairs: wanted,
        pairsAt,
      });
  const queues = {
    wanted,
    presentPairs: atLeastOne(presentVfs, pairsAt),
    recommendedPairs: atLeastOne(recommended, pairsAt),
  };
  const advice = { presentVfs, heldVfs, demand, limit, recommendedVfs: recommended, queues };
  const pairs = wanted === null || queues.recommendedPairs === null ? null : Math.min(wanted, queues.recommendedPairs);
  return {
    ...advice,
    pfAddress: pf.address,
    ifname: pf.ifname,
    physicalNetwork: pf.physicalNetwork,
    model: nicModelOf(pf.vendorId, pf.productId)?.name ?? null,
    verdict: verdictOf(recommended, presentVfs),
    why: reasonsFor(pfState, advice),
    change: recommended === presentVfs ? null : vfChange(host, pfState, recommended, pairs),
  };
}

function verdictOf(recommended: number, present: number): VfAdviceVerdict {
  if (recommended === present) return 'no_change';
  return recommended > present ? 'more_vfs' : 'fewer_vfs';
}

function atLeastOne(vfs: number, pairsAt: (vfs: number) => number | null): number | null {
  return vfs === 0 ? null : pairsAt(vfs);
}

function hasSriov({ vendorId, productId, totalVfs, vfs }: PhysicalFunction): boolean {
  return vfs.length > 0 || (totalVfs ?? 0) > 0 || nicModelOf(vendorId, productId) !== null;
}

/** VFs that claims hold, and those that the host uses for itself; at most all. */
function heldOf({ pf, vfsTaken }: PfState, { claims }: HostState): number {
  const claimed = new Set(claims.flatMap(({ devices }) => devices.map(({ address }) => address)));
  const ofHost = pf.vfs.filter(({ state, address }) => state === 'in_use_externally' && !claimed.has(address)).length;
  return Math.min(pf.vfs.length, vfsTaken + ofHost);
}

function shareOf(pf: PhysicalFunction, { hosts }: Fleet, recent: readonly RecentVfNics[]): VfDemandShare {
  const network = networkKey(pf.physicalNetwork);
  const others = hosts
    .filter(({ state }) => state === 'active')
    .flatMap((each) => each.pfs)
    .filter((each) => networkKey(each.pf.physicalNetwork) === network && (each.pf.totalVfs ?? each.pf.vfs.length) > 0);
  const pfsOnNetwork = Math.max(1, others.length);
  const askedInADay = recent.reduce((sum, nics) => sum + asked(nics), 0);
  const unplaced = recent.reduce((sum, nics) => sum + nics.unplaced, 0);
  return { askedInADay, unplaced, pfsOnNetwork, share: Math.ceil(askedInADay / pfsOnNetwork) };
}

type Decided = Pick<VfAdvice, 'presentVfs' | 'heldVfs' | 'demand' | 'limit' | 'recommendedVfs'> & {
  readonly queues: VfQueueAdvice;
};

function reasonsFor({ pf, wholeIsTaken }: PfState, decided: Decided): readonly string[] {
  const { presentVfs, heldVfs, demand, limit, recommendedVfs: recommended, queues } = decided;
  if (wholeIsTaken) return ['The PF itself is held, and a PF in use has no VFs to give; no change.'];
  const { askedInADay, unplaced, pfsOnNetwork, share } = demand;
  const needed = heldVfs + share;
  const network = pf.physicalNetwork ?? 'tunnelled networks';
  return [
    verdictText(decided),
    `${presentVfs} VFs are on, ${heldVfs} of them held; ${askedInADay} VF NICs were asked for on ${network} in a day` +
      `${unplaced === 0 ? '' : ` (${unplaced} found no host)`}, by ${pfsOnNetwork} PFs that is ${share} here.`,
    ...(needed > limit.vfs ? [`${needed} would be needed, and ${limit.why}.`] : []),
    ...raiseLimit(pf, needed > limit.vfs ? needed : null),
    ...queueReasons(pf, recommended, queues),
  ];
}

function verdictText({ presentVfs, heldVfs, demand, limit, recommendedVfs: recommended }: Decided): string {
  if (recommended > presentVfs) return `${recommended} VFs in place of ${presentVfs} make room for what comes.`;
  if (recommended < presentVfs) {
    return `${recommended} VFs in place of ${presentVfs} suffice, and leave more queues to each.`;
  }
  const suffices = heldVfs + demand.share <= presentVfs;
  return suffices ? `No change: ${presentVfs} VFs suffice.` : `No change: there can be ${limit.vfs} VFs at most.`;
}

function queueReasons(pf: PhysicalFunction, recommended: number, { wanted }: VfQueueAdvice): readonly string[] {
  if (wanted === null || recommended === 0) return [];
  const possible = vfQueuesAt(pf, recommended);
  const asks = `Three in four of the VMs that asked use ${wanted} queue pairs or fewer`;
  if (possible === null) return [`${asks}; how many a VF has here is not known.`];
  return [`${asks}; with ${recommended} VFs each can have ${possible.pairs}: ${possible.why}.`];
}
