import {
  type Fault,
  type planMoves,
  type PlannedMoves,
  type PlanningPolicy,
  type RejectionCount,
  type VmRequest,
} from '@iopath/core';
import type { FleetSnapshot } from '../fleet/fleet-snapshot';
import type { AllocationStore } from '../ports/allocation-store.port';
import type { Cause } from '../ports/cause.port';
import { type RecommendationStore, StaleSnapshotError } from '../ports/recommendation-store.port';
import type { Clock } from '../ports/surroundings.port';
import type { HeldByVm, ReservationMove, SwapStore } from '../ports/swap-store.port';
import type { Backoff } from '../recommendations/stale-backoff';
import { Refusal } from '../refusal';
import type { Swap, SwappedVm } from './swap';
import { vmsToSwap, type VmToSwap } from './swap-vms';

/** Every round of a race has a winner; a swap is in as many races as it has hosts. */
const MAX_PLANS = 30;

export interface SwapPorts {
  readonly recommendations: RecommendationStore;
  readonly allocations: Pick<AllocationStore, 'get'>;
  readonly store: SwapStore;
  readonly snapshot: FleetSnapshot;
  readonly policy: () => PlanningPolicy;
  readonly plan: typeof planMoves;
  readonly clock: Clock;
  readonly backoff: Backoff;
  /** What a look at the request alone tells to be wrong, as at its submission. */
  readonly check: (request: VmRequest) => readonly Fault[];
}

/**
 * Moves VMs between hosts in the ledger, all or none. Each is placed by its own stored request and profile, by the same
 * search as advice, on the fleet that all of them have left; so they may change places, device for device.
 */
export class SwapReservations {
  constructor(private readonly ports: SwapPorts) {}

  /**
   * What came of each move, in order. A VM that is on the host asked for stays as it is, so that a swap whose answer was
   * lost can be sent again.
   *
   * @throws Refusal invalid `request.invalid`; conflict `allocation.swap_does_not_fit` with what is against each VM that
   *   finds no place, `recommendation.not_reserved`, `allocation.expired`, `allocation.released`,
   *   `allocation.generation_conflict`, `recommendation.refused_by_nova`; unavailable `allocation.swap_contended`.
   */
  async execute(swap: Swap): Promise<readonly SwappedVm[]> {
    for (let stale = 0; stale < MAX_PLANS; stale++) {
      if (stale > 0) await this.ports.backoff(stale);
      const vms = await vmsToSwap(swap.moves, this.ports, this.ports.clock());
      this.requireStillAcceptable(vms);
      const moves = await this.plan(vms);
      if (swap.dryRun) return outcomes(vms, moves, null);
      try {
        return outcomes(vms, moves, await this.commit(moves, swap));
      } catch (error) {
        if (!(error instanceof StaleSnapshotError)) throw error;
      }
    }
    const message = 'The hosts of the swap change too fast; nothing was moved. Try again.';
    throw new Refusal('unavailable', 'allocation.swap_contended', message);
  }

  /** For each VM its move; null for one that stays. */
  private async plan(vms: readonly VmToSwap[]): Promise<Moves> {
    const moving = vms.filter(({ move }) => move !== null);
    if (moving.length === 0) return vms.map(() => null);
    const fleet = await this.ports.snapshot.refresh();
    const planned = this.ports.plan(
      moving.map(({ recommendation: { request, profile }, reservation, move }) => {
        return {
          reservationId: reservation.id,
          hostName: reservation.hostName,
          wasUsed: reservation.state !== 'reserved',
          toHost: move?.toHost ?? null,
          request,
          profile,
        };
      }),
      fleet,
      this.ports.policy(),
    );
    if (!planned.fits) throw doesNotFit(vms, moving, planned);
    return vms.map((vm) => {
      const placement = planned.placements[moving.indexOf(vm)];
      if (placement === undefined) return null;
      const { recommendation, member, reservation, fences } = vm;
      const { id: reservationId, hostName: fromHost } = reservation;
      return { recommendationId: recommendation.id, member, reservationId, fromHost, fences, placement };
    });
  }

  private async commit(moves: Moves, { reason, requestId, caller }: Swap): Promise<readonly HeldByVm[]> {
    const real = moves.flatMap((move) => move ?? []);
    const why = reason === null ? 'swap' : `swap: ${reason}`;
    const cause: Cause = { actor: 'api', reason: why, requestId, ...(caller === undefined ? {} : { caller }) };
    return real.length === 0 ? [] : this.ports.store.swap(real, cause);
  }

  /** The cloud may have moved to another release since. */
  private requireStillAcceptable(vms: readonly VmToSwap[]): void {
    const faults = vms.flatMap(({ recommendation, move }, nth) => {
      const [fault] = move === null ? [] : this.ports.check(recommendation.request);
      return fault === undefined ? [] : [{ ...fault, pointer: `/moves/${nth}` }];
    });
    if (faults.length === 0) return;
    const message = `Nova of ${this.ports.policy().release} would refuse the request of a VM now; see errors.`;
    throw new Refusal('conflict', 'recommendation.refused_by_nova', message, faults);
  }
}

type Moves = readonly (ReservationMove | null)[];

/** @param held what the VMs that moved hold now; null when nothing was written. */
function outcomes(vms: readonly VmToSwap[], moves: Moves, held: readonly HeldByVm[] | null): readonly SwappedVm[] {
  const left = [...(held ?? [])];
  return vms.map(({ recommendation, member, reservation, allocations }, nth) => {
    const move = moves[nth] ?? null;
    const vm = { recommendationId: recommendation.id, member, fromHost: reservation.hostName };
    if (move === null) return { ...vm, toHost: reservation.hostName, reservation, allocations, placement: null };
    const now = left.shift() ?? { reservation: null, allocations: [] };
    return { ...vm, toHost: move.placement.hostName, ...now, placement: move.placement };
  });
}

type Misfit = Extract<PlannedMoves, { readonly fits: false }>;

function doesNotFit(vms: readonly VmToSwap[], moving: readonly VmToSwap[], { refusals }: Misfit): Refusal {
  const faults = moving.flatMap((vm, nth) =>
    (refusals[nth] ?? []).map((rejection) => faultOf(`/moves/${vms.indexOf(vm)}`, rejection)),
  );
  const stuck = refusals.filter((reasons) => reasons !== null).length;
  const message = `${stuck} of ${moving.length} VMs would find no place beside the others; nothing was moved.`;
  return new Refusal('conflict', 'allocation.swap_does_not_fit', message, faults);
}

/** Of several hosts that are refused for one reason, one is named. */
function faultOf(pointer: string, { code, hosts, example }: RejectionCount): Fault {
  const { hostName, required, available } = example;
  const others = hosts > 1 ? ` and ${hosts - 1} more` : '';
  return { pointer, code, message: `${hostName}${others}: needs ${required}, has ${available}` };
}
