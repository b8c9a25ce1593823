import type { HostState } from './host-state';

/** A consistent view of every host, sorted by name. */
export interface Fleet {
  readonly hosts: readonly HostState[];
  /** Content hash over all hosts' digests; equal fleets have equal digests. */
  readonly digest: string;
}
