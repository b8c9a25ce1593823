import { emulatedDisk } from './disk/emulated.path';
import { pciPassthroughDisk } from './disk/pci-passthrough.path';
import { sriovVfDisk } from './disk/sriov-vf.path';
import { virtioBlkDisk } from './disk/virtio-blk.path';
import { virtioScsiDisk } from './disk/virtio-scsi.path';
import type { DiskPath } from './disk-path';
import { emulatedNic } from './nic/emulated.path';
import { macvtapNic } from './nic/macvtap.path';
import { pciPassthroughNic } from './nic/pci-passthrough.path';
import { sriovVfSwitchdevNic } from './nic/sriov-vf-switchdev.path';
import { sriovVfNic } from './nic/sriov-vf.path';
import { vdpaNic } from './nic/vdpa.path';
import { vhostNetNic } from './nic/vhost-net.path';
import { vhostUserNic } from './nic/vhost-user.path';
import { virtioNic } from './nic/virtio.path';
import type { NicPath } from './nic-path';

/** Every NIC path the planner knows, in the order in which ties are broken: the more flexible first. */
export const NIC_PATHS: readonly NicPath[] = [
  vhostNetNic,
  vhostUserNic,
  virtioNic,
  macvtapNic,
  vdpaNic,
  sriovVfNic,
  sriovVfSwitchdevNic,
  pciPassthroughNic,
  emulatedNic,
];

/** Every disk path the planner knows, in the order in which ties are broken. */
export const DISK_PATHS: readonly DiskPath[] = [
  virtioBlkDisk,
  virtioScsiDisk,
  sriovVfDisk,
  pciPassthroughDisk,
  emulatedDisk,
];
