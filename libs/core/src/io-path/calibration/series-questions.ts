import type { BenchmarkMetric } from '../benchmarks/benchmark-run';
import type { DiskConditions as DiskPlace, NicConditions as NicPlace } from '../benchmarks/benchmark-conditions';
import type { SeriesKey } from '../benchmarks/series-key';
import { ORDINARY_DISK_CONDITIONS } from '../model/disk-conditions';
import { ORDINARY_CONDITIONS, type NicPeer } from '../model/nic-conditions';
import type { PathModel } from '../model/path-model';
import type { DiskModelInput, NicModelInput } from '../model/prediction';

/** What a model predicts for one metric of a series, in the metric's unit. */
export type SeriesQuestion = (model: PathModel) => number;

/** Ethernet, IP and UDP headers and the frame check sequence around a datagram. */
const DATAGRAM_HEADERS_BYTES = 46;
const SMALLEST_FRAME_BYTES = 64;
/** From here on the model takes a load for bulk TCP with offloads. */
const LARGEST_SMALL_FRAME_BYTES = 1399;
/** Up to this depth a device answers one request at a time, and latency limits the rate. */
const SHALLOW_DEPTH = 4;
/** Tails of a round trip and of a completion hold what the host does besides; they are predicted, not fitted. */
type FittedMetric = Extract<
  BenchmarkMetric,
  | 'throughputMbps'
  | 'packetRateKpps'
  | 'rttMeanUs'
  | 'rttP50Us'
  | 'rttP99Us'
  | 'iops'
  | 'diskThroughputMibps'
  | 'diskP50Us'
>;

const PEERS: Readonly<Record<NicPlace['topology'], NicPeer>> = { wire: 'wire', vm_host: 'host', vm_vm_same_host: 'vm' };

/**
 * The questions that a series asks of a model, one for each of its metrics that a model can answer. What was measured on
 * the bare host asks for the host's own round trip only.
 */
export function seriesQuestions(key: SeriesKey): Readonly<Partial<Record<FittedMetric, SeriesQuestion>>> {
  return key.conditions.device === 'nic' ? nicQuestions(key, key.conditions) : diskQuestions(key, key.conditions);
}

type Questions = Readonly<Partial<Record<FittedMetric, SeriesQuestion>>>;

function nicQuestions(key: SeriesKey, place: NicPlace): Questions {
  const { workload, messageBytes } = key;
  if (place.path === 'native') {
    if (workload !== 'round_trip') return {};
    const native: SeriesQuestion = ({ parameters }) => parameters['native.rtt_us'].default;
    return { rttP50Us: native, rttMeanUs: native };
  }
  const input = nicInput(key, place, place.path);
  switch (workload) {
    case 'bulk_tcp':
      return { throughputMbps: ({ predictNic }) => predictNic(input).throughputMbps.value };
    case 'bulk_udp':
      return { packetRateKpps: packetRate({ ...input, ...framesOf(messageBytes) }) };
    case 'round_trip': {
      const latency = (model: PathModel) => model.predictNic(input).latencyUs;
      const p50: SeriesQuestion = (model) => latency(model)?.p50 ?? NaN;
      return { rttP50Us: p50, rttMeanUs: p50, rttP99Us: (model) => latency(model)?.p99 ?? NaN };
    }
    default:
      return {};
  }
}

function nicInput(
  { messageBytes, streams, workload }: SeriesKey,
  { linkSpeedMbps, vcpus, queues, numa, interrupts, sharers, topology }: NicPlace,
  path: NicModelInput['path'],
): NicModelInput {
  return {
    path,
    linkSpeedMbps,
    vcpus,
    queues,
    numa,
    interrupts,
    sharers,
    bandwidthMbps: null,
    packetRateKpps: null,
    conditions: {
      ...ORDINARY_CONDITIONS,
      flows: streams,
      messageBytes,
      direction: workload === 'bulk_udp' ? 'receive' : ORDINARY_CONDITIONS.direction,
      peer: PEERS[topology],
    },
  };
}

/** A load of frames of one size, too small to be one. */
function framesOf(messageBytes: number): Pick<NicModelInput, 'bandwidthMbps' | 'packetRateKpps'> {
  const frame = Math.max(SMALLEST_FRAME_BYTES, messageBytes + DATAGRAM_HEADERS_BYTES);
  const bytes = Math.min(frame, LARGEST_SMALL_FRAME_BYTES);
  return { bandwidthMbps: bytes * 8e-6, packetRateKpps: 1e-3 };
}

function packetRate(input: NicModelInput): SeriesQuestion {
  return ({ predictNic }) => predictNic(input).packetRateKpps.value;
}

function diskQuestions({ workload, messageBytes, streams, queueDepth }: SeriesKey, place: DiskPlace): Questions {
  const { path, storage, vcpus, numa, ioThread } = place;
  if (path === 'native') return {};
  const input: DiskModelInput = {
    path,
    device: storage,
    vcpus,
    numa,
    ioThread,
    iops: null,
    throughputMibps: null,
    conditions: {
      ...ORDINARY_DISK_CONDITIONS,
      direction: workload.endsWith('read') ? 'read' : 'write',
      requestBytes: messageBytes,
      queueDepth,
      jobs: streams,
    },
  };
  const alone: SeriesQuestion = ({ predictDisk }) => predictDisk(input).latencyUs?.p50 ?? NaN;
  // One request at a time tells what a request takes, and its rate says nothing more.
  if (queueDepth !== null && queueDepth * streams <= 1) return { diskP50Us: alone };
  if (queueDepth !== null && queueDepth <= SHALLOW_DEPTH) return {};
  return workload.startsWith('sequential')
    ? { diskThroughputMibps: ({ predictDisk }) => predictDisk(input).throughputMibps.value }
    : { iops: ({ predictDisk }) => predictDisk(input).iops.value };
}
