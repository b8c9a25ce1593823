import type { CellState } from '../fleet/host-state';
import type { NumaAffinityPolicy } from '../request/vm-request';

/**
 * Whether a policy lets a guest have a device of this NUMA node (`nova/pci/stats.py _filter_pools_for_numa_cells`,
 * handbook 3.4). One guest node beside the device is enough, whatever the policy.
 *
 * @param policy Null means `legacy`, Nova's default.
 * @param deviceNode Kernel id of the device's node; null when the host does not report one.
 * @param guestHostNodes Host nodes the guest lies on; null for a guest without NUMA topology, whose policy Nova
 *   ignores, even `required`.
 * @param cells The host's nodes: `socket` counts only when each one's socket is known.
 */
export function pciNodeAllowed(
  policy: NumaAffinityPolicy | null,
  deviceNode: number | null,
  guestHostNodes: readonly number[] | null,
  cells: readonly CellState[],
): boolean {
  if (guestHostNodes === null || (deviceNode !== null && guestHostNodes.includes(deviceNode))) return true;
  switch (policy ?? 'legacy') {
    case 'required':
      return false;
    case 'legacy':
      return deviceNode === null;
    case 'preferred':
      return true;
    case 'socket':
      return deviceNode !== null && onGuestSocket(deviceNode, guestHostNodes, cells);
  }
}

function onGuestSocket(deviceNode: number, guestHostNodes: readonly number[], cells: readonly CellState[]): boolean {
  const device = cells.find((cell) => cell.id === deviceNode);
  if (device === undefined || cells.some((cell) => cell.socket === null)) return false;
  return cells.some((cell) => guestHostNodes.includes(cell.id) && cell.socket === device.socket);
}
