import type { DiskScoreInput, NicScoreInput, ScoreTerm } from '../score-term';

/** A VF costs at least half of the term, more the fewer are left; a whole device costs nearly all of it. */
const VF_AT_BEST = 0.5;
const WHOLE_DEVICE = 0.05;

/** Rewards paths that leave scarce devices to those who need them. */
export const nicScarcity: ScoreTerm<NicScoreInput> = {
  name: 'scarcity',
  formula: `1 for software; a VF \`${VF_AT_BEST} x free VFs / VFs of the PF\`; a whole PF ${WHOLE_DEVICE}`,
  value({ path, pf }) {
    if (pf === null) return 1;
    if (path.takes === 'pf') return WHOLE_DEVICE;
    return VF_AT_BEST * (pf.freeVfs.length / Math.max(1, pf.pf.vfs.length));
  },
  reason({ path, pf }) {
    if (pf === null) return 'takes no scarce device';
    if (path.takes === 'pf') return `takes the whole of ${pf.pf.address}`;
    return `takes 1 of ${pf.freeVfs.length} free VFs of ${pf.pf.address}`;
  },
};

/** The same for disks: a passed-through drive is gone for everybody else. */
export const diskScarcity: ScoreTerm<DiskScoreInput> = {
  name: 'scarcity',
  formula: `1 for disks that take no device, ${WHOLE_DEVICE} for those that do`,
  value: ({ path }) => (path.takes === 'nothing' ? 1 : WHOLE_DEVICE),
  reason: ({ path }) => (path.takes === 'nothing' ? 'takes no scarce device' : 'takes a whole PCI device'),
};
