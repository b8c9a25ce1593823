import type { Fleet } from '../fleet/fleet';
import type { HostState, PfState } from '../fleet/host-state';
import { networkKey } from '../fleet/vf-demand';
import type { PhysicalFunction } from '../inventory/inventory';
import { nicModelOf } from '../nic-catalogue/nic-catalogue';
import { vfQueuesAt } from '../nic-catalogue/vf-queues-at';
import type { RecentVfNics } from './recent-vf-nics';
import { recommendedVfs } from './recommended-vfs';
import type { VfAdvice, VfAdviceVerdict, VfDemandShare } from './vf-advice';
import { vfChange } from './vf-change';
import { vfCountLimit } from './vf-count-limit';
import { reasonsFor } from './vf-reasons';
import { asked, wantedPairs } from './wanted-pairs';

/**
 * How many VFs each PF of a host should have (`sriov_numvfs`), and how many queues they then have, for what was asked for
 * of late. PFs of active hosts on a physical network share its demand evenly. NICs without SR-IOV are left out.
 *
 * @param recent of the whole fleet
 */
export function adviseVfs(host: HostState, fleet: Fleet, recent: readonly RecentVfNics[]): readonly VfAdvice[] {
  const pfsByNetwork = countPfs(fleet);
  return host.pfs
    .filter(({ pf }) => hasSriov(pf))
    .map((pf) => {
      const network = networkKey(pf.pf.physicalNetwork);
      const asksHere = isForGuests(pf.pf) ? recent.filter(({ physicalNetwork }) => physicalNetwork === network) : [];
      return adviceOn(pf, host, asksHere, Math.max(1, pfsByNetwork.get(network) ?? 0));
    });
}

/** PFs of active hosts that can have VFs for guests, by physical network. */
function countPfs({ hosts }: Fleet): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { state, pfs } of hosts) {
    if (state !== 'active') continue;
    for (const { pf } of pfs) {
      if (!isForGuests(pf) || !hasSriov(pf) || vfCountLimit(pf).vfs === 0) continue;
      const network = networkKey(pf.physicalNetwork);
      counts.set(network, (counts.get(network) ?? 0) + 1);
    }
  }
  return counts;
}

/** A NIC that is on no physical network and has no VFs is the host's own: Nova gives nothing of it to guests. */
function isForGuests({ physicalNetwork, vfs }: PhysicalFunction): boolean {
  return physicalNetwork !== null || vfs.length > 0;
}

function adviceOn(pfState: PfState, host: HostState, recent: readonly RecentVfNics[], pfsOnNetwork: number): VfAdvice {
  const { pf } = pfState;
  const presentVfs = pf.vfs.length;
  const heldVfs = heldOf(pfState, host);
  const demand = shareOf(recent, pfsOnNetwork);
  const limit = vfCountLimit(pf);
  const wanted = wantedPairs(recent);
  const pairsAt = (vfs: number): number | null => (vfs === 0 ? null : (vfQueuesAt(pf, vfs)?.pairs ?? null));
  const question = {
    presentVfs,
    heldVfs,
    dailyShare: demand.share,
    limitVfs: limit.vfs,
    wantedPairs: wanted,
    pairsAt,
  };
  // Where a guest has the whole PF there are no VFs to count, and none to come.
  const recommended = pfState.wholeIsTaken ? presentVfs : recommendedVfs(question);
  const told = pairsToldBy(pf);
  const queues = {
    wanted,
    presentPairs: pairsAt(presentVfs) ?? told,
    recommendedPairs: pairsAt(recommended) ?? (recommended > 0 && recommended <= presentVfs ? told : null),
  };
  const pairs = wanted === null || queues.recommendedPairs === null ? null : Math.min(wanted, queues.recommendedPairs);
  const counts = { presentVfs, heldVfs, demand, limit, recommendedVfs: recommended, queues };
  return {
    ...counts,
    pfAddress: pf.address,
    ifname: pf.ifname,
    physicalNetwork: pf.physicalNetwork,
    model: nicModelOf(pf.vendorId, pf.productId)?.name ?? null,
    verdict: verdictOf(recommended, presentVfs),
    why: reasonsFor(pfState, isForGuests(pf), counts),
    change: recommended === presentVfs ? null : vfChange(host, pfState, recommended, pairs),
  };
}

function verdictOf(recommended: number, present: number): VfAdviceVerdict {
  if (recommended === present) return 'no_change';
  return recommended > present ? 'more_vfs' : 'fewer_vfs';
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

/** Queue pairs that every VF which tells of them can have; null: none tells. More VFs than there are may have fewer. */
function pairsToldBy({ vfs }: PhysicalFunction): number | null {
  const told = vfs.map(({ queues, queuesMax }) => Math.max(queues ?? 0, queuesMax ?? 0)).filter((pairs) => pairs > 0);
  return told.length === 0 ? null : Math.min(...told);
}

function shareOf(recent: readonly RecentVfNics[], pfsOnNetwork: number): VfDemandShare {
  const askedInADay = recent.reduce((sum, nics) => sum + asked(nics), 0);
  const unplaced = recent.reduce((sum, nics) => sum + nics.unplaced, 0);
  return { askedInADay, unplaced, pfsOnNetwork, share: Math.ceil(askedInADay / pfsOnNetwork) };
}
