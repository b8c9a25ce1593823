import { EVENT_COST_US, EXITS_PER_INTERRUPT, interruptsPerSecond } from './event-cost';
import { NIC_PATH_PROFILES, type NicBackEnd, type NicPathProfile } from './nic-path-profile';
import { countedBytes, WIRE_OVERHEAD_BYTES, type NicTraffic } from './nic-traffic';
import { byLocality } from './numa-penalty';
import { PARAMETERS } from './parameters.data';
import type { InterruptDelivery, NicModelInput } from './prediction';
import { bulkCopyGain, packetGain } from './queue-gain';
import { between1And, exactly, product, quadrature, uncertain, Z90, type Uncertain } from './uncertain';

/** One stage of a NIC path at full load. */
export interface Stage {
  /** Thousand packets/s, with the ends of the 90 % interval. */
  readonly kpps: number;
  readonly low: number;
  readonly high: number;
  /** Time one unit of work occupies the stage, µs. */
  readonly serviceUs: number;
}

/** What a path carries of one kind of traffic: the slowest stage's rate, thousand packets/s. */
export interface NicCapacity {
  readonly traffic: NicTraffic;
  readonly kpps: number;
  readonly low: number;
  readonly high: number;
  readonly stages: readonly Stage[];
}

/** Line rate assumed when it is not known: the slowest NIC that the evidence covers. */
export const ASSUMED_LINK_SPEED_MBPS = 10_000;

const BULK_NUMA = byLocality(PARAMETERS['numa.bulk_factor']);
const PACKET_NUMA = byLocality(PARAMETERS['numa.packet_factor']);
const LINE_EFFICIENCY = uncertain(PARAMETERS['line.efficiency']);
const NATIVE_STACK_NS = uncertain(PARAMETERS['native.stack_packet_ns']);
const NATIVE_POLLING_NS = uncertain(PARAMETERS['native.polling_packet_ns']);
const NATIVE_BULK_NS = uncertain(PARAMETERS['native.bulk_ns_per_byte']);
const PMD_BULK_NS = uncertain(PARAMETERS['vhost_user.pmd_bulk_ns_per_byte']);
const PMD_LOSS = PARAMETERS['sharers.pmd_loss_per_vm'].default;
const KERNEL_EXPONENT = uncertain(PARAMETERS['sharers.kernel_exponent']);
const BULK_UNIT_BYTES = PARAMETERS['waiting.bulk_unit_bytes'].default;
export const BULK_BATCH_FRAMES = PARAMETERS['interrupt.bulk_batch_frames'].default;
/** The driver's budget a poll: no batch is larger. */
export const LARGEST_BATCH = 64;

/** Parallel workers of the guest's side: a queue pair without a vCPU of its own gains nothing (ordering 9). */
export function parallelQueues(input: NicModelInput): number {
  return Math.max(1, Math.min(input.queues, input.vcpus));
}

/** A stage of which one worker needs `nsPerPacket`; `factor` is what workers, NUMA and neighbours make of it. */
function stage(nsPerPacket: number, factor: Uncertain, fraction: Uncertain, serviceNs: number): Stage {
  const kpps = (1e6 / nsPerPacket) * factor.value * fraction.value;
  const spread = Math.exp(Z90 * quadrature(factor.sd, fraction.sd));
  return { kpps, low: kpps / spread, high: kpps * spread, serviceUs: serviceNs / 1000 };
}

/** Share of the guest's core left after the exits that its interrupts cause when the core is full (model rule 6). */
function leftByInterrupts(kppsOfQueue: number, traffic: NicTraffic, interrupts: InterruptDelivery): number {
  const rate = interruptsPerSecond(kppsOfQueue, traffic.bulk ? BULK_BATCH_FRAMES : LARGEST_BATCH);
  return 1 - EXITS_PER_INTERRUPT[interrupts] * rate * EVENT_COST_US.kernelExit * 1e-6;
}

/** The neighbours' load is not known: half way, in logarithms, between all idle and all as busy as they can be. */
function fairShare(sharers: number): Uncertain {
  return between1And(exactly(1 / sharers));
}

function lineStage(input: NicModelInput, traffic: NicTraffic, fraction: Uncertain): Stage {
  const wireBits = 8 * (traffic.frameBytes + WIRE_OVERHEAD_BYTES);
  const wireNs = (wireBits * 1000) / (input.linkSpeedMbps ?? ASSUMED_LINK_SPEED_MBPS);
  const line = stage(wireNs, product(LINE_EFFICIENCY, fairShare(input.sharers)), fraction, wireNs);
  const physical = 1e6 / wireNs;
  return line.high > physical ? { ...line, high: physical } : line;
}

/** ns of one core for one packet: a guest that polls may send full frames without a stack, so the better of both counts. */
function packetNs(traffic: NicTraffic, polls: boolean, perPacketNs: number, bulkNsPerByte: number): number {
  if (!traffic.bulk) return perPacketNs;
  const bulkNs = bulkNsPerByte * countedBytes(traffic);
  return polls ? Math.min(bulkNs, perPacketNs) : bulkNs;
}

