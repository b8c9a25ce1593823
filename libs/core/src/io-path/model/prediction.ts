import type { DiskKind } from '../../inventory/inventory';
import type { NicPathName } from '../io-path';
import type { DiskConditions } from './disk-conditions';
import type { DiskModelPath } from './disk-terms';
import type { NicConditions } from './nic-conditions';

export type NumaLocality = 'local' | 'remote' | 'unknown';
/** `apicv`: one of the two exits of an interrupt is gone, delivery or completion. */
export type InterruptDelivery = 'legacy' | 'apicv' | 'posted' | 'polling' | 'unknown';

/** What the model needs to know to predict one NIC of one VM on one host. */
export interface NicModelInput {
  readonly path: NicPathName;
  /** Line rate of the NIC underneath, Mbit/s; null when not known (the model then assumes and says so). */
  readonly linkSpeedMbps: number | null;
  readonly vcpus: number;
  /** Queue pairs the guest gets. */
  readonly queues: number;
  readonly numa: NumaLocality;
  readonly interrupts: InterruptDelivery;
  /** VMs that share the same back end or PF, this one included. */
  readonly sharers: number;
  /** Load the caller will put on it; null when not said. */
  readonly bandwidthMbps: number | null;
  readonly packetRateKpps: number | null;
  /** What only a test report tells; left out, it is ordinary. */
  readonly conditions?: NicConditions;
}

export interface DiskModelInput {
  readonly path: DiskModelPath;
  /** The device underneath; null when not known. */
  readonly device: DiskKind | null;
  readonly vcpus: number;
  readonly numa: NumaLocality;
  /** True when Nova gives the VM an IOThread (from 2026.1 for every VM; handbook 1.3). */
  readonly ioThread: boolean;
  readonly iops: number | null;
  readonly throughputMibps: number | null;
  /** What only a test report tells; left out, it is ordinary. */
  readonly conditions?: DiskConditions;
}

/** One line of the sum "frequency x cost" behind a latency. */
export interface Summand {
  readonly name: string;
  /** Events a round trip (or a request), and what one costs. */
  readonly frequency: number;
  readonly costUs: number;
  readonly totalUs: number;
}

export interface LatencyPrediction {
  /** Round trip (NIC) or completion (disk), µs. */
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  /** 90 % interval of p99, µs. */
  readonly interval: readonly [number, number];
  readonly summands: readonly Summand[];
}

export interface AmountPrediction {
  readonly value: number;
  /** 90 % interval. */
  readonly interval: readonly [number, number];
}

export interface NicPrediction {
  /** Null when the load is past 95 % of capacity: `overloaded` says so instead of a number. */
  readonly latencyUs: LatencyPrediction | null;
  readonly throughputMbps: AmountPrediction;
  readonly packetRateKpps: AmountPrediction;
  /** Host cores this NIC costs at the load asked for. */
  readonly hostCores: AmountPrediction;
  readonly overloaded: boolean;
  /** Ids of the measurements behind the parameters used, e.g. `M161`. */
  readonly evidence: readonly string[];
  /** True outside the range that the evidence covers. */
  readonly extrapolated: boolean;
  /** What had to be assumed because a fact was not known. */
  readonly assumed: readonly string[];
}

export interface DiskPrediction {
  readonly latencyUs: LatencyPrediction | null;
  readonly iops: AmountPrediction;
  readonly throughputMibps: AmountPrediction;
  readonly hostCores: AmountPrediction;
  readonly overloaded: boolean;
  readonly evidence: readonly string[];
  readonly extrapolated: boolean;
  readonly assumed: readonly string[];
}
