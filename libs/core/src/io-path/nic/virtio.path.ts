import type { NicPath } from '../nic-path';

/**
 * virtio-net served by the QEMU process. Nova has no knob for it: libvirt takes vhost-net wherever the
 * host offers it (`nova/virt/libvirt/vif.py get_base_config`), so this path exists only on hosts that do not.
 */
export const virtioNic: NicPath = {
  name: 'virtio',
  takes: 'nothing',
  needs: { guestDriver: 'virtio_net', iommu: false, vhostNet: 'absent', bridge: true },
  vifModel: 'virtio',
  vnicType: 'normal',
  isolation: 'host_software',
  migration: { mechanism: 'transparent', conditions: [] },
};
