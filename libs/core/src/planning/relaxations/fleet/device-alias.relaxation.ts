import type { PciDevice } from '../../../inventory/inventory';
import { ASPECT } from '../aspects';
import type { FleetRelaxationRule } from '../relaxation-rule';
import { withInventory } from './changed-host';

/** Devices that no `[pci]alias` covers get one, so that a flavor can ask for them. */
export const aliasDevices: FleetRelaxationRule = ({ disks }) =>
  disks.length === 0
    ? []
    : [
        {
          target: 'fleet',
          subject: 'pci_devices.alias',
          from: 'none',
          to: 'an alias for each kind',
          costs: 'a [pci]alias for them in nova-api and every nova-compute, and a [pci]device_spec on the host',
          ladder: 'pci_devices.alias',
          aspects: ASPECT.pciDevices,
          apply: (host) => {
            const { pciDevices } = host.inventory;
            if (pciDevices.every(({ alias }) => alias !== null)) return host;
            return withInventory(host, 'alias', { pciDevices: pciDevices.map(aliased) });
          },
        },
      ];

function aliased(device: PciDevice): PciDevice {
  return device.alias === null ? { ...device, alias: `${device.vendorId}-${device.productId}` } : device;
}
