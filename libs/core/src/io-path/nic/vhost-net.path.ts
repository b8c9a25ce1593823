import type { NicPath } from '../nic-path';

/** virtio-net served by a kernel thread of the host: what a `normal` port gets where `/dev/vhost-net` is usable. */
export const vhostNetNic: NicPath = {
  name: 'vhost_net',
  takes: 'nothing',
  needs: { guestDriver: 'virtio_net', iommu: false, vhostNet: 'present', bridge: true },
  vifModel: 'virtio',
  vnicType: 'normal',
  isolation: 'host_software',
  migration: { mechanism: 'transparent', conditions: [] },
};
