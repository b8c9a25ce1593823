import type { NicPath } from '../nic-path';

/** A whole NIC imitated by QEMU: for guests without virtio drivers (`hw_vif_model=e1000`). */
export const emulatedNic: NicPath = {
  name: 'emulated',
  takes: 'nothing',
  needs: { guestDriver: 'e1000', iommu: false, vhostNet: 'any', bridge: true },
  vifModel: 'e1000',
  vnicType: 'normal',
  isolation: 'host_software',
  migration: { mechanism: 'transparent', conditions: [] },
};
