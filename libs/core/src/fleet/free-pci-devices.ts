import type { PciDevice } from '../inventory/inventory';

/** What live claims hold of a host, by address. */
export interface HeldAddresses {
  /** Functions that are held themselves. */
  readonly addresses: ReadonlySet<string>;
  /** PFs that are held, or a VF of which is. */
  readonly byPf: ReadonlyMap<string, unknown>;
}

/**
 * The PCI devices of a host that may still be given away. A held PF takes its VFs with it, and a PF is free as a whole
 * only while no VF of it is held or in use by the host, for passing it on destroys them (`nova/objects/pci_device.py
 * claim`, handbook 3.3). Gives the inventory's own list when all are free, which is so on nearly every host.
 */
export function freePciDevices(devices: readonly PciDevice[], held: HeldAddresses): readonly PciDevice[] {
  const isFree = (device: PciDevice): boolean => {
    const { address, deviceType, pfAddress } = device;
    if (held.addresses.has(address)) return false;
    if (deviceType === 'type-VF') return pfAddress === null || !held.addresses.has(pfAddress);
    if (deviceType === 'type-PCI') return true;
    return !held.byPf.has(address) && !devices.some((other) => other.hostInUse && other.pfAddress === address);
  };
  return devices.every(isFree) ? devices : devices.filter(isFree);
}

/**
 * Those of the devices that no quarantine reaches: not their own, nor their PF's, nor that of a VF of theirs. Gives the
 * same list when none is reached.
 *
 * @param all PCI devices of the host, among which VFs are looked for
 * @param isolated addresses in quarantine
 */
export function withoutQuarantine(
  devices: readonly PciDevice[],
  all: readonly PciDevice[],
  isolated: ReadonlySet<string>,
): readonly PciDevice[] {
  if (isolated.size === 0) return devices;
  const isReached = ({ address, pfAddress }: PciDevice): boolean =>
    isolated.has(address) ||
    (pfAddress !== null && isolated.has(pfAddress)) ||
    all.some((other) => other.pfAddress === address && isolated.has(other.address));
  return devices.some(isReached) ? devices.filter((device) => !isReached(device)) : devices;
}
