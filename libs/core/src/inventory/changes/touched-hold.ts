import type { DeviceKind } from '../../fleet/host-claims';
import type { NicPathName } from '../../io-path/io-path';
import type { ComputeClaim } from '../../planning/decision';
import type { InventoryChangeCode } from './inventory-change-codes.data';

/** One device that a VM holds, or that it is meant to get. */
export interface TouchableDevice {
  /** Null where nothing is held yet. */
  readonly allocationId: string | null;
  /** Of the allocation, where there is one: its device may be gone while its VM is as it was. */
  readonly state?: TouchableHold['state'];
  readonly kind: DeviceKind;
  readonly address: string;
  readonly pfAddress: string | null;
}

/** What one VM holds of a host, or was recommended there. */
export interface TouchableHold {
  readonly recommendationId: string;
  /** Name of the request. */
  readonly vmName: string;
  /** Which of the request's VMs, from 0. */
  readonly member: number;
  readonly projectId: string;
  /** `recommended`: decided, and nothing is held for it. */
  readonly state: 'recommended' | 'reserved' | 'confirmed' | 'orphaned';
  /** Null where nothing is held. */
  readonly reservationId: string | null;
  readonly serverId: string | null;
  readonly compute: Pick<ComputeClaim, 'cells'>;
  readonly devices: readonly TouchableDevice[];
  /** Paths of its NICs as decided; they tell which vhost back ends it needs. */
  readonly nicPaths: readonly NicPathName[];
}

/** Why a hold is touched. */
export interface TouchReason {
  /** Of the change. */
  readonly code: InventoryChangeCode;
  /** Of the change. */
  readonly subject: string;
  /** What it is to this VM, one sentence. */
  readonly text: string;
}

/**
 * `allocation`: it holds a device on what changed; `reservation`: its CPUs, memory or back ends are what changed;
 * `recommendation`: decided and not confirmed, it names a device or CPUs that changed.
 */
export const TOUCHED_KINDS = ['allocation', 'reservation', 'recommendation'] as const;
export type TouchedKind = (typeof TOUCHED_KINDS)[number];

/** An allocation, a reservation or a recommendation that a change of its host's inventory touches. */
export interface TouchedHold extends Pick<
  TouchableHold,
  'recommendationId' | 'vmName' | 'member' | 'projectId' | 'state' | 'serverId'
> {
  readonly kind: TouchedKind;
  /** Of the allocation, the reservation or the recommendation. */
  readonly id: string;
  /** Address of the device, of an allocation. */
  readonly device: string | null;
  readonly reasons: readonly TouchReason[];
}
