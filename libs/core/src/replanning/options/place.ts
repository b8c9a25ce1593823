import type { NicPathName } from '../../io-path/io-path';
import type { LocalTake } from './host-rows';

/** One way for a VM to lie on a host that all who may move have left. */
export interface Place {
  /** NUMA nodes and device pools: tells places on one host apart. */
  readonly spot: string;
  /** By which path each NIC would run, by its name. */
  readonly nics: readonly { readonly name: string; readonly path: NicPathName }[];
  /** Extra specs of the flavor that it needs there. */
  readonly extraSpecs: Readonly<Record<string, string>>;
  readonly takes: readonly LocalTake[];
}

/** The name of a spot: where the guest lies, and from which pools its devices are. */
export function spotName(nodes: readonly number[] | null, pools: readonly string[]): string {
  const where = nodes === null ? 'floating' : `nodes ${[...nodes].sort((a, b) => a - b).join('+')}`;
  return pools.length === 0 ? where : `${where}, ${[...pools].sort().join(' + ')}`;
}
