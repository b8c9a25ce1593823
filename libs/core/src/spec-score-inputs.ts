import { aHostState, anInventory, aNicRequest, aPf } from '@iopath/testing';
import type { PfState } from './fleet/host-state';
import type { PhysicalFunction } from './inventory/inventory';
import { DISK_PATHS, NIC_PATHS } from './io-path/catalogue';
import type { DiskPath } from './io-path/disk-path';
import type { AmountPrediction, DiskPrediction, LatencyPrediction, NicPrediction } from './io-path/model/prediction';
import type { NicPath } from './io-path/nic-path';
import type { HostClaim } from './fleet/host-claims';
import { PROFILES } from './scoring/profiles';
import type { DiskScoreInput, HostScoreInput, NicScoreInput } from './scoring/score-term';

export function amount(value: number): AmountPrediction {
  return { value, interval: [value, value] };
}

export function latency(p50: number, p99: number, p999: number): LatencyPrediction {
  return { p50, p99, p999, interval: [p99, p99], summands: [] };
}

export function nicPath(name: NicPath['name']): NicPath {
  return NIC_PATHS.find((path) => path.name === name) as NicPath;
}

export function diskPath(name: DiskPath['name']): DiskPath {
  return DISK_PATHS.find((path) => path.name === name) as DiskPath;
}

/** A PF of a host with these claims. */
export function aPfState(vfs = 4, changes: Partial<PhysicalFunction> = {}, claims: readonly HostClaim[] = []): PfState {
  const inventory = anInventory({ pfs: [aPf(vfs, changes)] });
  return aHostState('compute-1', { inventory, claims }).pfs[0] as PfState;
}

const NOTHING_SPECIAL = { overloaded: false, evidence: [], extrapolated: false, assumed: [] } as const;

export function nicPrediction(changes: Partial<NicPrediction> = {}): NicPrediction {
  return {
    ...NOTHING_SPECIAL,
    latencyUs: latency(20, 40, 80),
    throughputMbps: amount(10_000),
    packetRateKpps: amount(1_000),
    hostCores: amount(1),
    ...changes,
  };
}

export function diskPrediction(changes: Partial<DiskPrediction> = {}): DiskPrediction {
  return {
    ...NOTHING_SPECIAL,
    latencyUs: latency(50, 100, 200),
    iops: amount(10_000),
    throughputMibps: amount(1_000),
    hostCores: amount(1),
    ...changes,
  };
}

/** A NIC on vhost-net under the balanced profile, with nothing asked for. */
export function nicInput(changes: Partial<NicScoreInput> = {}): NicScoreInput {
  return {
    nic: aNicRequest(),
    path: nicPath('vhost_net'),
    predicted: nicPrediction(),
    numa: 'unknown',
    distance: null,
    pf: null,
    vfPrice: 0,
    objectives: PROFILES.balanced.objectives,
    migration: 'cold_ok',
    ...changes,
  };
}

export function diskInput(changes: Partial<DiskScoreInput> = {}): DiskScoreInput {
  return {
    disk: { name: 'root', iops: null, throughputMibps: null, latency: null, paths: null },
    path: diskPath('virtio_blk'),
    predicted: diskPrediction(),
    numa: 'unknown',
    distance: null,
    objectives: PROFILES.balanced.objectives,
    migration: 'cold_ok',
    ...changes,
  };
}

export function hostInput(changes: Partial<HostScoreInput> = {}): HostScoreInput {
  return { headroom: 0.75, packs: false, followsGroup: null, ...changes };
}
