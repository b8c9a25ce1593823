import type { Rejection } from '../../feasibility/rejection';
import type { PathTrial, Refusal } from './refusal';
import type { RuleBook } from './rule-book';
import { KNOWN_PATH } from './rule-lists';
import type { WeighedDevices } from './weigh-devices';

/**
 * Puts together what the rules say of a path.
 *
 * @param single what rules on the path as a whole say, in the order of ranks.
 * @param weighed null for a path that takes no device.
 */
export function pathTrial(
  subject: string,
  path: string,
  single: readonly Refusal[],
  weighed: WeighedDevices<unknown> | null,
): PathTrial {
  const devices = weighed?.blocking ?? NO_REFUSALS;
  const takesDevice = weighed !== null;
  if (single.length === 0 && devices.length === 0) {
    return { subject, path, takesDevice, blocking: NO_REFUSALS, fallsAt: Infinity, alone: NO_RANKS, freedBy: NO_RANKS };
  }
  const fallsAt = Math.min(weighed?.fallsAt ?? Infinity, ...single.map(({ rank }) => rank));
  const inOrder = [...single, ...devices].sort((a, b) => a.rank - b.rank);
  return {
    subject,
    path,
    takesDevice,
    blocking: [...inOrder.filter(({ rank }) => rank === fallsAt), ...inOrder.filter(({ rank }) => rank !== fallsAt)],
    fallsAt,
    alone: [...single.map(({ rank }) => rank), ...(weighed?.alone ?? NO_RANKS)],
    freedBy: freedBy(single, weighed),
  };
}

function freedBy(single: readonly Refusal[], weighed: WeighedDevices<unknown> | null): readonly number[] {
  if (single.length === 0) return weighed?.freedBy ?? NO_RANKS;
  const [only, another] = single;
  const devicesPass = weighed === null || weighed.blocking.length === 0;
  return only !== undefined && another === undefined && devicesPass ? [only.rank] : NO_RANKS;
}

/** A path that the catalogue does not hold. */
export function unknownPath(subject: string, path: string, rejection: Rejection, book: RuleBook): PathTrial {
  const refusal = book.refusal(KNOWN_PATH, rejection);
  const { rank } = refusal;
  return { subject, path, takesDevice: false, blocking: [refusal], fallsAt: rank, alone: [rank], freedBy: NO_RANKS };
}

const NO_REFUSALS: readonly Refusal[] = [];
const NO_RANKS: readonly number[] = [];
