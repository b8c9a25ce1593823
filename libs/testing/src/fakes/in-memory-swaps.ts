import type { DeviceTake } from '@iopath/core';
import {
  type Allocation,
  type Cause,
  type HeldByVm,
  type Reservation,
  type ReservationMove,
  StaleSnapshotError,
  SwapStore,
} from '@iopath/usecases';
import type { InMemoryFleet } from './in-memory-fleet';
import type { InMemoryRecommendationStore } from './in-memory-recommendation-store';

/** Moves reservations in memory, with the checks that the port promises. */
export class InMemorySwaps extends SwapStore {
  /** Set to let a rival act just before a commit. */
  beforeCommit: () => void = () => undefined;
  /** The reasons that were given, in order. */
  readonly reasons: string[] = [];

  constructor(
    private readonly fleet: InMemoryFleet,
    private readonly recommendations: InMemoryRecommendationStore,
  ) {
    super();
  }

  override async swap(moves: readonly ReservationMove[], { reason }: Cause): Promise<readonly HeldByVm[]> {
    this.beforeCommit();
    const held = await Promise.all(moves.map((move) => this.heldBefore(move)));
    for (const { placement } of moves) this.checkTarget(placement.hostName, placement.hostVersion);
    for (const move of moves) this.end(move);
    const now = moves.map((move, nth) => this.begin(move, held[nth] as Reservation));
    this.reasons.push(reason);
    return now;
  }

  private async heldBefore({ recommendationId, reservationId, fences }: ReservationMove): Promise<Reservation> {
    const recommendation = await this.recommendations.get(recommendationId);
    const held = recommendation?.reservations.find(({ id }) => id === reservationId);
    const isLive = held !== undefined && held.state !== 'released' && held.state !== 'expired';
    const generationOf = (allocationId: string) =>
      recommendation?.allocations.find(({ id }) => id === allocationId)?.generation;
    const isAsSeen = fences.every(({ allocationId, generation }) => generationOf(allocationId) === generation);
    if (isLive && isAsSeen) return held;
    throw new StaleSnapshotError(`reservation ${reservationId} is not as it was`);
  }

  private checkTarget(hostName: string, version: number): void {
    const host = this.fleet.host(hostName);
    if (host?.version !== version || host.state !== 'active') throw new StaleSnapshotError(`${hostName} has moved on`);
  }

  private end({ recommendationId, reservationId, fromHost }: ReservationMove): void {
    this.recommendations.change(recommendationId, (recommendation) => ({
      ...recommendation,
      reservations: recommendation.reservations.map((one) =>
        one.id === reservationId ? { ...one, state: 'released' } : one,
      ),
      allocations: recommendation.allocations.map((one) =>
        one.reservationId === reservationId ? { ...one, state: 'released', generation: one.generation + 1 } : one,
      ),
    }));
    this.fleet.changeClaims(fromHost, (claims) => claims.filter((claim) => claim.reservationId !== reservationId));
  }

  private begin({ recommendationId, member, placement }: ReservationMove, before: Reservation): HeldByVm {
    const { hostName, compute, devices } = placement;
    const state = before.state === 'orphaned' ? 'confirmed' : before.state;
    const reservation = { ...before, id: `${before.id}'`, hostName, compute, state };
    let allocations: readonly Allocation[] = [];
    this.recommendations.change(recommendationId, (recommendation) => {
      allocations = devices.map((device) => allocationOf(device, reservation, recommendation.projectId));
      const { projectId, request } = recommendation;
      const groupId = request.constraints.group?.id ?? null;
      const claim = { ...compute, reservationId: reservation.id, projectId, groupId, devices };
      this.fleet.changeClaims(hostName, (claims) => [...claims, claim]);
      return {
        ...recommendation,
        reservations: [...recommendation.reservations, reservation].sort((a, b) => a.member - b.member),
        allocations: [...recommendation.allocations, ...allocations],
      };
    });
    if (member !== reservation.member) throw new Error(`${reservation.id} is not of VM ${member}`);
    return { reservation, allocations };
  }
}

function allocationOf(
  { device, kind, pfAddress, address, numaNode }: DeviceTake,
  { id: reservationId, recommendationId, member, hostName, state, serverId, expiresAtMs }: Reservation,
  projectId: string,
): Allocation {
  const hold = { reservationId, recommendationId, member, hostName, state, serverId, expiresAtMs, projectId };
  const what = { device, kind, pfAddress, address, numaNode };
  return { id: `${reservationId}/${address}`, ...hold, ...what, generation: 1, createdAtMs: 0, updatedAtMs: 0 };
}
