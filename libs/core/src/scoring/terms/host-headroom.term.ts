import type { HostScoreInput, ScoreTerm } from '../score-term';

/** Rewards a host that stays roomy, or for the density profile one that gets full. */
export const hostHeadroom: ScoreTerm<HostScoreInput> = {
  name: 'host_headroom',
  formula: 'share of the scarcer of CPU and memory that stays free; profiles that pack turn it round',
  value: ({ headroom, packs }) => (packs ? 1 - headroom : headroom),
  reason: ({ headroom, packs }) =>
    `${Math.round(headroom * 100)} % of CPU or memory stays free${packs ? ', and this profile fills hosts' : ''}`,
};
