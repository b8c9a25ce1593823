import type { NicModelInput } from './prediction';

/** What travels: packets one at a time, or bulk TCP where offloads make the segment the unit of work. */
export interface NicTraffic {
  readonly bulk: boolean;
  /** Bytes of a frame, frame check sequence included. */
  readonly frameBytes: number;
}

const SMALLEST_FRAME_BYTES = 64;
const ORDINARY_FRAME_BYTES = 1518;
const JUMBO_FRAME_BYTES = 9018;
/** From here on frames are as good as full, which is what a TCP stream with segmentation offload makes. */
const BULK_FROM_BYTES = 1400;
/** Preamble and gap that every frame costs on the wire. */
export const WIRE_OVERHEAD_BYTES = 20;
/** Ethernet, IP and TCP headers with time stamps. */
const HEADER_BYTES = 70;

export const BULK_TRAFFIC: NicTraffic = { bulk: true, frameBytes: ORDINARY_FRAME_BYTES };
export const SMALL_PACKETS: NicTraffic = { bulk: false, frameBytes: SMALLEST_FRAME_BYTES };

/**
 * The traffic that bandwidth and packet rate describe together; null when one of them was not said. A quotient above
 * a jumbo frame means that the packet rate was a mere minimum: ordinary bulk.
 */
export function describedTraffic(input: NicModelInput): NicTraffic | null {
  const { bandwidthMbps, packetRateKpps } = input;
  if (bandwidthMbps === null || packetRateKpps === null || bandwidthMbps <= 0 || packetRateKpps <= 0) return null;

  const bytes = (bandwidthMbps * 125) / packetRateKpps;
  if (bytes > JUMBO_FRAME_BYTES) return BULK_TRAFFIC;
  return { bulk: bytes >= BULK_FROM_BYTES, frameBytes: Math.max(SMALLEST_FRAME_BYTES, bytes) };
}

/** Bytes of a frame that count as throughput: TCP payload for bulk (94 % of a 1500 MTU wire), the frame otherwise. */
export function countedBytes(traffic: NicTraffic): number {
  return traffic.bulk ? traffic.frameBytes - HEADER_BYTES : traffic.frameBytes;
}
