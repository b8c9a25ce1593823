/** What the number of VFs of a PF is decided by. All counts are whole and not negative. */
export interface VfCountQuestion {
  readonly presentVfs: number;
  readonly heldVfs: number;
  /** VF NICs that are expected to come in a day. */
  readonly dailyShare: number;
  /** Most VFs that the PF can have; never less than are on. */
  readonly limitVfs: number;
  /** Queue pairs that a VF should have; null: no matter. */
  readonly wantedPairs: number | null;
  /** Queue pairs of each of so many VFs (1 or more), never more for more VFs; null: not known. */
  readonly pairsAt: (vfs: number) => number | null;
}

/** A change makes VMs move, so the number is to last for more than the next day. */
const DAYS_BETWEEN_CHANGES = 2;

/**
 * How many VFs a PF should have: what is held, and room for what a day brings. As every change destroys all VFs, a number
 * that suffices stays, unless fewer would give each VF more of the queues that are wanted. Where it does not suffice, room
 * for two days is made, as far as that takes no queues from the VFs. Never more than the limit, never fewer than are held,
 * and never fewer for more demand.
 */
export function recommendedVfs(question: VfCountQuestion): number {
  const { presentVfs, heldVfs, dailyShare, limitVfs } = question;
  const needed = Math.max(heldVfs, Math.min(limitVfs, heldVfs + dailyShare));
  if (needed <= presentVfs) return fewerForMoreQueues(needed, question);
  const roomy = Math.min(limitVfs, heldVfs + DAYS_BETWEEN_CHANGES * dailyShare);
  return Math.max(needed, Math.min(roomy, mostWithSamePairs(needed, limitVfs, question)));
}

/** Of the numbers from the needed one to the present one: the most that give each VF the best that is wanted. */
function fewerForMoreQueues(needed: number, question: VfCountQuestion): number {
  const { presentVfs } = question;
  if (presentVfs === 0) return 0;
  return mostWithSamePairs(needed, presentVfs, question);
}

/** The highest number up to `most` that leaves each VF what `needed` VFs would have, or what is wanted if that is less. */
function mostWithSamePairs(needed: number, most: number, { wantedPairs, pairsAt }: VfCountQuestion): number {
  const pairs = pairsAt(Math.max(1, needed));
  if (pairs === null || wantedPairs === null) return most;
  const enough = Math.min(pairs, wantedPairs);
  let [low, high] = [Math.max(1, needed), Math.max(1, most)];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((pairsAt(middle) ?? 0) >= enough) low = middle;
    else high = middle - 1;
  }
  return low;
}
