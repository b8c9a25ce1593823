import { PARAMETERS } from './parameters.data';
import type { InterruptDelivery } from './prediction';

const CYCLES_PER_US = PARAMETERS['host.clock_ghz'].default * 1000;
const COLD_CACHE = PARAMETERS['event.cold_cache_factor'].default;

/** Cost of one virtualisation event, µs at the model's clock (parameters `event.*`). */
export const EVENT_COST_US = {
  kernelExit: (PARAMETERS['event.kernel_exit_cycles'].default * COLD_CACHE) / CYCLES_PER_US,
  userExit: PARAMETERS['event.user_exit_cycles'].default / CYCLES_PER_US,
  kick: PARAMETERS['event.kick_cycles'].default / CYCLES_PER_US,
  wakeup: PARAMETERS['event.wakeup_cycles'].default / CYCLES_PER_US,
  bridgeCrossing: PARAMETERS['event.bridge_crossing_us'].default,
  macvtapCrossing: PARAMETERS['event.macvtap_crossing_us'].default,
  systemCall: PARAMETERS['event.system_call_us'].default,
} as const;

const LEGACY_INTERRUPT_US =
  ((PARAMETERS['event.kernel_exit_cycles'].default + PARAMETERS['event.eoi_exit_cycles'].default) * COLD_CACHE) /
  CYCLES_PER_US;
const POSTED_INTERRUPT_US = PARAMETERS['event.posted_interrupt_cycles'].default / CYCLES_PER_US;

/**
 * What one interrupt costs the guest, µs: two exits when legacy (to take it and to complete it, M067), none when
 * posted, nothing when the guest polls. Unknown is never taken for posted.
 */
export const INTERRUPT_COST_US: Readonly<Record<InterruptDelivery, number>> = {
  legacy: LEGACY_INTERRUPT_US,
  unknown: LEGACY_INTERRUPT_US,
  posted: POSTED_INTERRUPT_US,
  polling: 0,
};

/** Exits that one interrupt causes (parameters `interrupt.exits_*`). */
export const EXITS_PER_INTERRUPT: Readonly<Record<InterruptDelivery, number>> = {
  legacy: PARAMETERS['interrupt.exits_legacy'].default,
  unknown: PARAMETERS['interrupt.exits_legacy'].default,
  posted: PARAMETERS['interrupt.exits_posted'].default,
  polling: 0,
};

const MODERATION_US = PARAMETERS['interrupt.moderation_us'].default;

/** Interrupts per second of one queue that takes `kpps` thousand packets/s, `batch` of them at a time. */
export function interruptsPerSecond(kpps: number, batch: number): number {
  return Math.min((kpps * 1000) / batch, 1e6 / MODERATION_US);
}
