import { nicCapacity, type NicCapacity } from './nic-capacity';
import type { NicTerms } from './nic-terms';
import { BULK_TRAFFIC, countedBytes, describedTraffic, SMALL_PACKETS } from './nic-traffic';
import type { AmountPrediction, NicModelInput } from './prediction';

/** What a path carries, and how much of that the caller asks for. */
export interface NicLoad {
  /** Bulk TCP when the packet size is not known. */
  readonly throughput: NicCapacity;
  /** Smallest frames when the packet size is not known. */
  readonly packets: NicCapacity;
  /** The capacity that the load weighs most on. */
  readonly dominant: NicCapacity;
  /** Share of the dominant capacity that the load takes; 0 when no load was said. */
  readonly rho: number;
}

/** Mbit/s that a packet rate of this traffic amounts to. */
export function mbpsOf(kpps: number, capacity: NicCapacity): number {
  return (kpps * countedBytes(capacity.traffic)) / 125;
}

/** A capacity as Mbit/s with its interval. */
export function throughputOf(capacity: NicCapacity): AmountPrediction {
  return {
    value: mbpsOf(capacity.kpps, capacity),
    interval: [mbpsOf(capacity.low, capacity), mbpsOf(capacity.high, capacity)],
  };
}

/**
 * Load against capacity. Bandwidth and packet rate together fix the packet size; one alone is taken for what it
 * usually means: bandwidth for bulk TCP, a packet rate for small packets.
 */
export function nicLoad(terms: NicTerms, input: NicModelInput): NicLoad {
  const described = describedTraffic(input);
  const throughput = nicCapacity(terms, input, described ?? BULK_TRAFFIC);
  const packets = described === null ? nicCapacity(terms, input, SMALL_PACKETS) : throughput;
  const rhoOfBandwidth = (input.bandwidthMbps ?? 0) / mbpsOf(throughput.kpps, throughput);
  const rhoOfPackets = (input.packetRateKpps ?? 0) / packets.kpps;
  return rhoOfPackets > rhoOfBandwidth
    ? { throughput, packets, dominant: packets, rho: rhoOfPackets }
    : { throughput, packets, dominant: throughput, rho: rhoOfBandwidth };
}
