import type { ComputeAmounts } from '../fleet/host-state';
import { pythonInt } from '../nova/python-values';
import type { Flavor } from '../request/vm-request';
import type { GuestTopology } from './guest-topology';

const RESOURCE_KEY = /^resources([a-zA-Z0-9_-]{1,64})?:(.*)$/;

/**
 * What Nova asks Placement for (`nova/scheduler/utils.py ResourceRequest.from_request_spec`): pinned vCPUs as PCPU,
 * one PCPU more for an isolated emulator thread, the rest as VCPU; `resources:CLASS=N` overrides, and 0 means
 * that nothing of the class is asked for.
 *
 * @param topology What `guestTopologyOf` made of the same flavor.
 */
export function placementAmounts(flavor: Flavor, topology: GuestTopology | null): ComputeAmounts {
  const asked = requestedResources(flavor);
  const dedicated = topology?.cells.reduce((sum, cell) => sum + cell.dedicatedVcpus.length, 0) ?? 0;
  const byResources = asked.has('VCPU') || asked.has('PCPU');
  const emulator = dedicated > 0 && topology?.emulatorThreadsPolicy === 'isolate' ? 1 : 0;
  return {
    vcpus: byResources ? (asked.get('VCPU') ?? 0) : flavor.vcpus - dedicated,
    pcpus: byResources ? (asked.get('PCPU') ?? 0) : dedicated + emulator,
    memoryMib: asked.get('MEMORY_MB') ?? flavor.ramMib,
    diskGib: asked.get('DISK_GB') ?? flavor.diskGib,
  };
}

/** Amounts by resource class, all request groups together. Nova skips what is not a whole number from 0 up. */
function requestedResources(flavor: Flavor): ReadonlyMap<string, number> {
  const amounts = new Map<string, number>();
  for (const [key, text] of Object.entries(flavor.extraSpecs)) {
    const resourceClass = RESOURCE_KEY.exec(key)?.[2];
    const amount = pythonInt(text);
    if (resourceClass === undefined || amount === null || amount < 0) continue;
    amounts.set(resourceClass, (amounts.get(resourceClass) ?? 0) + amount);
  }
  return amounts;
}
