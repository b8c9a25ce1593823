import type { Fault } from '../../fault';
import type { Inventory } from '../inventory';

/** A PCI address names one function of one machine, so no PF, VF or other device shares one. */
export function checkPciAddresses(inventory: Inventory): readonly Fault[] {
  const firstSeenAt = new Map<string, string>();
  const faults: Fault[] = [];
  for (const { address, pointer } of addressesOf(inventory)) {
    const earlier = firstSeenAt.get(address);
    if (earlier === undefined) firstSeenAt.set(address, pointer);
    else faults.push({ pointer, code: 'pci_address.duplicate', message: `${address} is at ${earlier} already` });
  }
  return faults;
}

/** PFs before any VF, so that of a PF and a VF with one address it is the VF that is found wrong. */
function addressesOf({ pfs, pciDevices }: Inventory): { readonly address: string; readonly pointer: string }[] {
  return [
    ...pfs.map(({ address }, i) => ({ address, pointer: `/pfs/${i}/address` })),
    ...pciDevices.map(({ address }, i) => ({ address, pointer: `/pci_devices/${i}/address` })),
    ...pfs.flatMap((pf, i) => pf.vfs.map(({ address }, j) => ({ address, pointer: `/pfs/${i}/vfs/${j}/address` }))),
  ];
}
