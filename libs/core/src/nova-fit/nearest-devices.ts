import type { CellState } from '../fleet/host-state';
import type { NumaAffinityPolicy } from '../request/vm-request';
import { pciNodeAllowed } from './pci-affinity';

/**
 * The devices of which Nova takes one for a PCI request: of those that the policy allows, the nearest there are, be the
 * policy ever so lenient. Beside the guest goes before a node that is not known, and that before another node
 * (`nova/pci/stats.py _filter_pools_for_numa_cells`). Requests are served in order, and Nova does not come back to an
 * earlier one when a later one finds nothing left.
 *
 * @param devices What is left for the request, its NUMA policy aside.
 * @param nodeOf Kernel id of a device's NUMA node; null when it is not known.
 * @param guestHostNodes Host nodes the guest lies on; null for a guest without NUMA topology, for which all are near.
 * @returns Devices that are equally near; which one of them Nova takes cannot be told.
 */
export function nearestDevices<Device>(
  devices: readonly Device[],
  nodeOf: (device: Device) => number | null,
  policy: NumaAffinityPolicy,
  guestHostNodes: readonly number[] | null,
  cells: readonly CellState[],
): readonly Device[] {
  if (guestHostNodes === null) return devices;
  let nearest: Device[] = [];
  let leastFar = Infinity;
  for (const device of devices) {
    const node = nodeOf(device);
    const far = farness(node, guestHostNodes);
    if (far > leastFar || !pciNodeAllowed(policy, node, guestHostNodes, cells)) continue;
    if (far < leastFar) nearest = [];
    leastFar = far;
    nearest.push(device);
  }
  return nearest;
}

function farness(deviceNode: number | null, guestHostNodes: readonly number[]): number {
  if (deviceNode === null) return 1;
  return guestHostNodes.includes(deviceNode) ? 0 : 2;
}
