import type { PciDevice } from '../../inventory/inventory';
import { devicesByAlias } from './given-pci-devices';
import type { PrerequisitesOf } from './prerequisite';

/**
 * nova-compute gives a flavor no device but those of its `[pci]device_spec` (handbook 3.1). The address of a PF covers its
 * VFs as well, so ids go with it.
 */
export const aliasDeviceSpec: PrerequisitesOf = (candidate) => {
  const { hostName } = candidate.host;
  return devicesByAlias(candidate).map((device) => ({
    code: 'pci.device_spec',
    what: `nova-compute on ${hostName} must offer ${device.address} (${device.deviceType}) to flavors; of several device_spec the first that matches a device counts`,
    snippet: `[pci]\ndevice_spec = ${JSON.stringify(deviceSpecOf(device))}`,
    met: null,
  }));
};

/** A device as `[pci]device_spec` names it, without what networks and wiping add. */
export function deviceSpecOf({
  address,
  vendorId,
  productId,
  deviceType,
  pfAddress,
}: PciDevice): Record<string, string> {
  const at = deviceType === 'type-VF' ? (pfAddress ?? address) : address;
  return { vendor_id: vendorId, product_id: productId, address: at };
}
