import type { ProfileName } from '../request/vm-request';
import type { ScoreTermName } from './score-term';

/** What a device is measured by when the request states no need of its own. */
export interface Objectives {
  /** p99 round trip of a NIC, µs. */
  readonly nicLatencyUs: number;
  readonly nicThroughputMbps: number;
  /** p99 completion of a disk, µs. */
  readonly diskLatencyUs: number;
  readonly diskIops: number;
}

export interface Profile {
  readonly name: ProfileName;
  readonly weights: Readonly<Record<ScoreTermName, number>>;
  readonly objectives: Objectives;
  /** Fill hosts instead of spreading over them. */
  readonly packs: boolean;
}

/*
 * Weights are judgement, not measurement: they say how much of one good is given for another, and a request may
 * override each. `balanced` follows the second founding document: virtio unless the need justifies a VF, so
 * scarcity and migration together outweigh any latency below the objective, and are outweighed by a missed one.
 */
export const PROFILES: Readonly<Record<ProfileName, Profile>> = {
  balanced: {
    name: 'balanced',
    weights: {
      latency: 30,
      throughput: 25,
      host_cpu: 5,
      numa_locality: 10,
      migration: 10,
      scarcity: 15,
      link_headroom: 5,
      host_headroom: 10,
      server_group: 20,
    },
    objectives: { nicLatencyUs: 200, nicThroughputMbps: 1_000, diskLatencyUs: 500, diskIops: 5_000 },
    packs: false,
  },
  latency: {
    name: 'latency',
    weights: {
      latency: 45,
      throughput: 15,
      host_cpu: 3,
      numa_locality: 17,
      migration: 5,
      scarcity: 8,
      link_headroom: 7,
      host_headroom: 5,
      server_group: 20,
    },
    objectives: { nicLatencyUs: 50, nicThroughputMbps: 1_000, diskLatencyUs: 100, diskIops: 10_000 },
    packs: false,
  },
  throughput: {
    name: 'throughput',
    weights: {
      latency: 10,
      throughput: 45,
      host_cpu: 12,
      numa_locality: 13,
      migration: 5,
      scarcity: 8,
      link_headroom: 7,
      host_headroom: 5,
      server_group: 20,
    },
    objectives: { nicLatencyUs: 500, nicThroughputMbps: 10_000, diskLatencyUs: 1_000, diskIops: 50_000 },
    packs: false,
  },
  density: {
    name: 'density',
    weights: {
      latency: 10,
      throughput: 10,
      host_cpu: 20,
      numa_locality: 5,
      migration: 15,
      scarcity: 25,
      link_headroom: 5,
      host_headroom: 20,
      server_group: 20,
    },
    objectives: { nicLatencyUs: 1_000, nicThroughputMbps: 100, diskLatencyUs: 2_000, diskIops: 500 },
    packs: true,
  },
};
