/** What an inventory write changed, as paths of things: `pfs/0000:3b:00.0/vfs/0000:3b:00.2`, `numa_nodes/0`, `iommu`. */
export interface InventoryChanges {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
}
