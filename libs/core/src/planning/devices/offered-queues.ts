import type { PfState } from '../../fleet/host-state';
import { servingVfs } from '../../fleet/vf-kinds';
import type { NicPath } from '../../io-path/nic-path';
import type { NicFamily } from '../../nic-catalogue/nic-family';
import { usualVfQueues } from '../../nic-catalogue/usual-vf-queues';

export interface OfferedQueues {
  readonly pairs: number;
  /** Null: the host tells. Else nobody told, and VFs of this family usually have so many. */
  readonly assumedOf: NicFamily | null;
}

/**
 * Queue pairs of the device that a path would be given next of a PF: what the host tells counts; where it says nothing of a
 * VF, the catalogue of NICs. Null: neither knows, or none is left. A vDPA device has queues of its own making, of which
 * the VF's say nothing.
 */
export function offeredQueues({ vfKind }: Pick<NicPath, 'vfKind'>, pf: PfState): OfferedQueues | null {
  if (vfKind === null) return told(pf.pf.combinedQueues);
  const [vf] = servingVfs(pf, vfKind);
  if (vf === undefined) return null;
  if (vf.queues !== null || vfKind === 'vdpa') return told(vf.queues);
  const usual = usualVfQueues(pf.pf);
  return usual === null ? null : { pairs: usual.pairs, assumedOf: usual.family };
}

function told(pairs: number | null): OfferedQueues | null {
  return pairs === null ? null : { pairs, assumedOf: null };
}
