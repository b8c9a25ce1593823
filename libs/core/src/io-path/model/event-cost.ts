import type { ModelParameters } from './parameters.data';
import type { InterruptDelivery } from './prediction';

/** What the virtualisation events of one parameter set cost. */
export interface EventTerms {
  /** Cost of one event, µs at the model's clock (parameters `event.*`). */
  readonly costUs: {
    readonly kernelExit: number;
    readonly userExit: number;
    readonly kick: number;
    readonly wakeup: number;
    readonly bridgeCrossing: number;
    readonly macvtapCrossing: number;
    readonly systemCall: number;
  };
  /**
   * What one interrupt costs the guest, µs: two exits when legacy (to take it and to complete it, M067), one of them
   * with APICv, none when posted, nothing when the guest polls. Unknown is never taken for posted.
   */
  readonly interruptCostUs: Readonly<Record<InterruptDelivery, number>>;
  /** Exits that one interrupt causes (parameters `interrupt.exits_*`). */
  readonly exitsPerInterrupt: Readonly<Record<InterruptDelivery, number>>;
  /** A queue raises at most one interrupt in this time, µs. */
  readonly moderationUs: number;
  /** Frames of bulk TCP that one interrupt announces. */
  readonly bulkBatchFrames: number;
  /** How many times dearer an exit is on a processor that is older than APICv. */
  readonly beforeApicv: number;
  /** And on a host that is a VM itself: every exit passes two hypervisors (M521, M535, M536). */
  readonly nested: number;
}

export function eventTerms(parameters: ModelParameters): EventTerms {
  const value = (name: keyof ModelParameters): number => parameters[name].default;
  const cyclesPerUs = value('host.clock_ghz') * 1000;
  const coldCache = value('event.cold_cache_factor');
  const exitUs = (value('event.kernel_exit_cycles') * coldCache) / cyclesPerUs;
  const legacyUs = exitUs + (value('event.eoi_exit_cycles') * coldCache) / cyclesPerUs;
  const legacyExits = value('interrupt.exits_legacy');
  return {
    costUs: {
      kernelExit: exitUs,
      userExit: value('event.user_exit_cycles') / cyclesPerUs,
      kick: value('event.kick_cycles') / cyclesPerUs,
      wakeup: value('event.wakeup_cycles') / cyclesPerUs,
      bridgeCrossing: value('event.bridge_crossing_us'),
      macvtapCrossing: value('event.macvtap_crossing_us'),
      systemCall: value('event.system_call_us'),
    },
    interruptCostUs: {
      legacy: legacyUs,
      unknown: legacyUs,
      apicv: exitUs,
      posted: value('event.posted_interrupt_cycles') / cyclesPerUs,
      polling: 0,
    },
    exitsPerInterrupt: {
      legacy: legacyExits,
      unknown: legacyExits,
      apicv: value('interrupt.exits_apicv'),
      posted: value('interrupt.exits_posted'),
      polling: 0,
    },
    moderationUs: value('interrupt.moderation_us'),
    bulkBatchFrames: value('interrupt.bulk_batch_frames'),
    beforeApicv: value('host.before_apicv_exit_factor'),
    nested: value('nested.exit_factor'),
  };
}

/** Interrupts per second of one queue that takes `kpps` thousand packets/s, `batch` of them at a time. */
export function interruptsPerSecond(kpps: number, batch: number, moderationUs: number): number {
  return Math.min((kpps * 1000) / batch, 1e6 / moderationUs);
}
