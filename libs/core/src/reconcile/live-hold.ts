import type { DeviceKind } from '../fleet/host-claims';
import type { ComputeClaim } from '../planning/decision';

/** What one VM holds in the ledger, as far as it has to be compared with what the VM really has. */
export interface LiveHold {
  readonly reservationId: string;
  readonly recommendationId: string;
  /** Which of the request's VMs, from 0. */
  readonly member: number;
  readonly hostName: string;
  readonly state: 'reserved' | 'confirmed' | 'orphaned';
  /** Null while it is only reserved. */
  readonly serverId: string | null;
  /** Of a VM that a step of a re-plan moves: which end of the move this hold is, and the host at the other one. */
  readonly move: { readonly end: 'source' | 'target'; readonly otherHost: string } | null;
  /** Milliseconds since the epoch; null once confirmed. */
  readonly expiresAtMs: number | null;
  /** When the hold changed last, milliseconds since the epoch. */
  readonly changedAtMs: number;
  readonly compute: ComputeClaim;
  readonly devices: readonly HeldDevice[];
  /** Ports that were created for this VM: name of the NIC -> id of the port. */
  readonly portOfNic: Readonly<Record<string, string>>;
}

/** One device of a hold. */
export interface HeldDevice {
  readonly allocationId: string;
  /** Name of the NIC or disk that it serves. */
  readonly device: string;
  /** Whether it serves a NIC. Neutron tells which device a port has; nobody tells it of those asked for by alias. */
  readonly servesNic: boolean;
  readonly kind: DeviceKind;
  readonly address: string;
  readonly pfAddress: string | null;
  readonly numaNode: number | null;
}
