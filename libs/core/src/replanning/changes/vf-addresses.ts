import type { PhysicalFunction } from '../../inventory/inventory';
import { formatPciAddress, parsePciAddress, type PciAddressParts } from '../../inventory/pci-address';

const LAST_ROUTING_ID = 0xffff;

/**
 * The PCI address that a VF with this index has. A VF's routing ID is its PF's, plus First VF Offset, plus index times VF
 * Stride (SR-IOV 1.1, 3.3.9 and 3.3.10; Linux, `drivers/pci/iov.c pci_iov_virtfn_devfn`): two present VFs tell both.
 * Null where fewer are present, where they do not agree, and beyond the last bus. Offset and stride may change with the
 * number of VFs, so an address of one that is not created yet is an expectation.
 */
export function vfAddress({ vfs }: Pick<PhysicalFunction, 'vfs'>, index: number): string | null {
  const present = vfs.flatMap((vf) => {
    const parts = parsePciAddress(vf.address);
    return parts === null ? [] : [{ index: vf.index, domain: parts.domain, routingId: routingIdOf(parts) }];
  });
  const [first, second] = present;
  if (first === undefined || second === undefined || present.length < vfs.length) return null;
  const stride = (second.routingId - first.routingId) / (second.index - first.index);
  const at = (nth: number): number => first.routingId + stride * (nth - first.index);
  const agree = present.every((vf) => vf.domain === first.domain && vf.routingId === at(vf.index));
  const routingId = at(index);
  if (!agree || !Number.isInteger(routingId) || routingId < 0 || routingId > LAST_ROUTING_ID) return null;
  return formatPciAddress({ domain: first.domain, ...partsOf(routingId) });
}

/** Bus in bits 15 to 8, slot in 7 to 3, function in 2 to 0 (PCI Express Base 6.0, 2.2.6.2). */
function routingIdOf({ bus, slot, function: fn }: PciAddressParts): number {
  return (bus << 8) | (slot << 3) | fn;
}

function partsOf(routingId: number): Omit<PciAddressParts, 'domain'> {
  return { bus: routingId >> 8, slot: (routingId >> 3) & 0x1f, function: routingId & 0x7 };
}
