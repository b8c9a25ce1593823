import type { Fault } from '../../fault';
import type { Inventory, PciDevice } from '../inventory';

/**
 * Only a VF is a VF of something, and that is an SR-IOV function. It need not be in the document: an operator lists what
 * may be given away, and keeps the PF of an HBA to the host as a rule.
 */
export function checkPciDeviceTypes({ pfs, pciDevices }: Inventory): readonly Fault[] {
  const withoutVfs = new Set<string>();
  for (const { address, deviceType } of pciDevices) if (deviceType !== 'type-PF') withoutVfs.add(address);
  for (const pf of pfs) for (const { address } of pf.vfs) withoutVfs.add(address);
  return pciDevices.flatMap((device, index) => {
    const fault = faultOf(device, withoutVfs);
    return [
      ...(fault === null ? [] : [{ pointer: `/pci_devices/${index}/pf_address`, ...fault }]),
      ...(isVfForOneUse(device) ? [{ pointer: `/pci_devices/${index}/one_time_use`, ...VF_FOR_ONE_USE }] : []),
    ];
  });
}

const VF_FOR_ONE_USE: Omit<Fault, 'pointer'> = {
  code: 'pci_device.vf_for_one_use',
  message: 'Nova knows one_time_use of type-PCI and type-PF only',
};

/** Nova refuses to start on it (`nova/pci/devspec.py`, handbook 3.1). */
function isVfForOneUse({ deviceType, oneTimeUse }: PciDevice): boolean {
  return deviceType === 'type-VF' && oneTimeUse === true;
}

function faultOf(
  { address, deviceType, pfAddress }: PciDevice,
  withoutVfs: ReadonlySet<string>,
): Omit<Fault, 'pointer'> | null {
  if (pfAddress === null) return null;
  if (deviceType !== 'type-VF') {
    return { code: 'pci_device.pf_of_no_vf', message: `${address} is ${deviceType}, and only a type-VF has a PF` };
  }
  if (!withoutVfs.has(pfAddress)) return null;
  return { code: 'pci_device.pf_not_a_pf', message: `${pfAddress} is no PF in this document` };
}
