import { interruptsPerSecond, type EventTerms } from './event-cost';
import type { NicConditions } from './nic-conditions';
import type { InterruptDelivery } from './prediction';

/** The driver's budget a poll: no batch is larger. */
export const LARGEST_BATCH = 64;
/** A guest that does nothing but take interrupts is beyond the formula; real ones switch to polling before. */
const LEAST_LEFT = 0.05;

/** µs of the guest's core that one interrupt costs through its exits. */
export function exitsUs(
  { exitsPerInterrupt, costUs, beforeApicv, nested }: EventTerms,
  delivery: InterruptDelivery,
  conditions: NicConditions,
): number {
  const dearer = (conditions.beforeApicv ? beforeApicv : 1) * (conditions.nested ? nested : 1);
  return exitsPerInterrupt[delivery] * costUs.kernelExit * dearer;
}

/** Longest time between two interrupts: the driver's own moderation, or more where coalescing asks for it. */
export function moderationOf({ moderationUs }: EventTerms, { coalescingUs }: NicConditions): number {
  return Math.max(moderationUs, coalescingUs);
}

/**
 * Share of the guest's core left after the exits that its interrupts cause when the core is full (model rule 6).
 * @param kppsOfQueue what the core carries without them, thousand packets/s
 */
export function guestCoreLeft(
  events: EventTerms,
  kppsOfQueue: number,
  bulk: boolean,
  delivery: InterruptDelivery,
  conditions: NicConditions,
): number {
  const rate =
    conditions.native.interruptsPerS ??
    interruptsPerSecond(kppsOfQueue, bulk ? events.bulkBatchFrames : LARGEST_BATCH, moderationOf(events, conditions));
  return Math.max(LEAST_LEFT, 1 - rate * exitsUs(events, delivery, conditions) * 1e-6);
}
