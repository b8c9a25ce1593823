import type { DiskPathName, NicPathName } from '../io-path/io-path';
import type { VmRequest } from '../request/vm-request';
import type { Profile } from '../scoring/profile';

/** A VM that the ledger holds a place for, and what it is judged by when it moves. Plain data. */
export interface HeldVm {
  /** The live reservation: names the VM's claim on its host, and the VM in a re-plan. */
  readonly reservationId: string;
  readonly recommendationId: string;
  readonly member: number;
  /** Nova's server; null while nobody told of one. */
  readonly serverId: string | null;
  readonly state: 'reserved' | 'confirmed' | 'orphaned';
  readonly hostName: string;
  /** What it asked for; of `count` alike it is one. */
  readonly request: VmRequest;
  readonly profile: Profile;
  /**
   * By which path each NIC and disk runs, by its name: `binding:vnic_type` cannot change while a port is bound, so a move
   * keeps to paths of the same kind (handbook 4.1).
   */
  readonly paths: {
    readonly nics: Readonly<Record<string, NicPathName>>;
    readonly disks: Readonly<Record<string, DiskPathName>>;
  };
  /** Extra specs of the flavor that it runs with; a place that needs others takes a resize. */
  readonly extraSpecs: Readonly<Record<string, string>>;
  /** Score and p99 of its present place, as they were predicted; null where that was not kept. */
  readonly now: PresentPlace | null;
}

/** How a VM fares where it is. */
export interface PresentPlace {
  /** 0..1 */
  readonly score: number;
  /** Predicted p99 of each NIC and disk in µs, by its name; null where its path is overloaded. */
  readonly p99LatencyUs: Readonly<Record<string, number | null>>;
}
