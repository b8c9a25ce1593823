import { VECTORS_BESIDE_QUEUES, vfQueuesByVectors } from '../vf-queues-at';
import type { NicWarning, NicWarningRule } from './nic-warning';

/** A VF's own number of vectors counts where it is told; else an even share of what the PF has for its VFs. */
export const vfVectorsTooFew: NicWarningRule = (pf) => {
  const own = pf.vfs.flatMap(({ address, index, queues, msixVectors }): readonly NicWarning[] => {
    if (msixVectors === undefined || queues === null || msixVectors === 0) return [];
    const needed = queues + VECTORS_BESIDE_QUEUES;
    if (msixVectors >= needed) return [];
    const detail = `VF ${index} has ${msixVectors} interrupt vectors, and ${queues} queue pairs need ${needed}.`;
    return [{ code: 'nic.vf_vectors_too_few', address, detail }];
  });
  if (pf.vfs.length === 0 || pf.vfs.some(({ msixVectors }) => msixVectors !== undefined)) return own;
  const possible = vfQueuesByVectors(pf, pf.vfs.length);
  const wanted = Math.max(1, ...pf.vfs.map(({ queues }) => queues ?? 1));
  if (possible === null || possible.pairs >= wanted) return own;
  const detail = `${possible.why}: ${possible.pairs} queue pairs a VF, and ${wanted} are wanted.`;
  return [{ code: 'nic.vf_vectors_too_few', address: pf.address, detail }];
};
