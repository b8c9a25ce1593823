import type { AllocationStore } from '../ports/allocation-store.port';

/** Gives back what was reserved and never confirmed. */
export class ExpireReservations {
  constructor(private readonly allocations: AllocationStore) {}

  /** Returns how many reservations ended. */
  execute(): Promise<number> {
    return this.allocations.expireDue();
  }
}
