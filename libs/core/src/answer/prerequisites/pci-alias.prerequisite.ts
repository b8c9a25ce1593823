import type { PciDevice } from '../../inventory/inventory';
import type { OperatorPrerequisite } from '../../planning/decision';
import type { PrerequisitesOf } from './prerequisite';

/** A device that the flavor asks for needs an alias, and a `device_spec` that offers it (handbook 3.2). */
export const pciAlias: PrerequisitesOf = ({ assignment: { disks, aliasDevices } }) => [
  ...disks.flatMap(({ device }) => (device === null ? [] : [aliasOf(device)])),
  ...aliasDevices.map(aliasOf),
];

function aliasOf({ alias, vendorId, productId }: PciDevice): OperatorPrerequisite {
  const definition = { name: alias, vendor_id: vendorId, product_id: productId, device_type: 'type-PCI' };
  const spec = { vendor_id: vendorId, product_id: productId };
  return {
    code: 'pci.alias',
    what: `the alias ${alias} must be defined alike for nova-api and every nova-compute; a drive with SR-IOV capability is type-PF`,
    snippet: `[pci]\nalias = ${JSON.stringify(definition)}\ndevice_spec = ${JSON.stringify(spec)}`,
    met: null,
  };
}
