import type { PciDeviceFacts, PciDeviceType } from '@iopath/core';
import type { HostTree } from '../../tree/host-tree';
import { pciClassOf } from '../../pci/pci-class';
import type { TreeNotes } from '../tree-notes';
import { controllersInUse } from './disk-controllers';
import type { PciFunction } from './pci-functions';
import type { SriovRelations } from './sriov';

/** Mass storage, and Fibre Channel: what disks hang on, be it worth passing through or not (PCI Code and ID Assignment 1.14). */
const DISK_CONTROLLERS = ['01', '0c04'];
/** A function with SR-IOV is made to be shared out, whatever it is. */
const OTHER = 'other';

/**
 * Devices besides NICs that a guest can be given: disks' controllers, GPUs, accelerators, and VFs of any kind. Bridges,
 * serial ports and what else a board has are left out.
 */
export function pciDeviceFacts(
  tree: HostTree,
  functions: readonly PciFunction[],
  relations: SriovRelations,
  notes: TreeNotes,
): readonly PciDeviceFacts[] {
  const pfs = new Set([...relations.vfs.values()].map(({ pfAddress }) => pfAddress));
  const devices = functions.flatMap((fn) => {
    const deviceClass = classNameOf(fn);
    const deviceType = typeOf(fn, relations, pfs);
    if (deviceClass === null && (deviceType === 'type-PCI' || isBridge(fn))) return [];
    return [{ fn, deviceClass: deviceClass ?? OTHER, deviceType }];
  });
  const disks = functions.filter(({ pciClass }) => DISK_CONTROLLERS.some((prefix) => pciClass.startsWith(prefix)));
  const inUse = controllersInUse(tree, disks, notes);
  return devices.map(({ fn, deviceClass, deviceType }) => {
    const pfAddress = relations.vfs.get(fn.address)?.pfAddress ?? null;
    return {
      address: fn.address,
      ...(fn.vendorId !== null && { vendorId: fn.vendorId }),
      ...(fn.productId !== null && { productId: fn.productId }),
      deviceClass,
      ...(fn.driver !== null && { driver: fn.driver }),
      deviceType,
      ...(pfAddress !== null && { pfAddress }),
      ...(fn.numaNode !== null && { numaNode: fn.numaNode }),
      ...(fn.iommuGroup !== null && { iommuGroup: fn.iommuGroup }),
      hostInUse: inUse.has(fn.address),
    };
  });
}

function classNameOf({ pciClass }: PciFunction): string | null {
  return pciClass === '' ? null : pciClassOf(Number.parseInt(pciClass.slice(0, 4), 16));
}

function isBridge({ pciClass }: PciFunction): boolean {
  return pciClass.startsWith('06') || pciClass === '';
}

/** As Nova has it: a function with SR-IOV is type-PF, even without VFs. */
function typeOf(
  fn: PciFunction,
  { capabilities, vfs }: SriovRelations,
  pfs: ReadonlySet<string | null>,
): PciDeviceType {
  if (vfs.has(fn.address)) return 'type-VF';
  return pfs.has(fn.address) || (capabilities.get(fn.address)?.totalVfs ?? 0) > 0 ? 'type-PF' : 'type-PCI';
}
