import { EVENT_COST_US, EXITS_PER_INTERRUPT, interruptsPerSecond } from './event-cost';
import {
  ASSUMED_LINK_SPEED_MBPS,
  backEndPacketNs,
  BULK_BATCH_FRAMES,
  LARGEST_BATCH,
  parallelQueues,
  type NicCapacity,
} from './nic-capacity';
import type { NicLoad } from './nic-load';
import type { NicBackEnd, NicPathProfile } from './nic-path-profile';
import { countedBytes } from './nic-traffic';
import { byLocality } from './numa-penalty';
import { PARAMETERS } from './parameters.data';
import type { AmountPrediction, NicModelInput } from './prediction';
import { quadrature, uncertain, Z90 } from './uncertain';

/** Share of the line's bandwidth taken as the load when none was said; the same for all paths, so that they compare. */
const LIGHT_LOAD = 0.1;
const HARDWARE_BASE = uncertain(PARAMETERS['hardware.host_cores_per_nic']);
const HARDWARE_SPREAD = Math.exp(Z90 * HARDWARE_BASE.sd);
const EXITS_SPREAD = Math.exp(Z90 * uncertain(PARAMETERS['interrupt.moderation_us']).sd);
const BULK_NUMA = byLocality(PARAMETERS['numa.bulk_factor']);
const PACKET_NUMA = byLocality(PARAMETERS['numa.packet_factor']);

/** Thousand packets/s that the host really carries: what was asked, a light load when nothing was, never over capacity. */
function carriedKpps(input: NicModelInput, capacity: NicCapacity, rho: number): number {
  if (rho > 0) return Math.min(rho, 1) * capacity.kpps;
  const lightMbps = LIGHT_LOAD * (input.linkSpeedMbps ?? ASSUMED_LINK_SPEED_MBPS);
  return Math.min((lightMbps * 125) / countedBytes(capacity.traffic), capacity.kpps);
}

/** Cores lost to exits: interrupts of every queue, and the kicks that a sleeping back end needs. */
function exitCores(input: NicModelInput, capacity: NicCapacity, kpps: number, kicksPerPacket: number): number {
  const queues = parallelQueues(input);
  const batch = capacity.traffic.bulk ? BULK_BATCH_FRAMES : 1;
  const interrupts = queues * interruptsPerSecond(kpps / queues, batch) * EXITS_PER_INTERRUPT[input.interrupts];
  const kicks = (kpps * 1000 * kicksPerPacket) / batch;
  return (interrupts + kicks) * EVENT_COST_US.kernelExit * 1e-6;
}

/**
 * Kicks a packet: every packet wakes an idle back end, hardly any a busy one. How busy is counted without NUMA, or a
 * slower back end would seem to save kicks.
 */
function kicksPerPacket(backEnd: NicBackEnd | null, localWork: number, workers: number): number {
  if (backEnd === null || backEnd.spins) return 0;
  return Math.max(1 / LARGEST_BATCH, 1 - localWork / workers);
}

/** Cores of the back end: what it works, or whole spinning cores, of which each VM on them bears its part. */
function backEndCores(backEnd: NicBackEnd, work: number, sharers: number): number {
  return backEnd.spins ? Math.max(1, Math.ceil(work * sharers)) / sharers : work;
}

/** Back end and exits together; their ends are taken to come together, which widens rather than narrows. */
function sumOf(steady: number, low: number, high: number, exits: number): AmountPrediction {
  return { value: steady + exits, interval: [low + exits / EXITS_SPREAD, high + exits * EXITS_SPREAD] };
}

/**
 * Host cores that the NIC costs at the load asked for (model rule 7). The guest's own vCPUs are not counted: the
 * request has them already.
 */
export function nicHostCores(profile: NicPathProfile, input: NicModelInput, load: NicLoad): AmountPrediction {
  const { dominant, rho } = load;
  const { backEnd } = profile;
  const polls = input.interrupts === 'polling';
  const kpps = carriedKpps(input, dominant, rho);
  const numa = (dominant.traffic.bulk ? BULK_NUMA : PACKET_NUMA)[input.numa];
  const localWork = backEnd === null ? 0 : kpps * 1e-6 * backEndPacketNs(backEnd, dominant.traffic, polls);
  const work = localWork / numa.value;
  const workers = backEnd?.workerPerQueue === true ? parallelQueues(input) : 1;

  const exits = exitCores(input, dominant, kpps, kicksPerPacket(backEnd, localWork, workers));
  if (backEnd === null) {
    return sumOf(
      HARDWARE_BASE.value,
      HARDWARE_BASE.value / HARDWARE_SPREAD,
      HARDWARE_BASE.value * HARDWARE_SPREAD,
      exits,
    );
  }

  const spread = Math.exp(Z90 * quadrature(backEnd.bulkNsPerByte.sd, numa.sd));
  return sumOf(
    backEndCores(backEnd, work, input.sharers),
    backEndCores(backEnd, work / spread, input.sharers),
    backEndCores(backEnd, work * spread, input.sharers),
    exits,
  );
}
