import { interruptsPerSecond } from './event-cost';
import { exitsUs, LARGEST_BATCH, moderationOf } from './guest-core-left';
import { backEndPacketNs, backEndSpeed } from './nic-back-end-work';
import { ASSUMED_LINK_SPEED_MBPS, parallelQueues, type NicCapacity } from './nic-capacity';
import { ORDINARY_CONDITIONS } from './nic-conditions';
import type { NicLoad } from './nic-load';
import type { NicBackEnd } from './nic-path-profile';
import type { NicTerms } from './nic-terms';
import { countedBytes } from './nic-traffic';
import type { AmountPrediction, NicModelInput } from './prediction';
import { quadrature, Z90 } from './uncertain';

/** Share of the line's bandwidth taken as the load when none was said; the same for all paths, so that they compare. */
const LIGHT_LOAD = 0.1;

/** Thousand packets/s that the host really carries: what was asked, a light load when nothing was, never over capacity. */
function carriedKpps(input: NicModelInput, capacity: NicCapacity, rho: number): number {
  if (rho > 0) return Math.min(rho, 1) * capacity.kpps;
  const lightMbps = LIGHT_LOAD * (input.linkSpeedMbps ?? ASSUMED_LINK_SPEED_MBPS);
  return Math.min((lightMbps * 125) / countedBytes(capacity.traffic), capacity.kpps);
}

/** Cores lost to exits: interrupts of every queue, and the kicks that a sleeping back end needs. */
function exitCores(
  { events }: NicTerms,
  input: NicModelInput,
  capacity: NicCapacity,
  kpps: number,
  kicksPerPacket: number,
): number {
  const conditions = input.conditions ?? ORDINARY_CONDITIONS;
  const queues = parallelQueues(input);
  const batch = capacity.traffic.bulk ? events.bulkBatchFrames : 1;
  const interrupts = queues * interruptsPerSecond(kpps / queues, batch, moderationOf(events, conditions));
  const kicks = (kpps * 1000 * kicksPerPacket) / batch;
  return (interrupts * exitsUs(events, input.interrupts, conditions) + kicks * events.costUs.kernelExit) * 1e-6;
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
function sumOf(steady: number, spread: readonly [number, number], exits: number, exitsSd: number): AmountPrediction {
  const exitsSpread = Math.exp(Z90 * exitsSd);
  return { value: steady + exits, interval: [spread[0] + exits / exitsSpread, spread[1] + exits * exitsSpread] };
}

/**
 * Host cores that the NIC costs at the load asked for (model rule 7). The guest's own vCPUs are not counted: the
 * request has them already.
 */
export function nicHostCores(terms: NicTerms, input: NicModelInput, load: NicLoad): AmountPrediction {
  const { dominant, rho } = load;
  const { backEnd } = terms.profiles[input.path];
  const conditions = input.conditions ?? ORDINARY_CONDITIONS;
  const polls = input.interrupts === 'polling';
  const kpps = carriedKpps(input, dominant, rho);
  const numa = (dominant.traffic.bulk ? terms.numa.bulk : terms.numa.packets)[input.numa];
  const localWork =
    backEnd === null
      ? 0
      : (kpps * 1e-6 * backEndPacketNs(terms, backEnd, dominant.traffic, polls, conditions)) /
        backEndSpeed(terms, conditions);
  const work = localWork / numa.value;
  const workers = backEnd?.workerPerQueue === true ? parallelQueues(input) : 1;

  const exits = exitCores(terms, input, dominant, kpps, kicksPerPacket(backEnd, localWork, workers));
  if (backEnd === null) {
    const { value, sd } = terms.hardwareCores;
    const factor = Math.exp(Z90 * sd);
    return sumOf(value, [value / factor, value * factor], exits, terms.moderationSd);
  }

  const spread = Math.exp(Z90 * quadrature(backEnd.bulkNsPerByte.sd, numa.sd));
  return sumOf(
    backEndCores(backEnd, work, input.sharers),
    [backEndCores(backEnd, work / spread, input.sharers), backEndCores(backEnd, work * spread, input.sharers)],
    exits,
    terms.moderationSd,
  );
}
