import { aliasPool } from '../alias-pool';
import type { HostRule } from '../host-rule';
import { iommuRefusal } from '../iommu-refusal';

/** PCI devices that the caller's own flavor names by alias must be free on the host; where they lie is asked later. */
export const flavorPciAliases: HostRule = {
  name: 'flavor-pci-aliases',
  reject(host, { aliases, pciAliases }) {
    for (const { alias, count } of aliases) {
      const free = aliasPool(host, alias, pciAliases).length;
      if (free < count) return { code: 'pci_alias.too_few', required: `${alias}:${count}`, available: `${free} free` };
    }
    return aliases.length > 0 ? iommuRefusal(host.inventory) : null;
  },
};
