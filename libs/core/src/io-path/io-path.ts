/** Every way a NIC's packets can travel, slowest and most flexible first (contract, "Recommendations"). */
export const NIC_PATH_NAMES = [
  'emulated',
  'virtio',
  'vhost_net',
  'vhost_user',
  'macvtap',
  'vdpa',
  'sriov_vf',
  'sriov_vf_switchdev',
  'pci_passthrough',
] as const;
export type NicPathName = (typeof NIC_PATH_NAMES)[number];

/** Every way a disk's requests can travel. */
export const DISK_PATH_NAMES = ['emulated', 'virtio_scsi', 'virtio_blk', 'pci_passthrough', 'sriov_vf'] as const;
export type DiskPathName = (typeof DISK_PATH_NAMES)[number];

/**
 * What Nova does with the device when the VM moves while it runs (handbook 4.1).
 * `unplug_replug`: detached on the source, attached on the target; the guest sees the device go and come.
 */
export type MigrationMechanism = 'transparent' | 'unplug_replug' | 'none';
