import type { CellClaim, DeviceClaim, HostClaim } from '../fleet/host-claims';
import type { VmRequest } from '../request/vm-request';
import type { DeviceTake, Placement } from './decision';

/** What a placement takes of its host once it is held. */
export function claimOf(
  { compute, devices }: Placement,
  { projectId, constraints }: VmRequest,
  reservationId: string,
): HostClaim {
  const { vcpus, pcpus, memoryMib, diskGib, cells } = compute;
  return {
    reservationId,
    projectId,
    vcpus,
    pcpus,
    memoryMib,
    diskGib,
    cells: cells.map(toCellClaim),
    devices: devices.map(toDeviceClaim),
    groupId: constraints.group?.id ?? null,
  };
}

/** Which guest CPU is pinned where is the VM's business; of its host it takes the cell claim. */
function toCellClaim({ hostNode, sharedVcpus, pinnedCpus, memoryMib, pageSizeKib }: CellClaim): CellClaim {
  return { hostNode, sharedVcpus, pinnedCpus, memoryMib, pageSizeKib };
}

function toDeviceClaim({ kind, address, pfAddress, bandwidthMbps, packetRateKpps }: DeviceTake): DeviceClaim {
  return { kind, address, pfAddress, bandwidthMbps, packetRateKpps };
}
