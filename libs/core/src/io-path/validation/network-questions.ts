import type { PathModel } from '../model/path-model';
import type { NicModelInput } from '../model/prediction';
import type { Measurement } from './measurement';
import { nativeInterrupts, nativeValueOf, NO_NATIVE_FACTS, type MeasurementGroup } from './native-facts';
import { guestPolls, nicInputOf, pairsOf } from './network-conditions';
import { notPredicted, type RowQuestion } from './row-question';
import { tailFactor } from './tail-factor';
import * as words from './workload-words';

/** Ethernet, IP and UDP headers and the frame check sequence around a datagram. */
const DATAGRAM_HEADERS_BYTES = 46;
const SMALLEST_FRAME_BYTES = 64;
/** From here on a datagram fills its frame and offloads gather several: it is received as it is sent. */
const FULL_FRAME_BYTES = 1400;

function expectUnit(row: Measurement, ...units: readonly string[]): void {
  if (!units.includes(row.unit)) notPredicted(`unit "${row.unit}" of ${row.metric} is not one the model has`);
}

/** Bytes of one frame: generators say frames, sockets say payload. */
function frameBytesOf(row: Measurement): number {
  if (row.messageBytes === null) return SMALLEST_FRAME_BYTES;
  const headers = words.saysKernelBypass(row.workload) || guestPolls(row) ? 0 : DATAGRAM_HEADERS_BYTES;
  return Math.max(SMALLEST_FRAME_BYTES, row.messageBytes + headers);
}

/** A load of frames of one size, too small to be one: what the model needs to know them. */
function framesOf(bytes: number): Pick<NicModelInput, 'bandwidthMbps' | 'packetRateKpps'> {
  return { bandwidthMbps: bytes * 1e-6 * 8, packetRateKpps: 1e-3 };
}

function packetInput(row: Measurement, group: MeasurementGroup): NicModelInput {
  const input = nicInputOf(row, { ...NO_NATIVE_FACTS, interruptsPerS: nativeInterrupts(row, group) });
  const full = row.messageBytes !== null && row.messageBytes >= FULL_FRAME_BYTES;
  const conditions =
    input.conditions && full ? { ...input.conditions, direction: 'receive' as const } : input.conditions;
  // Packet by packet even when frames are full: the model would take those for bulk TCP.
  const bytes = Math.min(frameBytesOf(row), FULL_FRAME_BYTES - 1);
  return { ...input, ...framesOf(bytes), ...(conditions && { conditions }) };
}

/** Packets/s of full frames are limited by the line at their own size. */
function lineMpps(row: Measurement): number {
  if (row.speedMbps === null) return Infinity;
  return row.speedMbps / (8 * (frameBytesOf(row) + 20));
}

function lineGbps(row: Measurement): number {
  return row.speedMbps === null ? Infinity : row.speedMbps / 1000;
}

/** A share of the line, where that is known. */
function ofTheLine(row: Measurement, question: RowQuestion, line: number): RowQuestion {
  if (row.nativeKind !== 'line_rate' || !Number.isFinite(line)) notPredicted('what it is a fraction of is not said');
  return (model) => question(model) / line;
}

function packetRate(row: Measurement, group: MeasurementGroup): RowQuestion {
  if (row.unit === 'fraction') return ofTheLine(row, packetRate({ ...row, unit: 'Mpps' }, group), lineMpps(row));
  expectUnit(row, 'Mpps');
  const input = packetInput(row, group);
  const line = lineMpps(row);
  return ({ predictNic, parameters }) =>
    Math.min(predictNic(input).packetRateKpps.value / 1000, line * parameters['line.efficiency'].default);
}

function bulkInput(row: Measurement, group: MeasurementGroup): NicModelInput {
  const native = nativeValueOf(row, group);
  return nicInputOf(row, {
    ...NO_NATIVE_FACTS,
    mbps: row.path === 'native' || native === null ? null : native * 1000,
    interruptsPerS: nativeInterrupts(row, group),
  });
}

function throughput(row: Measurement, group: MeasurementGroup): RowQuestion {
  if (row.unit === 'fraction') return ofTheLine(row, throughput({ ...row, unit: 'Gb/s' }, group), lineGbps(row));
  expectUnit(row, 'Gb/s');
  if (words.saysDatagrams(row.workload)) {
    const packets = packetRate({ ...row, unit: 'Mpps' }, group);
    const bytes = row.messageBytes ?? notPredicted('the size of the datagrams is not said');
    return (model) => (packets(model) * bytes * 8) / 1000;
  }
  if (words.saysKernelBypass(row.workload)) {
    const input = { ...nicInputOf(row, NO_NATIVE_FACTS), ...framesOf(row.messageBytes ?? SMALLEST_FRAME_BYTES) };
    return ({ predictNic }) => predictNic(input).throughputMbps.value / 1000;
  }
  if (row.path === 'native' && row.speedMbps === null) notPredicted('the bare host, and its link speed is not said');
  const input = bulkInput(row, group);
  const pairs = pairsOf(row);
  return ({ predictNic }) => (predictNic(input).throughputMbps.value * pairs) / 1000;
}

