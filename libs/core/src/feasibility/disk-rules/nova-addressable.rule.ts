import { isNovaAddressable } from '../../inventory/pci-address';
import type { DiskDeviceRule } from '../disk-rule';

/** Nova skips devices in PCI domains above ffff (bug 1897528); VMD puts NVMe drives there. */
export const diskNovaAddressable: DiskDeviceRule = {
  name: 'disk-nova-addressable',
  reject: (_path, device) =>
    isNovaAddressable(device.address)
      ? null
      : { code: 'pci.domain_too_wide', required: 'a 16-bit PCI domain', available: device.address },
};
