import type { ComputeClaim, Decision, DeviceKind, HostAdminState, Inventory, Profile, VmRequest } from '@iopath/core';
import type { Allocation, AllocationState, Recommendation, RecommendationStatus, Reservation } from '@iopath/usecases';
import type {
  Allocation as AllocationModel,
  Recommendation as RecommendationModel,
  Reservation as ReservationModel,
} from './generated/client';

/** The columns that the domain sees; Prisma gives more. */
export type RecommendationRow = Omit<
  RecommendationModel,
  'idempotencyKey' | 'bodyHash' | 'attempts' | 'takenAt' | 'priority' | 'lane' | 'turn' | 'notBefore' | 'failedTakes' // the store's own
>;

export type ReservationRow = Pick<
  ReservationModel,
  'id' | 'recommendationId' | 'member' | 'hostName' | 'state' | 'compute' | 'serverId' | 'expiresAt' | 'moveOf'
>;

export type AllocationRow = Omit<
  AllocationModel,
  'liveHostName' | 'heldHostName' | 'deviceGone' | 'oneTimeUse' | 'physicalNetwork' | 'bandwidthMbps' | 'packetRateKpps'
>;

/**
 * Gives a stored column its domain type. The database holds only what this library wrote: documents as JSON of the
 * domain's own types, states under a CHECK of the same words. So it is trusted, not parsed again.
 */
export function stored<T extends Inventory | VmRequest | Profile | Decision | ComputeClaim | HostAdminState>(
  value: unknown,
): T {
  return value as T;
}

/** The inventory with the time it was last observed, which moves without the content. */
export function toInventory(inventory: unknown, observedAt: Date | null): Inventory {
  return { ...stored<Inventory>(inventory), observedAtMs: observedAt?.getTime() ?? null };
}

export function toReservation(row: ReservationRow): Reservation {
  return {
    id: row.id,
    recommendationId: row.recommendationId,
    member: row.member,
    hostName: row.hostName,
    state: row.state as AllocationState,
    compute: stored<ComputeClaim>(row.compute),
    serverId: row.serverId,
    expiresAtMs: row.expiresAt?.getTime() ?? null,
    moveOf: row.moveOf,
  };
}

export function toAllocation(row: AllocationRow): Allocation {
  return {
    id: row.id,
    reservationId: row.reservationId,
    recommendationId: row.recommendationId,
    projectId: row.projectId,
    member: row.member,
    hostName: row.hostName,
    device: row.device,
    kind: row.kind as DeviceKind,
    pfAddress: row.pfAddress,
    address: row.deviceAddress,
    numaNode: row.numaNode,
    state: row.state as AllocationState,
    serverId: row.serverId,
    generation: row.generation,
    expiresAtMs: row.expiresAt?.getTime() ?? null,
    createdAtMs: row.createdAt.getTime(),
    updatedAtMs: row.updatedAt.getTime(),
  };
}

export type RecommendationWithHolds = RecommendationRow & {
  readonly reservations: readonly ReservationRow[];
  readonly allocations: readonly AllocationRow[];
};

export function toRecommendation(row: RecommendationWithHolds): Recommendation {
  const { failureCode: code, failureDetail: detail } = row;
  return {
    id: row.id,
    projectId: row.projectId,
    name: row.name,
    status: row.status as RecommendationStatus,
    request: stored<VmRequest>(row.request),
    profile: stored<Profile>(row.profile),
    decision: row.decision === null ? null : stored<Decision>(row.decision),
    failure: code === null ? null : { code, detail: detail ?? '' },
    reservations: row.reservations.map(toReservation),
    allocations: row.allocations.map(toAllocation),
    createdAtMs: row.createdAt.getTime(),
    decidedAtMs: row.decidedAt?.getTime() ?? null,
  };
}
