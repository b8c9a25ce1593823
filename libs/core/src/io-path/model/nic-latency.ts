import { INTERRUPT_COST_US } from './event-cost';
import type { NicCapacity } from './nic-capacity';
import type { NicPathProfile } from './nic-path-profile';
import { byLocality } from './numa-penalty';
import { PARAMETERS } from './parameters.data';
import type { LatencyPrediction, NicModelInput, Summand } from './prediction';
import { quadrature, uncertain, Z90 } from './uncertain';
import { meanWaitUs, rareWaitUs, WAITING_SPREAD } from './waiting';

const NATIVE_RTT = uncertain(PARAMETERS['native.rtt_us']);
const NUMA_LATENCY = byLocality(PARAMETERS['numa.latency_factor']);
const P99 = uncertain(PARAMETERS['tail.p99_factor']);
const P999 = PARAMETERS['tail.p999_factor'].default;
/** A round trip passes each stage twice: request and reply. */
const PASSES = 2;
/** And raises an interrupt at each end of the virtual wire. */
const INTERRUPTS = 2;

interface Waits {
  readonly mean: number;
  readonly p99: number;
  readonly p999: number;
}

/** Waiting for all stages: quantiles are added up, which is never too little. */
function waitsAt(capacity: NicCapacity, rho: number): Waits {
  let mean = 0;
  let p99 = 0;
  let p999 = 0;
  for (const stage of capacity.stages) {
    const rhoOfStage = (rho * capacity.kpps) / stage.kpps;
    mean += meanWaitUs(stage.serviceUs, rhoOfStage);
    p99 += rareWaitUs(stage.serviceUs, rhoOfStage, 0.01);
    p999 += rareWaitUs(stage.serviceUs, rhoOfStage, 0.001);
  }
  return { mean: PASSES * mean, p99: PASSES * p99, p999: PASSES * p999 };
}

/** The calibrated adder, moved from the interrupt delivery it was measured with to the one asked for, µs. */
function adderUs(profile: NicPathProfile, interruptUs: number): number {
  return profile.adderUs.value + INTERRUPTS * (interruptUs - INTERRUPT_COST_US[profile.adderInterrupts]);
}

function summand(name: string, frequency: number, costUs: number): Summand {
  return { name, frequency, costUs, totalUs: frequency * costUs };
}

/**
 * The visible sum. Events explain 60 to 75 % of what was measured (idle states and softirq delay are the rest), so the
 * calibrated adder rules and what the events leave of it is shown as such. On a path with few events it may be most.
 */
function summandsOf(
  profile: NicPathProfile,
  adder: number,
  interruptUs: number,
  numaUs: number,
  waitUs: number,
): readonly Summand[] {
  const summands = [summand('NIC, wire and both ends without virtualisation', 1, NATIVE_RTT.value)];
  let explained = INTERRUPTS * interruptUs;
  for (const event of profile.events) {
    const line = summand(event.name, event.frequency, event.costUs);
    explained += line.totalUs;
    summands.push(line);
  }
  summands.push(
    summand('interrupt', INTERRUPTS, interruptUs),
    summand('unexplained', 1, adder - explained),
    summand('NUMA', 1, numaUs),
    summand('waiting', PASSES, waitUs / PASSES),
  );
  return summands;
}

/**
 * Round trip at the share `rho` of capacity, which must be below the overload limit (model rule 8):
 * `(native + adder) x NUMA + waiting`, tails as factors on what does not wait plus the quantile of what waits.
 */
export function nicLatency(
  profile: NicPathProfile,
  input: NicModelInput,
  capacity: NicCapacity,
  rho: number,
): LatencyPrediction {
  const interruptUs = INTERRUPT_COST_US[input.interrupts];
  const adder = adderUs(profile, interruptUs);
  const numa = NUMA_LATENCY[input.numa];
  const idle = NATIVE_RTT.value + adder;
  const base = idle * numa.value;
  const waits = waitsAt(capacity, rho);
  const p99 = base * P99.value + waits.p99;
  // Unknown delivery is predicted as legacy; the optimistic end of the interval is posted.
  const best = input.interrupts === 'unknown' ? idle - adder + adderUs(profile, INTERRUPT_COST_US.posted) : idle;
  const bestP99 = best * numa.value * P99.value + waits.p99;

  const sdIdle = quadrature(NATIVE_RTT.value * NATIVE_RTT.sd, adder * profile.adderUs.sd) / idle;
  const baseShare = (base * P99.value) / p99;
  const sd = quadrature(baseShare * quadrature(sdIdle, numa.sd, P99.sd), (waits.p99 / p99) * WAITING_SPREAD);
  const spread = Math.exp(Z90 * sd);
  return {
    p50: base + waits.mean,
    p99,
    p999: Math.max(p99, base * P999 + waits.p999),
    interval: [bestP99 / spread, p99 * spread],
    summands: summandsOf(profile, adder, interruptUs, base - idle, waits.mean),
  };
}
