import { parsePciAddress } from '@iopath/core';
import { type Element, element } from './element';

/** Where a PCI function sits on the host, as libvirt writes it. */
export function pciSource(address: string): Element {
  const parts = parsePciAddress(address);
  if (parts === null) throw new Error(`${address} is no PCI address.`);
  const hex = (value: number, digits: number) => `0x${value.toString(16).padStart(digits, '0')}`;
  const at = {
    type: 'pci',
    domain: hex(parts.domain, 4),
    bus: hex(parts.bus, 2),
    slot: hex(parts.slot, 2),
    function: hex(parts.function, 1),
  };
  return element('source', {}, [element('address', at)]);
}

/** A PCI device that the guest gets whole (`nova/virt/libvirt/config.py LibvirtConfigGuestHostdevPCI`). */
export function passedThrough(address: string): Element {
  // An address within `source` of a hostdev has no type.
  const { children } = pciSource(address);
  const bare = children.map((child) => {
    if (typeof child === 'string') return child;
    const { type: _type, ...attributes } = child.attributes;
    return { ...child, attributes };
  });
  return element('hostdev', { mode: 'subsystem', type: 'pci', managed: 'yes' }, [element('source', {}, bare)]);
}
