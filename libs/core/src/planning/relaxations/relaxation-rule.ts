import type { Fleet } from '../../fleet/fleet';
import type { VmRequest } from '../../request/vm-request';

/** A change of a request that may unlock hosts, and what the caller gives up by it. */
export interface ProposedChange {
  /** In the request's own words: `nics[data].numa_affinity_policy: required -> preferred`. */
  readonly change: string;
  readonly costs: string;
  readonly request: VmRequest;
  /**
   * Proposals with the same ladder go further and further in one direction: the first that unlocks a host is told
   * and the rest are not tried.
   */
  readonly ladder: string;
}

/** One kind of concession. One file each. */
export type RelaxationRule = (request: VmRequest, fleet: Fleet) => readonly ProposedChange[];
