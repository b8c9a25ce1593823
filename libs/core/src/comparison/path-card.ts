import type { DiskPathName, MigrationMechanism, NicPathName } from '../io-path/io-path';
import type { AmountPrediction, LatencyPrediction } from '../io-path/model/prediction';
import type { OperatorPrerequisite } from '../planning/decision';

/** One path of one device, to be read beside the others: what it does, what it costs, what is missing for it. */
export interface PathCard {
  /** Name of the NIC or disk in the request. */
  readonly device: string;
  readonly kind: 'nic' | 'disk';
  readonly path: NicPathName | DiskPathName;
  /** How packets or requests travel, in a sentence. */
  readonly summary: string;
  /** The best host for it, the other devices free to take any path; null when there is none, or no fleet to look at. */
  readonly hostName: string | null;
  /** How many hosts can carry it; null when no fleet was looked at. */
  readonly hosts: number | null;
  /** The device's score on that host, 0..1. */
  readonly score: number | null;
  readonly predicted: CardPrediction;
  readonly migration: {
    readonly mechanism: MigrationMechanism;
    /** What the guest notices. */
    readonly interruption: string;
    readonly conditions: readonly string[];
  };
  readonly isolation: { readonly class: string; readonly by: string };
  /** What must be set up and is not known to be: `met` is false or null. */
  readonly missing: readonly OperatorPrerequisite[];
  /** First refusals of the hosts that cannot, the most common first; without a fleet, what the request itself rules out. */
  readonly blockedBy: readonly Blocker[];
}

/** A reason with how many hosts it keeps out; `hosts` and `example` are null where the request alone rules the path out. */
export interface Blocker {
  readonly code: string;
  readonly hosts: number | null;
  readonly required: string;
  readonly available: string;
}

export interface CardPrediction {
  /** `host`: on the best host. `assumed`: on hardware that was assumed, because no host can carry the path. */
  readonly basis: 'host' | 'assumed';
  /** Null when overloaded at the load asked for. */
  readonly latencyUs: LatencyPrediction | null;
  /** Gbit/s; null for disks. */
  readonly throughputGbps: AmountPrediction | null;
  /** Million packets a second; null for disks. */
  readonly packetRateMpps: AmountPrediction | null;
  /** Null for NICs. */
  readonly iops: AmountPrediction | null;
  /** MiB/s; null for NICs. */
  readonly throughputMibps: AmountPrediction | null;
  /** Host cores at the load asked for. */
  readonly hostCores: AmountPrediction;
  /** Host cores for a steady 1 Gbit/s; null for disks. */
  readonly hostCoresPerGbps: AmountPrediction | null;
  readonly overloaded: boolean;
  readonly evidence: readonly string[];
  readonly extrapolated: boolean;
  readonly assumed: readonly string[];
}
