import type { ComputeClaim, HeldDevice, LiveHold } from '@iopath/core';

/** The hold of one VM on compute-1, confirmed for server-1 and with these VFs of the PF at 0000:3b:00.0. */
export function aLiveHold(changes: Partial<LiveHold> = {}, vfs: readonly string[] = []): LiveHold {
  const reservationId = changes.reservationId ?? 'reservation-1';
  return {
    reservationId,
    recommendationId: `recommendation-of-${reservationId}`,
    member: 0,
    hostName: 'compute-1',
    state: 'confirmed',
    serverId: changes.state === 'reserved' ? null : 'server-1',
    move: null,
    expiresAtMs: changes.state === 'reserved' ? 8_640_000_000_000_000 : null,
    changedAtMs: 0,
    compute: aFloatingClaim(),
    devices: vfs.map((address, index) =>
      aHeldVf(address, { allocationId: `${reservationId}/nic${index}`, device: `nic${index}` }),
    ),
    portOfNic: {},
    ...changes,
  };
}

export function aHeldVf(address: string, changes: Partial<HeldDevice> = {}): HeldDevice {
  return {
    allocationId: `allocation-of-${address}`,
    device: 'nic0',
    servesNic: true,
    kind: 'vf',
    address,
    pfAddress: '0000:3b:00.0',
    numaNode: 0,
    ...changes,
  };
}

/** Four vCPUs without guest NUMA topology. */
export function aFloatingClaim(): ComputeClaim {
  return { vcpus: 4, pcpus: 0, memoryMib: 4096, diskGib: 10, cells: [] };
}

/** vCPUs pinned to these CPUs of host node 0, in the order of the guest's. */
export function aPinnedClaim(cpus: readonly number[], hostNode = 0): ComputeClaim {
  const pinning = Object.fromEntries(cpus.map((cpu, guest) => [String(guest), cpu]));
  const pinnedCpus = [...cpus].sort((a, b) => a - b);
  const cell = { guestCell: 0, hostNode, sharedVcpus: 0, memoryMib: 4096, pageSizeKib: 4, pinnedCpus, pinning };
  return { vcpus: 0, pcpus: cpus.length, memoryMib: 4096, diskGib: 10, cells: [cell] };
}
