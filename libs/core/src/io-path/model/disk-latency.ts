import { diskDevice, type DiskLimits } from './disk-capacity';
import type { DiskEvent, DiskTerms } from './disk-terms';
import type { DiskModelInput, LatencyPrediction, NumaLocality, Summand } from './prediction';
import { quadrature, Z90, type Uncertain } from './uncertain';
import { meanWaitUs, rareWaitUs } from './waiting';

/** A completion from the far node misses the cache two to four times (model rule 9): four, to be safe. */
const REMOTE_MISSES = 4;
const SHARE_OF_MISSES: Readonly<Record<NumaLocality, number>> = { local: 0, unknown: 0.5, remote: 1 };

function summand(name: string, frequency: number, costUs: number): Summand {
  return { name, frequency, costUs, totalUs: frequency * costUs };
}

function summandsOf(
  events: readonly DiskEvent[],
  interruptUs: number,
  deviceUs: number,
  adderUs: number,
  numaUs: number,
  waitUs: number,
): readonly Summand[] {
  // Disk rows come from hosts with posted interrupts (M636, M644).
  const summands = [summand('device', 1, deviceUs)];
  let explained = interruptUs;
  for (const event of events) {
    const line = summand(event.name, event.frequency, event.costUs);
    explained += line.totalUs;
    summands.push(line);
  }
  summands.push(
    summand('interrupt', 1, interruptUs),
    summand('unexplained', 1, adderUs - explained),
    summand('NUMA', 1, numaUs),
    summand('waiting', 1, waitUs),
  );
  return summands;
}

/** A load against one resource of the disk: its requests a second, or its bandwidth. */
export interface DiskWork {
  readonly limits: DiskLimits;
  /** What is asked for a second, in the limits' measure. */
  readonly rate: number;
  /** Size of one unit in the limits' measure: 1 request, or the MiB of a large one. */
  readonly unit: number;
}

/** Waiting before one limit, µs: its mean, or what all but the share `rare` stay under. */
function waitUs(work: DiskWork, limit: Uncertain | null, rare: number | null): number {
  if (limit === null) return 0;
  const serviceUs = (work.unit * 1e6) / limit.value;
  const rho = work.rate / limit.value;
  return rare === null ? meanWaitUs(serviceUs, rho) : rareWaitUs(serviceUs, rho, rare);
}

/** Waiting for device and path together, on whichever resource makes it longer. */
function longestWaitUs(works: readonly DiskWork[], rare: number | null): number {
  let longest = 0;
  for (const work of works) {
    longest = Math.max(longest, waitUs(work, work.limits.device, rare) + waitUs(work, work.limits.path, rare));
  }
  return longest;
}

/**
 * Completion of a small request under `works`, each below the overload limit of its resource (model rule 10):
 * `device + adder + NUMA + waiting` for device and path.
 */
export function diskLatency(terms: DiskTerms, input: DiskModelInput, works: readonly DiskWork[]): LatencyPrediction {
  const { tail, events } = terms;
  const profile = terms.profiles[input.path];
  const device = diskDevice(terms, input).latencyUs;
  const adder = input.ioThread ? profile.adderWithIoThreadUs : profile.adderUs;
  const numaUs =
    adder.value * (1 / terms.numa[input.numa].value - 1) +
    REMOTE_MISSES * terms.remoteMissUs * SHARE_OF_MISSES[input.numa];
  const base = device.value + adder.value + numaUs;
  const wait = longestWaitUs(works, null);
  const waitP99 = longestWaitUs(works, 0.01);
  const p99 = base * tail.p99.value + waitP99;

  const sdBase = quadrature(device.value * device.sd, adder.value * adder.sd, numaUs) / base;
  const baseShare = (base * tail.p99.value) / p99;
  const sd = quadrature(baseShare * quadrature(sdBase, tail.p99.sd), (waitP99 / p99) * terms.waitingSd);
  const spread = Math.exp(Z90 * sd);
  return {
    p50: base + wait,
    p99,
    p999: Math.max(p99, base * tail.p999 + longestWaitUs(works, 0.001)),
    interval: [p99 / spread, p99 * spread],
    summands: summandsOf(profile.events, events.interruptCostUs.posted, device.value, adder.value, numaUs, wait),
  };
}
