import { backEndPacketNs, backEndSpeed } from './nic-back-end-work';
import { guestCoreLeft } from './guest-core-left';
import { ORDINARY_CONDITIONS, type NicConditions } from './nic-conditions';
import type { NicBackEnd } from './nic-path-profile';
import type { NicTerms } from './nic-terms';
import { countedBytes, WIRE_OVERHEAD_BYTES, type NicTraffic } from './nic-traffic';
import type { NicModelInput } from './prediction';
import { bulkCopyGain, packetGain } from './queue-gain';
import { between1And, exactly, product, quadrature, Z90, type Uncertain } from './uncertain';

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
/** Share of the line from which the line, not the guest's core, is what a native run was limited by. */
const LINE_LIMITED = 0.9;

/** Parallel workers of the guest's side: a queue pair without a vCPU or a flow of its own gains nothing (ordering 9). */
export function parallelQueues(input: NicModelInput): number {
  return Math.max(1, Math.min(input.queues, input.vcpus, input.conditions?.flows ?? Infinity));
}

/** A stage of which one worker needs `nsPerPacket`; `factor` is what workers, NUMA and neighbours make of it. */
function stage(nsPerPacket: number, factor: Uncertain, fraction: Uncertain, serviceNs: number): Stage {
  const kpps = (1e6 / nsPerPacket) * factor.value * fraction.value;
  const spread = Math.exp(Z90 * quadrature(factor.sd, fraction.sd));
  return { kpps, low: kpps / spread, high: kpps * spread, serviceUs: serviceNs / 1000 };
}

/** Half way, in logarithms, between neighbours that are all idle and all busy, unless they are known to be busy. */
function share(whenBusy: Uncertain, { neighboursBusy }: NicConditions): Uncertain {
  return neighboursBusy ? whenBusy : between1And(whenBusy);
}

function wireNsOf(input: NicModelInput, traffic: NicTraffic): number {
  const wireBits = 8 * (traffic.frameBytes + WIRE_OVERHEAD_BYTES);
  return (wireBits * 1000) / (input.linkSpeedMbps ?? ASSUMED_LINK_SPEED_MBPS);
}

function lineStage(
  terms: NicTerms,
  input: NicModelInput,
  conditions: NicConditions,
  traffic: NicTraffic,
  fraction: Uncertain,
): Stage {
  const wireNs = wireNsOf(input, traffic);
  const line = stage(
    wireNs,
    product(terms.lineEfficiency, share(exactly(1 / input.sharers), conditions)),
    fraction,
    wireNs,
  );
  const physical = 1e6 / wireNs;
  return line.high > physical ? { ...line, high: physical } : line;
}

/** ns of the guest's core for one packet of this traffic. */
function guestPacketNs(terms: NicTerms, traffic: NicTraffic, polls: boolean, conditions: NicConditions): number {
  const { native } = terms;
  const { direction, messageBytes, peer } = conditions;
  const packetNs = polls ? native.pollingNs.value : native.stackNs.value;
  if (!traffic.bulk) {
    // Sockets send one packet a system call.
    return !polls && direction === 'send' ? Math.max(packetNs, native.messageNs) : packetNs;
  }
  const callNs = messageBytes === null ? 0 : native.messageNs / messageBytes;
  const nearer = peer === 'wire' ? 1 : terms.conditions.sameHostGuest;
  const bulkNs = (native.bulkNsPerByte.value * nearer + callNs) * countedBytes(traffic);
  // A guest that polls may send full frames without a stack.
  return polls ? Math.min(bulkNs, packetNs) : bulkNs;
}

function guestStage(
  terms: NicTerms,
  input: NicModelInput,
  conditions: NicConditions,
  traffic: NicTraffic,
  fraction: Uncertain,
): Stage {
  const polls = input.interrupts === 'polling';
  const own = polls ? terms.native.pollingNs : terms.native.stackNs;
  const ns = guestPacketNs(terms, traffic, polls, conditions);
  const numa = (traffic.bulk ? terms.numa.bulk : terms.numa.packets)[input.numa];
  const left = guestCoreLeft(terms.events, 1e6 / ns, traffic.bulk, input.interrupts, conditions);
  const factor = product(packetGain(terms.queues, parallelQueues(input)), numa, {
    value: left,
    sd: traffic.bulk ? terms.native.bulkNsPerByte.sd : own.sd,
  });
  const result = stage(ns, factor, fraction, ns / numa.value);
  if (input.interrupts !== 'unknown') return result;

  // Legacy is what the value assumes; posted is what it may turn out to be.
  const gain = guestCoreLeft(terms.events, 1e6 / ns, traffic.bulk, 'posted', conditions) / left;
  return { ...result, high: result.high * gain };
}

/** True when a native run stayed so far below the line that only its core can have limited it. */
function isCoreFull(input: NicModelInput, traffic: NicTraffic, nativeKpps: number): boolean {
  return nativeKpps < (LINE_LIMITED * 1e6) / wireNsOf(input, traffic);
}

/**
 * Line and guest in one where the bare host was measured: interrupts tax it if its core was full, and cost it nothing
 * if the line was (model rule 6).
 */
