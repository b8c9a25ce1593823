import { vfQueuesByModel } from '../vf-queues-at';
import type { NicWarningRule } from './nic-warning';

/** The driver may have another opinion than the model of how many are on, so the higher of both of a VF counts. */
export const vfQueuesAboveLimit: NicWarningRule = (pf) => {
  const most = vfQueuesByModel(pf, Math.max(1, pf.vfs.length));
  if (most === null) return [];
  return pf.vfs.flatMap(({ address, index, queues, queuesMax }) => {
    const pairs = Math.max(queues ?? 0, queuesMax ?? 0);
    if (pairs <= most.pairs) return [];
    const detail = `VF ${index} is said to have ${pairs} queue pairs; ${most.why}.`;
    return [{ code: 'nic.vf_queues_above_limit', address, detail }];
  });
};
