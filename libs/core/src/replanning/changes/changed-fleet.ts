import type { Fault } from '../../fault';
import type { Fleet } from '../../fleet/fleet';
import type { PlanningPolicy } from '../../planning/planning-policy';
import type { ProfileBook } from '../../scoring/profile';

/** What changes make of a fleet, and of what it is planned by. Plain data. */
export interface ChangedFleet {
  readonly fleet: Fleet;
  readonly policy: PlanningPolicy;
  /** The profiles that changed, by name: a VM that is judged by one of the name is judged by this one. */
  readonly profiles: ProfileBook;
  /** Who cannot stay as it is, in the order of the changes. */
  readonly uprooted: readonly UprootedClaim[];
  /** What is wrong with the changes; the others are made nevertheless. Pointers are `/changes/2/host_name`. */
  readonly faults: readonly Fault[];
}

/** A claim on a host that changes took away, or on devices that they did. */
export interface UprootedClaim {
  /** Of a reservation its id; of a server that is not the advisor's, the server's. */
  readonly reservationId: string;
  readonly isForeign: boolean;
  readonly projectId: string;
  readonly hostName: string;
  /** PCI addresses of the devices that go; empty where the whole host does. */
  readonly devices: readonly string[];
}
