import type { ComputeAmounts } from '../fleet/host-state';
import { pythonInt } from '../nova/python-values';
import type { Flavor } from '../request/vm-request';
import type { CpuSet } from '../inventory/cpu-set';
import type { GuestCell, GuestTopology } from './guest-topology';

const RESOURCE_KEY = /^resources([a-zA-Z0-9_-]{1,64})?:(.*)$/;

/**
 * What Nova asks Placement for (`nova/scheduler/utils.py ResourceRequest.from_request_spec`): pinned vCPUs as PCPU,
 * one PCPU more for an isolated emulator thread, the rest as VCPU; `resources:CLASS=N` overrides what the flavor's
 * size says, and 0 means that nothing of the class is asked for.
 *
 * @param topology What `guestTopologyOf` made of the same flavor.
 */
export function placementAmounts(flavor: Flavor, topology: GuestTopology | null): ComputeAmounts {
  const groups = requestedResources(flavor);
  addPinned(groups, topology);
  const asked = (resourceClass: string): number | null => sumOver(groups, resourceClass);
  const pcpus = asked('PCPU');
  return {
    vcpus: asked('VCPU') ?? (pcpus === null ? flavor.vcpus : 0),
    pcpus: pcpus ?? 0,
    memoryMib: asked('MEMORY_MB') ?? flavor.ramMib,
    diskGib: asked('DISK_GB') ?? flavor.diskGib,
  };
}

/** Amounts by resource class, by request group; the unsuffixed group is the empty text. */
type Groups = Map<string, Map<string, number>>;

/** Nova skips what is not a whole number from 0 up. */
function requestedResources(flavor: Flavor): Groups {
  const groups: Groups = new Map([['', new Map<string, number>()]]);
  for (const [key, text] of Object.entries(flavor.extraSpecs)) {
    const [, suffix = '', resourceClass] = RESOURCE_KEY.exec(key) ?? [];
    const amount = pythonInt(text);
    if (resourceClass === undefined || amount === null || amount < 0) continue;
    const group = groups.get(suffix) ?? new Map<string, number>();
    groups.set(suffix, group.set(resourceClass, amount));
  }
  return groups;
}

/** A stated CPU policy sets the unsuffixed group; pinning asked for by `resources:PCPU` is there already. */
function addPinned(groups: Groups, topology: GuestTopology | null): void {
  const pinned = topology?.cpuPolicy === 'dedicated' || topology?.cpuPolicy === 'mixed';
  if (topology === null || !pinned || pinnedByResources(groups)) return;
  const count = (vcpus: (cell: GuestCell) => CpuSet) =>
    topology.cells.reduce((sum, cell) => sum + vcpus(cell).length, 0);
  const emulator = topology.emulatorThreadsPolicy === 'isolate' ? 1 : 0;
  const unsuffixed = groups.get('');
  if (topology.cpuPolicy === 'mixed')
    unsuffixed?.set(
      'VCPU',
      count((cell) => cell.sharedVcpus),
    );
  unsuffixed?.set('PCPU', count((cell) => cell.dedicatedVcpus) + emulator);
}

/** Only plain and numbered groups count as a request for pinning (`nova/virt/hardware.py _get_vcpu_pcpu_resources`). */
function pinnedByResources(groups: Groups): boolean {
  return [...groups].some(([suffix, group]) => /^([1-9][0-9]*)?$/.test(suffix) && (group.get('PCPU') ?? 0) > 0);
}

function sumOver(groups: Groups, resourceClass: string): number | null {
  let sum: number | null = null;
  for (const group of groups.values()) {
    const amount = group.get(resourceClass);
    if (amount !== undefined) sum = (sum ?? 0) + amount;
  }
  return sum;
}
