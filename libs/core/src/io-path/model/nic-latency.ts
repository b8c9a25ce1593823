import type { NicCapacity } from './nic-capacity';
import { ORDINARY_CONDITIONS, type NicConditions } from './nic-conditions';
import type { NicPathProfile } from './nic-path-profile';
import type { NicTerms } from './nic-terms';
import type { InterruptDelivery, LatencyPrediction, NicModelInput, Summand } from './prediction';
import { exactly, quadrature, Z90, type Uncertain } from './uncertain';
import { meanWaitUs, rareWaitUs } from './waiting';

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

/** The round trip without virtualisation: measured, or the parameter, of which a shorter way leaves a share. */
function nativeRtt({ native, conditions: terms }: NicTerms, conditions: NicConditions): Uncertain {
  if (conditions.native.rttUs !== null) return exactly(conditions.native.rttUs);
  const { value, sd } = native.rttUs;
  if (conditions.forwards) return { value: value * terms.forwardedRtt, sd };
  return conditions.peer === 'wire' ? native.rttUs : { value: value * terms.sameHostRtt, sd };
}

/** How many adders a round trip meets: one over the wire, less between guest and host, one more between two VMs. */
function adders({ conditions: terms }: NicTerms, { peer, nested }: NicConditions): number {
  const slower = nested ? terms.nestedSlowdown : 1;
  if (peer === 'wire') return slower;
  return slower * (peer === 'host' ? terms.sameHostAdder : 2 * terms.sameHostAdder);
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
  nativeUs: number,
  adder: number,
  interruptUs: number,
  numaUs: number,
  heldBackUs: number,
  waitUs: number,
): readonly Summand[] {
  const summands = [summand('NIC, wire and both ends without virtualisation', 1, nativeUs)];
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
  );
  if (heldBackUs > 0) summands.push(summand('interrupt held back', INTERRUPTS, heldBackUs / INTERRUPTS));
  summands.push(summand('waiting', PASSES, waitUs / PASSES));
  return summands;
}

/**
 * Round trip at the share `rho` of capacity, which must be below the overload limit (model rule 8):
 * `(native + adder) x NUMA + held back + waiting`, tails as factors on what does not wait plus the quantile of what
 * waits. A held-back interrupt costs half its time on average and all of it in the tail.
 */
export function nicLatency(
  terms: NicTerms,
  input: NicModelInput,
  capacity: NicCapacity,
  rho: number,
): LatencyPrediction {
  const profile = terms.profiles[input.path];
  const conditions = input.conditions ?? ORDINARY_CONDITIONS;
  const costUs = terms.events.interruptCostUs;
  const times = adders(terms, conditions);
  /** The calibrated adder, moved from the interrupt delivery it was measured with to the one asked for, µs. */
  const adderOf = (delivery: InterruptDelivery): number =>
    times * Math.max(0, profile.adderUs.value + INTERRUPTS * (costUs[delivery] - costUs[profile.adderInterrupts]));

  const native = nativeRtt(terms, conditions);
  const adder = adderOf(input.interrupts);
  const numa = terms.numa.latency[input.numa];
  const idle = native.value + adder;
  const base = idle * numa.value;
  const heldBack = conditions.coalescingUs;
  const waits = waitsAt(capacity, rho);
  const p99 = base * terms.tail.p99.value + heldBack + waits.p99;
  // Unknown delivery is predicted as legacy; the optimistic end of the interval is posted.
  const best = input.interrupts === 'unknown' ? native.value + adderOf('posted') : idle;
  const bestP99 = best * numa.value * terms.tail.p99.value + heldBack + waits.p99;

  const sdIdle = quadrature(native.value * native.sd, adder * profile.adderUs.sd) / idle;
  const baseShare = (base * terms.tail.p99.value) / p99;
  const sd = quadrature(
    baseShare * quadrature(sdIdle, numa.sd, terms.tail.p99.sd),
    (waits.p99 / p99) * terms.waitingSd,
  );
  const spread = Math.exp(Z90 * sd);
  return {
    p50: base + heldBack / 2 + waits.mean,
    p99,
    p999: Math.max(p99, base * terms.tail.p999 + heldBack + waits.p999),
    interval: [bestP99 / spread, p99 * spread],
    summands: summandsOf(profile, native.value, adder, costUs[input.interrupts], base - idle, heldBack / 2, waits.mean),
  };
}
