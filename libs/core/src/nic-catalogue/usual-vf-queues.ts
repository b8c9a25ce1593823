import { nicModelOf } from './nic-catalogue';
import type { NicFactName, NicFamily } from './nic-family';

/** Whether the catalogue's word on it has a source behind it. */
export function isConfirmed(family: NicFamily, fact: NicFactName): boolean {
  return !family.unconfirmed.includes(fact);
}

export interface UsualVfQueues {
  readonly family: NicFamily;
  readonly pairs: number;
}

/**
 * Queue pairs that a VF of a PF with these ids has when nobody asked for more; null where the catalogue does not know the
 * NIC, or nobody confirmed what it says.
 */
export function usualVfQueues(pfVendorId: string, pfProductId: string): UsualVfQueues | null {
  const family = nicModelOf(pfVendorId, pfProductId);
  const pairs = family?.vfQueues.defaultPairs ?? null;
  return family === null || pairs === null || !isConfirmed(family, 'vf_queues') ? null : { family, pairs };
}