function guestStage(input: NicModelInput, traffic: NicTraffic, fraction: Uncertain): Stage {
  const polls = input.interrupts === 'polling';
  const own = polls ? NATIVE_POLLING_NS : NATIVE_STACK_NS;
  const ns = packetNs(traffic, polls, own.value, NATIVE_BULK_NS.value);
  const numa = (traffic.bulk ? BULK_NUMA : PACKET_NUMA)[input.numa];
  const left = leftByInterrupts(1e6 / ns, traffic, input.interrupts);
  const factor = product(packetGain(parallelQueues(input)), numa, {
    value: left,
    sd: traffic.bulk ? NATIVE_BULK_NS.sd : own.sd,
  });
  const result = stage(ns, factor, fraction, ns / numa.value);
  if (input.interrupts !== 'unknown') return result;

  // Legacy is what the value assumes; posted is what it may turn out to be.
  const gain = leftByInterrupts(1e6 / ns, traffic, 'posted') / left;
  return { ...result, high: result.high * gain };
}

/** What is left for one VM of a kernel back end when others use the host too: each has its own thread (M220 to M225). */
function kernelShare(sharers: number): Uncertain {
  const exponent = KERNEL_EXPONENT.value * Math.log(sharers);
  return between1And({ value: Math.exp(-exponent), sd: exponent * KERNEL_EXPONENT.sd });
}

/** What is left for one VM of a PMD core: a fair share, less 1 to 2 % for every VM more (M214 to M218). */
function pmdShare(sharers: number): Uncertain {
  return between1And(exactly((1 - PMD_LOSS) ** (sharers - 1) / sharers));
}

/** ns of one back-end core for one packet of this traffic, NUMA not counted. */
export function backEndPacketNs(backEnd: NicBackEnd, traffic: NicTraffic, polls: boolean): number {
  const perPacket = polls ? backEnd.pollingPacketNs : backEnd.stackPacketNs;
  const ns = perPacket.value + backEnd.nsPerByte * traffic.frameBytes;
  return packetNs(traffic, polls, ns, backEnd.bulkNsPerByte.value);
}

function backEndStage(backEnd: NicBackEnd, input: NicModelInput, traffic: NicTraffic, fraction: Uncertain): Stage {
  const polls = input.interrupts === 'polling';
  const ns = backEndPacketNs(backEnd, traffic, polls);
  const numa = (traffic.bulk ? BULK_NUMA : PACKET_NUMA)[input.numa];
  const workers = backEnd.workerPerQueue ? parallelQueues(input) : 1;
  const ownSd = traffic.bulk ? backEnd.bulkNsPerByte.sd : (polls ? backEnd.pollingPacketNs : backEnd.stackPacketNs).sd;
  const sharedPmd = backEnd.spins && !traffic.bulk;
  const share = backEnd.spins ? (sharedPmd ? pmdShare(input.sharers) : exactly(1)) : kernelShare(input.sharers);
  const gain = traffic.bulk ? bulkCopyGain(workers) : packetGain(workers);
  // With segmentation offload a packet waits behind whole segments; a PMD path has none and works frame by frame.
  const unitNs = traffic.bulk && !backEnd.spins ? (ns * BULK_UNIT_BYTES) / countedBytes(traffic) : ns;
  return stage(ns, product({ value: 1, sd: ownSd }, gain, numa, share), fraction, unitNs / numa.value);
}

/** All VMs of a PMD together carry about 21 Gb/s of bulk TCP a core, whoever sends (M214 to M232). */
function pmdStage(input: NicModelInput, traffic: NicTraffic, fraction: Uncertain): Stage {
  const numa = BULK_NUMA[input.numa];
  const factor = product({ value: 1, sd: PMD_BULK_NS.sd }, bulkCopyGain(parallelQueues(input)), numa);
  const ns = PMD_BULK_NS.value * countedBytes(traffic);
  return stage(ns, product(factor, pmdShare(input.sharers)), fraction, ns / numa.value);
}

function stagesOf(profile: NicPathProfile, input: NicModelInput, traffic: NicTraffic): readonly Stage[] {
  const fraction = profile.fractionOfNative;
  const stages = [lineStage(input, traffic, fraction), guestStage(input, traffic, fraction)];
  if (profile.backEnd !== null) {
    stages.push(backEndStage(profile.backEnd, input, traffic, fraction));
    if (profile.backEnd.spins && traffic.bulk) stages.push(pmdStage(input, traffic, fraction));
  }
  return stages;
}

/**
 * What the path carries of this traffic (model rules 1 to 4): the slowest stage. The ends of the interval are the
 * slowest stage's too, each stage at its own end: the minimum grows with every stage, so nothing is lost.
 */
export function nicCapacity(input: NicModelInput, traffic: NicTraffic): NicCapacity {
  const stages = stagesOf(NIC_PATH_PROFILES[input.path], input, traffic);
  let kpps = Infinity;
  let low = Infinity;
  let high = Infinity;
  for (const each of stages) {
    kpps = Math.min(kpps, each.kpps);
    low = Math.min(low, each.low);
    high = Math.min(high, each.high);
  }
  return { traffic, kpps, low, high, stages };
}
