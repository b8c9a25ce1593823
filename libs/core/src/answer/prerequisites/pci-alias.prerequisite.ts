import type { PciAliasDefinition } from '../../nova/pci-alias';
import { definitionsFor, devicesByAlias } from './given-pci-devices';
import type { PrerequisitesOf } from './prerequisite';

/**
 * A device that the flavor asks for needs an alias, alike in the configuration of nova-api and of every nova-compute
 * (handbook 3.2). The device type is said, for without one an alias is for VFs and type-PCI devices and for no PF; so are
 * both ids, which Nova needs from 2025.2 on.
 */
export const pciAlias: PrerequisitesOf = (candidate, context) =>
  devicesByAlias(candidate).map((device) => ({
    code: 'pci.alias',
    what: `the alias ${device.alias} must be defined alike for nova-api and every nova-compute`,
    snippet: ['[pci]', ...definitionsFor(device, context).map((each) => `alias = ${novaForm(each)}`)].join('\n'),
    met: context.pciAliases === null ? null : true,
  }));

/** As `[pci]alias` has it (`nova/pci/request.py _ALIAS_SCHEMA`). */
function novaForm({ name, vendorId, productId, deviceType, numaPolicy }: PciAliasDefinition): string {
  const fields = { vendor_id: vendorId, product_id: productId, device_type: deviceType, numa_policy: numaPolicy };
  const said = Object.entries(fields).filter(([, value]) => value !== null);
  return JSON.stringify({ name, ...Object.fromEntries(said) });
}
