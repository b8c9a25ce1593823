import type { RequestDefaults } from '../request/request-defaults';
import type { BuiltInProfileName } from '../request/vm-request';
import type { Profile } from './profile';
import type { ScoreTermName } from './score-term';

/** A profile that comes with the product; it weighs every term there is. */
export interface BuiltInProfile extends Profile {
  readonly weights: Readonly<Record<ScoreTermName, number>>;
}

/** The contract names these needs and leaves what silence means to us: nothing is forced, and nothing paid for unasked. */
const DEFAULTS: RequestDefaults = { migration: 'live_preferred', isolation: 'shared', reservationTtlS: 900 };

/*
 * Weights are judgement, not measurement: they say how much of one good is given for another, and a request may
 * override each. `balanced` follows the second founding document: virtio unless the need justifies a VF, so
 * scarcity and migration together outweigh any latency below the objective, and are outweighed by a missed one.
 */
export const PROFILES: Readonly<Record<BuiltInProfileName, BuiltInProfile>> = {
  balanced: {
    name: 'balanced',
    version: 1,
    description: 'Virtio unless the need justifies a VF: for VMs nobody knows more about.',
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
    defaults: DEFAULTS,
  },
  latency: {
    name: 'latency',
    version: 1,
    description: 'Round trips and completions first, near the guest: for databases, trading, telephony.',
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
    defaults: DEFAULTS,
  },
  throughput: {
    name: 'throughput',
    version: 1,
    description: 'Bandwidth and requests first: for storage nodes, packet processing, backups.',
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
    defaults: DEFAULTS,
  },
  density: {
    name: 'density',
    version: 1,
    description: 'Most VMs a host, movable, on the cheapest path that does: for web servers and batch work.',
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
    defaults: DEFAULTS,
  },
};
