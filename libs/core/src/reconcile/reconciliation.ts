import type { ObservedServer } from '../cloud/cloud-records';
import type { Inventory } from '../inventory/inventory';
import type { ComputeClaim } from '../planning/decision';
import type { HostDevice } from './host-devices';
import type { LiveHold } from './live-hold';

/** A host whose holds are to be brought in line, as it is under its lock. */
export interface ReconciledHost {
  readonly hostName: string;
  readonly inventory: Inventory;
  /** Addresses of devices in quarantine. */
  readonly quarantined: readonly string[];
  /** What servers that are nobody's hold have here. */
  readonly foreign: { readonly addresses: readonly string[]; readonly pinnedCpus: readonly number[] };
}

export interface ReconciliationInput {
  /** Hosts that holds may stay on or move between. */
  readonly hosts: readonly ReconciledHost[];
  /** Every live hold on these hosts, and those of servers that are on them now. */
  readonly holds: readonly LiveHold[];
  /** Servers that these holds may be for, with what the cloud says of them. */
  readonly servers: readonly ObservedServer[];
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
}

/** A hold as it is to be from now on. Devices that are not named stay. */
export interface HoldChange {
  readonly reservationId: string;
  readonly state: LiveHold['state'];
  readonly serverId: string | null;
  readonly hostName: string;
  readonly compute: ComputeClaim;
  /** Whether `compute` is another than before. */
  readonly hasOtherCompute: boolean;
  readonly devices: readonly { readonly allocationId: string; readonly device: HostDevice }[];
  /** Devices that the server has beside those that were asked for, by the port that has them. */
  readonly added: readonly { readonly portId: string; readonly device: HostDevice }[];
  /** What is changed, for people. */
  readonly reasons: readonly string[];
}

/** A hold that cannot be kept beside what servers really have. */
export interface EndedHold {
  readonly reservationId: string;
  readonly reason: string;
}

export interface Reconciliation {
  readonly changes: readonly HoldChange[];
  readonly ended: readonly EndedHold[];
  /** Allocations that end while the hold of their VM goes on. */
  readonly givenUp: readonly string[];
}
