import type { HostRule } from '../host-rule';

/** PCI devices that the caller's own flavor names by alias must be free on the host; where they lie is asked later. */
export const flavorPciAliases: HostRule = {
  name: 'flavor-pci-aliases',
  reject(host, { aliases }) {
    for (const { alias, count } of aliases) {
      const free = host.freePciDevices.filter((device) => device.alias === alias && !device.hostInUse).length;
      if (free < count) return { code: 'pci_alias.too_few', required: `${alias}:${count}`, available: `${free} free` };
    }
    if (aliases.length > 0 && host.inventory.iommu.enabled !== true) {
      return { code: 'iommu.not_enabled', required: 'IOMMU enabled', available: 'disabled or unknown' };
    }
    return null;
  },
};