function roundTrip(row: Measurement, group: MeasurementGroup): RowQuestion {
  expectUnit(row, 'us');
  const suffix = row.metric.slice('latency_rtt_'.length);
  if (suffix === 'max') notPredicted('the largest of many round trips is scheduling noise, not the path');
  const native = row.path === 'native' ? null : nativeValueOf(row, group);
  const input = nicInputOf(row, NO_NATIVE_FACTS);
  return ({ predictNic, parameters }) => {
    const factor = tailFactor(parameters, suffix) ?? notPredicted(`percentile "${suffix}" is not one the model has`);
    if (row.path === 'native') return parameters['native.rtt_us'].default * factor;
    const conditions = input.conditions && {
      ...input.conditions,
      native: { ...input.conditions.native, rttUs: native === null ? null : native / factor },
    };
    const latency = predictNic({ ...input, ...(conditions && { conditions }) }).latencyUs;
    return (latency?.p50 ?? NaN) * factor;
  };
}

/** Host cores at full load, by what the row divides them by. */
function hostCores(row: Measurement, group: MeasurementGroup): RowQuestion {
  if (row.unit === 'core_s_per_Mpkt') {
    const input = packetInput(row, group);
    return ({ predictNic }) => {
      const { packetRateKpps } = predictNic(input);
      const full = { ...input, packetRateKpps: packetRateKpps.value, bandwidthMbps: packetRateKpps.value * 0.512 };
      return (predictNic(full).hostCores.value * 1000) / packetRateKpps.value;
    };
  }
  expectUnit(row, 'core_per_gbps');
  const input = bulkInput(row, group);
  return ({ predictNic }) => {
    const { throughputMbps } = predictNic(input);
    const full = { ...input, bandwidthMbps: throughputMbps.value };
    return (predictNic(full).hostCores.value * 1000) / throughputMbps.value;
  };
}

/** The guest's own part of bulk TCP, cores a Gbit/s. */
function guestCoresPerGbps({ parameters }: PathModel): number {
  return parameters['native.bulk_ns_per_byte'].default / 8;
}

function totalCores(row: Measurement, group: MeasurementGroup): RowQuestion {
  if (row.unit === 'ratio') return switchedFeature(row);
  const host = hostCores(row, group);
  return (model) => host(model) + guestCoresPerGbps(model);
}

function guestCores(row: Measurement): RowQuestion {
  if (row.unit === 'ratio') return switchedFeature(row);
  expectUnit(row, 'cycles_per_byte');
  return ({ parameters }) => parameters['native.bulk_ns_per_byte'].default * parameters['host.clock_ghz'].default;
}

/** What one feature does, switched on against off: as a gain in throughput, or as what is saved of a core. */
function switchedFeature(row: Measurement): RowQuestion {
  const { workload, metric } = row;
  const saves = metric === 'guest_cpu';
  if (words.saysModeration(workload)) {
    return ({ parameters }) => parameters['coalescing.speed_up'].default ** (saves ? -1 : 1);
  }
  if (/\b(?:TSO|offloads?)\b/i.test(workload)) {
    return ({ parameters }) => parameters['segmentation.without_factor'].default;
  }
  if (/multi-?queue/i.test(workload)) return multiqueueGain(row);
  if (/vhost over/i.test(workload)) return vhostOverUserSpace(row);
  if (/doorbell/i.test(workload)) {
    return ({ parameters }) =>
      parameters['native.stack_packet_ns'].default / parameters['native.polling_packet_ns'].default;
  }
  return notPredicted('the model has no input for what was switched');
}

function multiqueueGain(row: Measurement): RowQuestion {
  const from = words.numberIn(row.workload, /(\d+) *->/) ?? 1;
  const to =
    words.numberIn(row.workload, /-> *(\d+)/) ?? row.queues ?? notPredicted('the number of queues is not said');
  const input = nicInputOf(row, NO_NATIVE_FACTS);
  const at = ({ predictNic }: PathModel, queues: number): number =>
    predictNic({ ...input, queues, vcpus: Math.max(input.vcpus, queues) }).throughputMbps.value;
  return (model) => at(model, to) / at(model, from);
}

function vhostOverUserSpace(row: Measurement): RowQuestion {
  const input = { ...nicInputOf(row, NO_NATIVE_FACTS), linkSpeedMbps: row.speedMbps ?? 100_000 };
  return ({ predictNic }) =>
    predictNic({ ...input, path: 'vhost_net' }).throughputMbps.value /
    predictNic({ ...input, path: 'virtio' }).throughputMbps.value;
}

function numaPenalty(row: Measurement): RowQuestion {
  if (/memcpy|memory/i.test(row.workload)) notPredicted('memory bandwidth is not an I/O path');
  expectUnit(row, 'ratio');
  const name = guestPolls(row) ? 'numa.packet_factor' : 'numa.bulk_factor';
  return ({ parameters }) => parameters[name].default;
}

/** Questions about a network path, by metric; null when the metric is not one of them. */
export function networkQuestion(row: Measurement, group: MeasurementGroup): RowQuestion | null {
  if (row.metric.startsWith('latency_rtt_')) return roundTrip(row, group);
  switch (row.metric) {
    case 'throughput':
      return throughput(row, group);
    case 'packet_rate':
      return packetRate(row, group);
    case 'host_cpu':
      return hostCores(row, group);
    case 'total_cpu':
      return totalCores(row, group);
    case 'guest_cpu':
      return guestCores(row);
    case 'speedup':
      return switchedFeature(row);
    case 'numa_penalty':
      return numaPenalty(row);
    default:
      return null;
  }
}
