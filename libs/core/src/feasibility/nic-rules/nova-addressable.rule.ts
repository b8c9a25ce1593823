import { isNovaAddressable } from '../../inventory/pci-address';
import type { NicDeviceRule } from '../nic-rule';

/** Nova skips devices in PCI domains above ffff (bug 1897528). */
export const novaAddressable: NicDeviceRule = {
  name: 'nova-addressable',
  reject: (_path, _nic, { pf }) =>
    isNovaAddressable(pf.address)
      ? null
      : { code: 'pci.domain_too_wide', required: 'a 16-bit PCI domain', available: pf.address },
};
