import { HELD, type Operation, type SeenAllocation } from '../history/operation';
import type { Random } from '@iopath/testing';

/** What the clients know of one recommendation, from all that they have seen. */
export interface KnownRecommendation {
  readonly id: string;
  readonly count: number;
  status: string;
  readonly allocations: Map<string, SeenAllocation>;
  isHeld: boolean;
}

const MOST_REMEMBERED = 150;

/** The clients' common knowledge: what one has made, another may confirm, release or ask for again. */
export class Board {
  private readonly known = new Map<string, KnownRecommendation>();

  /** @param count VMs of a new recommendation */
  learn({ seen }: Operation, count = 1): void {
    for (const { id, status } of seen.recommendations) {
      const one = this.known.get(id) ?? {
        id,
        count,
        status,
        allocations: new Map<string, SeenAllocation>(),
        isHeld: false,
      };
      this.known.set(id, one);
      if (status !== 'queued' || one.status === 'queued') one.status = status;
    }
    for (const allocation of seen.allocations) {
      this.known.get(allocation.recommendationId)?.allocations.set(allocation.id, allocation);
    }
    for (const { recommendationId, state } of [...seen.reservations, ...seen.allocations]) {
      const one = this.known.get(recommendationId);
      if (one !== undefined) one.isHeld = HELD.includes(state);
    }
    for (const id of this.known.keys()) {
      if (this.known.size <= MOST_REMEMBERED) break;
      this.known.delete(id);
    }
  }

  /** Somebody has put the end of a reservation forward. */
  putForward(reservationId: string, expiresAtMs: number): void {
    for (const { allocations } of this.known.values()) {
      for (const [id, one] of allocations) {
        if (one.reservationId === reservationId) allocations.set(id, { ...one, expiresAtMs });
      }
    }
  }

  /** One that fits, newer ones more often; null when there is none. */
  recommendation(random: Random, fits: (one: KnownRecommendation) => boolean): KnownRecommendation | null {
    return newerRather([...this.known.values()].filter(fits), random);
  }

  /** One that fits, as it was last seen. */
  allocation(random: Random, fits: (one: SeenAllocation) => boolean): SeenAllocation | null {
    const all = [...this.known.values()].flatMap(({ allocations }) => [...allocations.values()]);
    return newerRather(all.filter(fits), random);
  }
}

function newerRather<T>(items: readonly T[], random: Random): T | null {
  if (items.length === 0) return null;
  return items[items.length - 1 - Math.floor(random.next() ** 2 * items.length)] ?? null;
}
