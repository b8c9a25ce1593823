import type { HostState } from './host-state';
import type { VfDemand, VfSupply } from './vf-demand';

/** A consistent view of every host, sorted by name. */
export interface Fleet {
  readonly hosts: readonly HostState[];
  /** Free VFs of all hosts together. */
  readonly vfSupply: VfSupply;
  readonly vfDemand: VfDemand;
  /** Content hash over all hosts' digests and the demand; equal fleets have equal digests. */
  readonly digest: string;
}
