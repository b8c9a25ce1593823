import type { Fault } from '../fault';
import { checkCpuSets } from './checks/cpu-sets.check';
import { checkDeviceNodes } from './checks/device-nodes.check';
import { checkDistances } from './checks/distances.check';
import { checkNames } from './checks/names.check';
import { checkNodeCpus } from './checks/node-cpus.check';
import { checkPages } from './checks/pages.check';
import { checkPciAddresses } from './checks/pci-addresses.check';
import { checkPciDeviceTypes } from './checks/pci-device-types.check';
import { checkReservations } from './checks/reservations.check';
import { checkVfs } from './checks/vfs.check';
import type { Inventory } from './inventory';

/** One thing an inventory document must satisfy across its fields. */
type InventoryCheck = (inventory: Inventory) => readonly Fault[];

const CHECKS: readonly InventoryCheck[] = [
  checkNodeCpus,
  checkDistances,
  checkPages,
  checkCpuSets,
  checkReservations,
  checkPciAddresses,
  checkVfs,
  checkPciDeviceTypes,
  checkDeviceNodes,
  checkNames,
];

/**
 * Finds everything in an inventory that cannot be true of one machine: what single fields cannot show, such as a CPU in
 * two nodes or one address twice. Pointers name places of the wire document, so its lists must be in the document's
 * order. An empty answer means that the planner may rely on it. What the document leaves out is never a fault.
 */
export function checkInventory(inventory: Inventory): readonly Fault[] {
  return CHECKS.flatMap((check) => check(inventory));
}
