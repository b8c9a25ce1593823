import type { CloudPort, CloudServer, HostClaim, ObservedServer, ServerTopology } from '@iopath/core';
import { aHostClaim } from './a-host-claim';

/** An active server of 2 vCPUs and 2 GiB on compute-1, without anything special. */
export function aCloudServer(changes: Partial<CloudServer> = {}): CloudServer {
  return {
    id: '5e000000-0000-4000-8000-000000000001',
    name: 'web-1',
    projectId: 'p1',
    userId: null,
    status: 'ACTIVE',
    taskState: null,
    host: 'compute-1',
    hypervisorHostname: 'compute-1',
    flavor: { name: 'small', vcpus: 2, ramMib: 2048, diskGib: 20, ephemeralGib: 0, swapMib: 0, extraSpecs: {} },
    imageProperties: null,
    imageId: '13a9e000-0000-4000-8000-000000000001',
    metadata: {},
    faultMessage: null,
    createdAtMs: 1_795_000_000_000,
    updatedAtMs: 1_795_000_000_000,
    ...changes,
  };
}

/** The same with what other services say of it, which is nothing. */
export function anObservedServer(
  server: Partial<CloudServer> = {},
  changes: Partial<Omit<ObservedServer, 'server'>> = {},
): ObservedServer {
  return { server: aCloudServer(server), topology: null, ports: [], allocations: null, ...changes };
}

/** A bound SR-IOV port of the server of `aCloudServer`. */
export function aCloudPort(changes: Partial<CloudPort> = {}): CloudPort {
  return {
    id: '90a70000-0000-4000-8000-000000000001',
    name: 'data',
    projectId: 'p1',
    networkId: '4e700000-0000-4000-8000-000000000001',
    deviceId: '5e000000-0000-4000-8000-000000000001',
    deviceOwner: 'compute:nova',
    hostId: 'compute-1',
    vnicType: 'direct',
    pciSlot: '0000:3b:00.2',
    bindingProfile: {},
    vifType: 'hw_veb',
    physicalNetwork: 'physnet1',
    status: 'ACTIVE',
    updatedAtMs: null,
    ...changes,
  };
}

/** Two vCPUs pinned on CPUs 4 and 5 of node 0, with 2 GiB of base pages. */
export function aServerTopology(changes: Partial<ServerTopology> = {}): ServerTopology {
  return {
    pageSizeKib: null,
    cells: [{ vcpus: [0, 1], memoryMib: 2048, hostNode: 0, pinning: { '0': 4, '1': 5 } }],
    ...changes,
  };
}

/** What the server of `aCloudServer` takes of its host. */
export function aForeignClaim(changes: Partial<HostClaim> = {}): HostClaim {
  return aHostClaim({ reservationId: aCloudServer().id, isForeign: true, ...changes });
}