function nativeStage(
  terms: NicTerms,
  input: NicModelInput,
  conditions: NicConditions,
  traffic: NicTraffic,
  fraction: Uncertain,
  nativeMbps: number,
): Stage {
  const kpps = (nativeMbps * 125) / countedBytes(traffic);
  const left = isCoreFull(input, traffic, kpps)
    ? guestCoreLeft(terms.events, kpps, traffic.bulk, input.interrupts, conditions)
    : 1;
  return stage(1e6 / kpps, exactly(left), fraction, 1e6 / kpps);
}

/** What is left for one VM of a kernel back end when others use the host too: each has its own thread (M220 to M225). */
function kernelShare({ kernelExponent }: NicTerms, sharers: number, conditions: NicConditions): Uncertain {
  const exponent = kernelExponent.value * Math.log(sharers);
  return share({ value: Math.exp(-exponent), sd: exponent * kernelExponent.sd }, conditions);
}

/** What is left for one VM of a PMD core: a fair share, less 1 to 2 % for every VM more (M214 to M218). */
function pmdShare({ pmd }: NicTerms, sharers: number, conditions: NicConditions): Uncertain {
  return share(exactly((1 - pmd.lossPerVm) ** (sharers - 1) / sharers), conditions);
}

function backEndStage(
  terms: NicTerms,
  backEnd: NicBackEnd,
  input: NicModelInput,
  conditions: NicConditions,
  traffic: NicTraffic,
  fraction: Uncertain,
): Stage {
  const polls = input.interrupts === 'polling';
  const ns = backEndPacketNs(terms, backEnd, traffic, polls, conditions);
  const numa = (traffic.bulk ? terms.numa.bulk : terms.numa.packets)[input.numa];
  const workers = backEnd.workerPerQueue ? parallelQueues(input) : 1;
  const ownSd = traffic.bulk ? backEnd.bulkNsPerByte.sd : (polls ? backEnd.pollingPacketNs : backEnd.stackPacketNs).sd;
  const sharedPmd = backEnd.spins && !traffic.bulk;
  const kept = backEnd.spins
    ? sharedPmd
      ? pmdShare(terms, input.sharers, conditions)
      : exactly(1)
    : kernelShare(terms, input.sharers, conditions);
  const gain = (traffic.bulk ? bulkCopyGain : packetGain)(terms.queues, workers);
  // With segmentation offload a packet waits behind whole segments; a PMD path has none and works frame by frame.
  const unitNs = traffic.bulk && !backEnd.spins ? (ns * terms.bulkUnitBytes) / countedBytes(traffic) : ns;
  return stage(
    ns,
    product({ value: backEndSpeed(terms, conditions) * (1 - conditions.backEndBusy), sd: ownSd }, gain, numa, kept),
    fraction,
    unitNs / numa.value,
  );
}

/** All VMs of a PMD together carry about 21 Gb/s of bulk TCP a core, whoever sends (M214 to M232). */
function pmdStage(
  terms: NicTerms,
  input: NicModelInput,
  conditions: NicConditions,
  traffic: NicTraffic,
  fraction: Uncertain,
): Stage {
  const numa = terms.numa.bulk[input.numa];
  const { bulkNsPerByte } = terms.pmd;
  const gain = bulkCopyGain(terms.queues, parallelQueues(input));
  const factor = product({ value: 1, sd: bulkNsPerByte.sd }, gain, numa);
  const ns = bulkNsPerByte.value * countedBytes(traffic);
  return stage(ns, product(factor, pmdShare(terms, input.sharers, conditions)), fraction, ns / numa.value);
}

/** What the bare host's side carries: line and guest apart, or together where the bare host was measured. */
function nativeStages(
  terms: NicTerms,
  input: NicModelInput,
  conditions: NicConditions,
  traffic: NicTraffic,
  fraction: Uncertain,
): Stage[] {
  const { mbps } = conditions.native;
  const guest = guestStage(terms, input, conditions, traffic, fraction);
  if (mbps !== null) {
    const native = nativeStage(terms, input, conditions, traffic, fraction, mbps);
    // A native run at the line does not tell what the guest's core can do.
    return isCoreFull(input, traffic, (mbps * 125) / countedBytes(traffic)) ? [native] : [native, guest];
  }
  return conditions.peer === 'wire' ? [lineStage(terms, input, conditions, traffic, fraction), guest] : [guest];
}

function stagesOf(terms: NicTerms, input: NicModelInput, traffic: NicTraffic): readonly Stage[] {
  const { backEnd, fractionOfNative } = terms.profiles[input.path];
  const conditions = input.conditions ?? ORDINARY_CONDITIONS;
  const stages = nativeStages(terms, input, conditions, traffic, fractionOfNative);
  if (backEnd !== null) {
    stages.push(backEndStage(terms, backEnd, input, conditions, traffic, fractionOfNative));
    if (backEnd.spins && traffic.bulk) stages.push(pmdStage(terms, input, conditions, traffic, fractionOfNative));
  }
  return stages;
}

/**
 * What the path carries of this traffic (model rules 1 to 4): the slowest stage. The ends of the interval are the
 * slowest stage's too, each stage at its own end: the minimum grows with every stage, so nothing is lost.
 */
export function nicCapacity(terms: NicTerms, input: NicModelInput, traffic: NicTraffic): NicCapacity {
  const stages = stagesOf(terms, input, traffic);
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
