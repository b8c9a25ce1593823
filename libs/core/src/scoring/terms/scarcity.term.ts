import type { DiskScoreInput, NicScoreInput, ScoreTerm } from '../score-term';

/**
 * A VF costs at least half of the term, more the fewer are left near the guest and the more of them the fleet needed of
 * late; a whole device costs nearly all of it. So a VM that a software path serves well leaves VFs to those that need them.
 */
const VF_AT_BEST = 0.5;
const WHOLE_DEVICE = 0.05;

/** Rewards paths that leave scarce devices to those who need them. */
export const nicScarcity: ScoreTerm<NicScoreInput> = {
  name: 'scarcity',
  formula: `1 for software; a VF \`${VF_AT_BEST} x free / all x (1 - price)\`, VFs counted on the host's PFs of that physical network and NUMA node, with \`price = d / (d + f)\` for d VFs reserved on the network in the last day (up to the last full hour) and f free ones in the fleet; a whole PF ${WHOLE_DEVICE}`,
  value({ path, pf, vfPrice }) {
    if (pf === null) return 1;
    if (path.takes === 'pf') return WHOLE_DEVICE;
    return VF_AT_BEST * (pf.vfPool.free / Math.max(1, pf.vfPool.all)) * (1 - vfPrice);
  },
  reason({ path, pf, vfPrice }) {
    if (pf === null) return 'takes no scarce device';
    if (path.takes === 'pf') return `takes the whole of ${pf.pf.address}`;
    const { free, all } = pf.vfPool;
    const price = Math.round(vfPrice * 100) / 100;
    return `takes 1 of ${free} free VFs (of ${all}) on ${pf.pf.physicalNetwork ?? 'tunnels'} near ${pf.pf.address}; price ${price}`;
  },
};

/** The same for disks: a passed-through drive is gone for everybody else. */
export const diskScarcity: ScoreTerm<DiskScoreInput> = {
  name: 'scarcity',
  formula: `1 for disks that take no device, ${WHOLE_DEVICE} for those that do`,
  value: ({ path }) => (path.takes === 'nothing' ? 1 : WHOLE_DEVICE),
  reason: ({ path }) => (path.takes === 'nothing' ? 'takes no scarce device' : 'takes a whole PCI device'),
};
