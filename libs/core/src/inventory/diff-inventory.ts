import { normalisedInventory } from './canonical-inventory';
import type { Inventory } from './inventory';
import type { InventoryChanges } from './inventory-changes';
import { sameJson } from './same-json';

/**
 * Lists what a new inventory adds, removes and changes, as paths of things (see {@link InventoryChanges}),
 * each list sorted. Without a former inventory everything is added. A VF is listed on its own and does not
 * make its PF `changed`; a thing that moved in its list only is not listed. `observedAtMs` is no content.
 */
export function diffInventory(before: Inventory | null, after: Inventory): InventoryChanges {
  const old = before === null ? new Map<string, unknown>() : thingsOf(before);
  const current = thingsOf(after);
  const added = [...current.keys()].filter((path) => !old.has(path));
  const removed = [...old.keys()].filter((path) => !current.has(path));
  const changed = [...current.keys()].filter((path) => old.has(path) && !sameJson(old.get(path), current.get(path)));
  return { added: added.sort(), removed: removed.sort(), changed: changed.sort() };
}

/** Path of every thing in the inventory, with its own content in canonical order. */
function thingsOf(inventory: Inventory): Map<string, unknown> {
  const { observedAtMs: _observedAtMs, numaNodes, pfs, pciDevices, bridges, ...facts } = normalisedInventory(inventory);
  const things = new Map<string, unknown>();
  for (const [name, value] of Object.entries(facts)) {
    if (value !== null && value !== undefined) things.set(wireName(name), value);
  }
  for (const node of numaNodes) things.set(`numa_nodes/${node.id}`, node);
  for (const { vfs, ...pf } of pfs) {
    things.set(`pfs/${pf.address}`, pf);
    for (const vf of vfs) things.set(`pfs/${pf.address}/vfs/${vf.address}`, vf);
  }
  for (const device of pciDevices) things.set(`pci_devices/${device.address}`, device);
  for (const bridge of bridges) things.set(`bridges/${bridge.name}`, bridge);
  return things;
}

/** Paths go out on the wire, so top-level facts are named as the document names them: `cpu_shared_set`. */
function wireName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
