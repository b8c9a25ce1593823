import { emulatedDisk } from './disk/emulated.path';
import { pciPassthroughDisk } from './disk/pci-passthrough.path';
import { virtioBlkDisk } from './disk/virtio-blk.path';
import { virtioScsiDisk } from './disk/virtio-scsi.path';
import type { DiskPath } from './disk-path';
import { emulatedNic } from './nic/emulated.path';
import { pciPassthroughNic } from './nic/pci-passthrough.path';
import { sriovVfNic } from './nic/sriov-vf.path';
import { vhostNetNic } from './nic/vhost-net.path';
import { virtioNic } from './nic/virtio.path';
import type { NicPath } from './nic-path';

/** Every NIC path the planner knows, in the order in which ties are broken: the more flexible first. */
export const NIC_PATHS: readonly NicPath[] = [vhostNetNic, virtioNic, sriovVfNic, pciPassthroughNic, emulatedNic];

/** Every disk path the planner knows, in the order in which ties are broken. */
export const DISK_PATHS: readonly DiskPath[] = [virtioBlkDisk, virtioScsiDisk, pciPassthroughDisk, emulatedDisk];
