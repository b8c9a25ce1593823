import { LARGEST_BATCH } from './guest-core-left';
import { interruptsPerSecond, type EventTerms } from './event-cost';
import type { ModelParameters } from './parameters.data';
import type { InterruptDelivery } from './prediction';

/** A guest whose core is full and whose device interrupts it. */
export interface GuestInterruptsInput {
  readonly delivery: InterruptDelivery;
  /** Interrupts a second of the same load without virtualisation; null: what one busy queue of bulk TCP raises. */
  readonly nativePerSecond: number | null;
  /** `requests`: work a second falls with the tax, and interrupts with it; `bulk`: the driver's moderation sets them. */
  readonly load: 'bulk' | 'requests';
  readonly beforeApicv: boolean;
}

/** What interrupts do to a guest whose core is full (model rule 6). */
export interface GuestInterrupts {
  readonly perSecond: number;
  readonly exitsPerSecond: number;
  /** Share of the time that the core spends in the guest. */
  readonly timeInGuest: number;
  /** Work done, as a share of what the bare host does. */
  readonly shareOfNative: number;
}

const LEAST = 0.05;

export function guestInterrupts(
  events: EventTerms,
  parameters: ModelParameters,
  { delivery, nativePerSecond, load, beforeApicv }: GuestInterruptsInput,
): GuestInterrupts {
  const untaxed = parameters['pci_passthrough.fraction_of_native'].default;
  const native = nativePerSecond ?? interruptsPerSecond(Infinity, LARGEST_BATCH, events.moderationUs);
  const exitUs = events.costUs.kernelExit * (beforeApicv ? events.beforeApicv : 1);
  const exits = events.exitsPerInterrupt[delivery];
  const tax = native * exits * exitUs * 1e-6;
  const left = load === 'bulk' ? Math.max(LEAST, 1 - tax) : 1 / (1 + tax);
  const perSecond = load === 'bulk' ? native : native * left ** parameters['interrupt.busy_batch_exponent'].default;
  const exitsPerSecond = perSecond * exits;
  // Cold caches cost the guest after the exit: they are not time outside it.
  const directUs = exitUs / parameters['event.cold_cache_factor'].default;
  return {
    perSecond,
    exitsPerSecond,
    timeInGuest: Math.max(LEAST, 1 - exitsPerSecond * directUs * 1e-6),
    shareOfNative: untaxed * left,
  };
}
