import type { PfState } from '../fleet/host-state';
import type { DiskPath } from '../io-path/disk-path';
import type { DiskPrediction, NicPrediction, NumaLocality } from '../io-path/model/prediction';
import type { NicPath } from '../io-path/nic-path';
import type { DiskRequest, MigrationNeed, NicRequest } from '../request/vm-request';
import type { Objectives } from './profile';

/** Every score term there is; a request's `weights` may name any of them. */
export const SCORE_TERM_NAMES = [
  'latency',
  'throughput',
  'host_cpu',
  'numa_locality',
  'migration',
  'scarcity',
  'link_headroom',
  'host_headroom',
  'server_group',
] as const;
export type ScoreTermName = (typeof SCORE_TERM_NAMES)[number];

/**
 * One reason to like a candidate, on a fixed scale: 1 is all one could want, 0 is worthless. A term sees one
 * candidate and never its neighbours, so that a score means the same on every fleet.
 */
export interface ScoreTerm<Input> {
  readonly name: ScoreTermName;
  /** How the value comes about, for docs/scoring.md, which is made from it; numbers come from the code's own constants. */
  readonly formula: string;
  /** 0..1 */
  value(input: Input): number;
  /** The value in words, for the caller. */
  reason(input: Input): string;
}

/** What the terms of a NIC look at. */
export interface NicScoreInput {
  readonly nic: NicRequest;
  readonly path: NicPath;
  readonly predicted: NicPrediction;
  readonly numa: NumaLocality;
  /** SLIT distance between guest and device; null when there is none or it is not known. */
  readonly distance: number | null;
  readonly pf: PfState | null;
  /** Price of a VF on the NIC's network (`vfPrice`), 0..1. */
  readonly vfPrice: number;
  readonly objectives: Objectives;
  readonly migration: MigrationNeed;
}

/** What the terms of a disk look at. */
export interface DiskScoreInput {
  readonly disk: DiskRequest;
  readonly path: DiskPath;
  readonly predicted: DiskPrediction;
  readonly numa: NumaLocality;
  readonly distance: number | null;
  readonly objectives: Objectives;
  readonly migration: MigrationNeed;
}

/** What the terms of a host look at. */
export interface HostScoreInput {
  /** Share of the scarcest of CPU and memory that stays free with the VM on it, 0..1. */
  readonly headroom: number;
  /** True for the density profile: fill hosts instead of spreading over them. */
  readonly packs: boolean;
  /** Whether the host follows the request's soft server group policy; null when there is none. */
  readonly followsGroup: boolean | null;
}
