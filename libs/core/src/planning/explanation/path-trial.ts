import type { PfState } from '../../fleet/host-state';
import type { NicPath } from '../../io-path/nic-path';
import type { Refusal } from './refusal';
import type { WeighedDevices } from './weigh-devices';

/** How one path of a NIC or disk fares with the rules, on all hosts that are alike in what the rules read. */
export interface PathTrial {
  readonly path: string;
  readonly takesDevice: boolean;
  /** Every refusal, the one that is charged first in front; empty when the path is open. */
  readonly blocking: readonly Refusal[];
  /** Rank of the rule at which the path falls when the rules are asked one after the other; Infinity when it stands. */
  readonly fallsAt: number;
  /** Ranks of the rules that refuse the path by themselves, whatever the others say. */
  readonly alone: readonly number[];
  /** Ranks of the rules without which, each by itself, the path would be open; empty when it is open. */
  readonly freedBy: readonly number[];
}

/** How a NIC's path fares on one host. */
export interface NicTrial {
  readonly trial: PathTrial;
  /** Null for a path that the catalogue does not hold. */
  readonly nicPath: NicPath | null;
  /** PFs of the host that pass every rule. */
  readonly pfs: readonly PfState[];
}

/** How the paths of one host fare: for each NIC and for each disk, all that were asked for. */
export interface HostTrials {
  readonly nics: readonly (readonly NicTrial[])[];
  readonly disks: readonly (readonly PathTrial[])[];
}

export function isOpen({ blocking }: PathTrial): boolean {
  return blocking.length === 0;
}

/**
 * Puts together what the rules say of a path.
 *
 * @param single what rules on the path as a whole say, in the order of ranks.
 * @param weighed null for a path that takes no device.
 */
export function pathTrial(path: string, single: readonly Refusal[], weighed: WeighedDevices | null): PathTrial {
  const devices = weighed?.blocking ?? [];
  const takesDevice = weighed !== null;
  const fallsAt = Math.min(weighed?.fallsAt ?? Infinity, ...single.map(({ rank }) => rank));
  const inOrder = [...single, ...devices].sort((a, b) => a.rank - b.rank);
  return {
    path,
    takesDevice,
    blocking: [...inOrder.filter(({ rank }) => rank === fallsAt), ...inOrder.filter(({ rank }) => rank !== fallsAt)],
    fallsAt,
    alone: [...single.map(({ rank }) => rank), ...(weighed?.alone ?? [])],
    freedBy: freedBy(single, weighed),
  };
}

/** The trial of a path that one thing alone is against. */
export function fallenPath(path: string, takesDevice: boolean, refusal: Refusal): PathTrial {
  const { rank } = refusal;
  return { path, takesDevice, blocking: [refusal], fallsAt: rank, alone: [rank], freedBy: [rank] };
}

function freedBy(single: readonly Refusal[], weighed: WeighedDevices | null): readonly number[] {
  const [only, another] = single;
  if (only === undefined) return weighed?.freedBy ?? [];
  const devicesPass = weighed === null || weighed.blocking.length === 0;
  return another === undefined && devicesPass ? [only.rank] : [];
}
