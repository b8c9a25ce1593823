import type { PciDevice } from '../../inventory/inventory';
import type { PciAliasDefinition } from '../../nova/pci-alias';
import type { Candidate } from '../../planning/search/evaluate-host';
import type { RequestContext } from '../../planning/request-context';

/** Devices that the VM gets by alias: for its disks, then for the aliases in the caller's own flavor. */
export function devicesByAlias({ assignment: { disks, aliasDevices } }: Candidate): readonly PciDevice[] {
  return [...disks.flatMap(({ device }) => (device === null ? [] : [device])), ...aliasDevices];
}

/** What the cloud's aliases of a name say; the one to write for a device where nobody told them. */
export function definitionsFor(device: PciDevice, { pciAliases }: RequestContext): readonly PciAliasDefinition[] {
  const { vendorId, productId, deviceType } = device;
  const name = device.alias ?? '';
  if (pciAliases !== null) return pciAliases.definitionsOf(name);
  return [{ name, vendorId, productId, deviceType, numaPolicy: null }];
}
