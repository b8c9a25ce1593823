import type { PhysicalFunction } from '../inventory/inventory';
import { isConfirmed } from './is-confirmed';
import { nicModelOf } from './nic-catalogue';
import type { NicFamily } from './nic-family';
import { vfQueuesAt } from './vf-queues-at';

export interface UsualVfQueues {
  readonly family: NicFamily;
  readonly pairs: number;
}

/**
 * Queue pairs that a VF of a PF has when nobody asked for more, with as many VFs on as there are; null where the catalogue
 * does not know the NIC, or nobody confirmed what it says.
 */
export function usualVfQueues(pf: PhysicalFunction): UsualVfQueues | null {
  const family = nicModelOf(pf.vendorId, pf.productId);
  const usual = family?.vfQueues.defaultPairs ?? null;
  if (family === null || usual === null || !isConfirmed(family, 'vf_queues')) return null;
  const most = vfQueuesAt(pf, Math.max(1, pf.vfs.length))?.pairs ?? usual;
  return { family, pairs: Math.max(1, Math.min(usual, most)) };
}
