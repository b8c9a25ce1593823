import type { PhysicalFunction } from '../inventory/inventory';
import { nicModelOf } from './nic-catalogue';
import { isConfirmed } from './is-confirmed';

/** A vector of each VF is for its mailbox or its events (`ICE_NONQ_VECS_VF`; mlx5's asynchronous event queue). */
export const VECTORS_BESIDE_QUEUES = 1;

export interface PossibleVfQueues {
  readonly pairs: number;
  /** In words, with numbers. */
  readonly why: string;
}

type Told = Pick<PhysicalFunction, 'vendorId' | 'productId' | 'vfTotalMsix'>;

/**
 * Queue pairs that each VF of a PF can have with so many VFs on; null: not known. More VFs never leave more to each. By the
 * interrupt vectors that the VFs share (`sriov_vf_total_msix`), divided evenly, and by the hardware's pools, whichever is
 * less.
 *
 * @param vfs 1 or more
 */
export function vfQueuesAt(pf: Told, vfs: number): PossibleVfQueues | null {
  const [byModel, byVectors] = [vfQueuesByModel(pf, vfs), vfQueuesByVectors(pf, vfs)];
  if (byModel === null || byVectors === null) return byModel ?? byVectors;
  return byVectors.pairs < byModel.pairs ? byVectors : byModel;
}

/** The same by the hardware's pools and the driver's maximum alone. */
export function vfQueuesByModel({ vendorId, productId, vfTotalMsix }: Told, vfs: number): PossibleVfQueues | null {
  const family = nicModelOf(vendorId, productId);
  if (family === null || !isConfirmed(family, 'vf_queues')) return null;
  const { byVfCount, byVectors, maxPairs } = family.vfQueues;
  const step = byVfCount.find(({ upToVfs }) => vfs <= upToVfs) ?? byVfCount.at(-1);
  if (step !== undefined) {
    return { pairs: step.pairs, why: `${family.title} gives ${step.pairs} to each of up to ${step.upToVfs} VFs` };
  }
  if (maxPairs === null) return null;
  const areVectorsKnown = vfTotalMsix !== undefined && vfTotalMsix > 0;
  const doubt = byVectors.length === 0 || areVectorsKnown ? '' : ', and fewer if interrupt vectors are short';
  return { pairs: maxPairs, why: `a VF of ${family.title} has ${maxPairs} at most${doubt}` };
}

/** The same by interrupt vectors alone. */
export function vfQueuesByVectors({ vendorId, productId, vfTotalMsix }: Told, vfs: number): PossibleVfQueues | null {
  // The kernel says 0 where a device's vectors cannot be divided (Documentation/ABI/testing/sysfs-bus-pci).
  if (vfTotalMsix === undefined || vfTotalMsix === 0) return null;
  const vectors = Math.floor(vfTotalMsix / vfs);
  const left = Math.max(0, vectors - VECTORS_BESIDE_QUEUES);
  const steps = nicModelOf(vendorId, productId)?.vfQueues.byVectors ?? [];
  const pairs = steps.length === 0 ? left : (steps.find((each) => each <= left) ?? 0);
  return {
    pairs,
    why: `${vfTotalMsix} interrupt vectors divided among ${vfs} VFs are ${vectors} each, one of them not for a queue`,
  };
}
