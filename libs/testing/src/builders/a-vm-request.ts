import type { NicRequest, VmRequest } from '@iopath/core';

/** A small VM with one NIC and one disk that asks for nothing special. */
export function aVmRequest(changes: Partial<VmRequest> = {}): VmRequest {
  return {
    name: 'web-1',
    projectId: 'p1',
    count: 1,
    flavor: { vcpus: 2, ramMib: 2048, diskGib: 20, extraSpecs: {} },
    image: { osId: 'ubuntu24.04', properties: {} },
    nics: [aNicRequest()],
    disks: [{ name: 'root', iops: null, throughputMibps: null, latency: null, paths: null }],
    migration: 'cold_ok',
    isolation: 'shared',
    profile: 'balanced',
    weights: null,
    constraints: { availabilityZone: null, includeHosts: null, excludeHosts: [], aggregates: [], group: null },
    reserve: true,
    reservationTtlS: 900,
    ...changes,
  };
}

export function aNicRequest(changes: Partial<NicRequest> = {}): NicRequest {
  return {
    name: 'data',
    physicalNetwork: 'physnet1',
    bandwidthMbps: null,
    packetRateKpps: null,
    latency: null,
    paths: null,
    numaAffinityPolicy: null,
    trusted: false,
    ...changes,
  };
}
