import type { CellClaim, DeviceClaim, HostClaim } from '@iopath/core';

/** A live reservation of 2 vCPUs and 2 GiB without guest NUMA topology and without devices. */
export function aHostClaim(changes: Partial<HostClaim> = {}): HostClaim {
  return {
    reservationId: '00000000-0000-4000-8000-000000000001',
    projectId: 'p1',
    vcpus: 2,
    pcpus: 0,
    memoryMib: 2048,
    diskGib: 20,
    cells: [],
    devices: [],
    groupId: null,
    ...changes,
  };
}

/** Two shared vCPUs and 2 GiB of small pages on node 0. */
export function aCellClaim(changes: Partial<CellClaim> = {}): CellClaim {
  return { hostNode: 0, sharedVcpus: 2, pinnedCpus: [], memoryMib: 2048, pageSizeKib: 4, ...changes };
}

export function aVfClaim(address: string, pfAddress = '0000:3b:00.0', bandwidthMbps = 0): DeviceClaim {
  return { kind: 'vf', address, pfAddress, bandwidthMbps, packetRateKpps: 0 };
}

export function aPfClaim(address = '0000:3b:00.0', bandwidthMbps = 0): DeviceClaim {
  return { kind: 'pf', address, pfAddress: address, bandwidthMbps, packetRateKpps: 0 };
}

export function aPciClaim(address: string): DeviceClaim {
  return { kind: 'pci', address, pfAddress: null, bandwidthMbps: 0, packetRateKpps: 0 };
}
