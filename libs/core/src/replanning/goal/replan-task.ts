import type { Fleet } from '../../fleet/fleet';
import type { HeldVm } from '../held-vm';

/** A goal in terms of VMs and hosts. */
export interface ReplanTask {
  /** As the search is to see it: what takes nobody is closed, what failed is out of use. Claims are as they are. */
  readonly fleet: Fleet;
  /** VMs that cannot stay where they are. */
  readonly mustLeave: readonly HeldVm[];
  /** VMs that may be moved beside those, where it helps. */
  readonly mayMove: readonly HeldVm[];
  /** Hosts that are lost: their VMs are evacuated. */
  readonly lostHosts: ReadonlySet<string>;
  /** VMs that may go to one host only, by `reservationId`. */
  readonly onlyTo: ReadonlyMap<string, string>;
  /** Servers that the advisor did not place, on what is to be left: nobody here can move them. */
  readonly notOurs: readonly ServerInTheWay[];
}

/** A server that the advisor did not place. */
export interface ServerInTheWay {
  readonly serverId: string;
  readonly projectId: string;
  readonly hostName: string;
  readonly detail: string;
}

export const NO_HOSTS: ReadonlySet<string> = new Set();
export const NO_TARGETS: ReadonlyMap<string, string> = new Map();
