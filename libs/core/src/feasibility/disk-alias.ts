import type { HostState } from '../fleet/host-state';
import type { PciDevice } from '../inventory/inventory';
import type { DiskPath } from '../io-path/disk-path';
import type { PciAliases } from '../nova/pci-aliases';
import type { Rejection } from './rejection';
import { isStorage } from './storage-classes';

/** The alias to ask for a device by, or why there is none. */
export type DiskAlias = { readonly alias: string } | { readonly rejection: Rejection };

/**
 * By which alias a flavor asks for a PCI device as a disk. Nova gives any device that the alias matches, so it must match
 * nothing on the host but storage that the path can take: a flavor with an alias of a vendor's devices may end up with
 * the vendor's NIC (handbook 2.5).
 *
 * @param aliases Nova's definitions, of which the first that will do is taken; null when nobody told them, and then the
 *   inventory says which devices an alias covers.
 */
export function diskAlias(path: DiskPath, device: PciDevice, host: HostState, aliases: PciAliases | null): DiskAlias {
  const names = aliasesOf(device, aliases);
  const [first] = names;
  if (first === undefined) {
    const available = aliases === null ? 'none' : `none of ${aliases.names.join(', ') || 'no aliases'} matches it`;
    return { rejection: { code: 'pci_device.no_alias', required: 'a [pci]alias for it', available } };
  }
  const alias = names.find((name) => stranger(name, path, host, aliases) === null);
  if (alias !== undefined) return { alias };
  return {
    rejection: {
      code: 'pci_device.alias_too_wide',
      required: `a [pci]alias of storage that is ${path.deviceTypes.join(' or ')}`,
      available: `${first}, which is also for ${stranger(first, path, host, aliases)}`,
    },
  };
}

/** The device under the alias to ask for it by: where Nova's definitions are known, these name it, and not the inventory. */
export function underItsAlias(
  path: DiskPath,
  device: PciDevice,
  host: HostState,
  aliases: PciAliases | null,
): PciDevice {
  if (aliases === null) return device;
  const found = diskAlias(path, device, host, aliases);
  return 'alias' in found ? { ...device, alias: found.alias } : device;
}

function aliasesOf(device: PciDevice, aliases: PciAliases | null): readonly string[] {
  if (aliases !== null) return aliases.names.filter((name) => aliases.matches(name, device));
  return device.alias === null ? [] : [device.alias];
}

/** A device of the host that the alias is for and the path is not; null when there is none. */
function stranger(name: string, path: DiskPath, { inventory }: HostState, aliases: PciAliases | null): string | null {
  const isFor = (device: PciDevice): boolean =>
    aliases === null ? device.alias === name : aliases.matches(name, device);
  const other = inventory.pciDevices.find((device) => !device.hostInUse && isFor(device) && !serves(path, device));
  if (other !== undefined) return `${other.address} (${other.deviceClass}, ${other.deviceType})`;
  if (aliases === null) return null;
  for (const pf of inventory.pfs) {
    if (aliases.matches(name, { ...pf, deviceType: 'type-PF' })) return `the NIC ${pf.address}`;
    const vf = pf.vfs.find(({ vendorId, productId }) =>
      aliases.matches(name, { vendorId, productId, deviceType: 'type-VF' }),
    );
    if (vf !== undefined) return `the VFs of the NIC ${pf.address}`;
  }
  return null;
}

function serves({ deviceTypes }: DiskPath, { deviceClass, deviceType }: PciDevice): boolean {
  return isStorage(deviceClass) && deviceTypes.includes(deviceType);
}
