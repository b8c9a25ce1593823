import { comparePciAddresses, type PciDeviceFacts } from '@iopath/core';
import type { SourceNotes } from '../notes/source-notes';
import { deviceClassOf } from './device-class';
import type { PciNodeDevice } from './node-device';
import type { NodeDeviceTree } from './node-device-tree';

/**
 * Functions other than NICs that may be passed through: NVMe disks, host bus adapters, GPUs, accelerators, and whatever has
 * SR-IOV. Nova counts one with SR-IOV as type-PF even without VFs (`nova/objects/fields.py PciDeviceType`).
 *
 * @param orphans VFs of NICs that are not in the dump: an inventory lists those as devices that name their PF.
 */
export function passthroughDevices(
  tree: NodeDeviceTree,
  orphans: readonly PciNodeDevice[],
  notes: SourceNotes,
): readonly PciDeviceFacts[] {
  const pciDevices = [...tree.pci.values()].flatMap((device) => {
    const { name, assumedFrom } = deviceClassOf(device, tree.interfacesOf(device.address).length > 0);
    const isSriov = device.physicalFunction !== null || device.virtualFunctions !== null;
    if (name === 'network' || (name === null && !isSriov)) return [];
    if (assumedFrom !== null && name !== null) {
      notes.assume(`pci_devices/${device.address}/class`, `libvirt does not tell it; ${assumedFrom}`);
    }
    return [deviceFacts(device, name)];
  });
  return [...pciDevices, ...orphans.map((vf) => deviceFacts(vf, 'network'))].sort((a, b) =>
    comparePciAddresses(a.address, b.address),
  );
}

function deviceFacts(device: PciNodeDevice, deviceClass: string | null): PciDeviceFacts {
  const { address, vendorId, productId, driver, iommuGroup, numaNode, physicalFunction } = device;
  return {
    address,
    ...(vendorId !== null && { vendorId }),
    ...(productId !== null && { productId }),
    ...(deviceClass !== null && { deviceClass }),
    ...(driver !== null && { driver }),
    ...deviceType(device),
    ...(physicalFunction !== null && { pfAddress: physicalFunction }),
    ...(numaNode !== null && { numaNode }),
    ...(iommuGroup !== null && { iommuGroup }),
  };
}

function deviceType({ physicalFunction, virtualFunctions }: PciNodeDevice): Pick<PciDeviceFacts, 'deviceType'> {
  if (physicalFunction !== null) return { deviceType: 'type-VF' };
  return { deviceType: virtualFunctions === null ? 'type-PCI' : 'type-PF' };
}
