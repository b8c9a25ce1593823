import { formatPciAddress } from '@iopath/core';
import { decimal, hexOrDecimal, pciId } from '../pci/written-numbers';
import { attribute, childNamed, childrenNamed, childText, type XmlElement } from '../xml/xml-element';

/** A document of `virsh nodedev-dumpxml`. */
export interface NodeDevice {
  readonly name: string;
  readonly parent: string | null;
  /** In sysfs; libvirt tells it since 1.2.8. */
  readonly path: string | null;
  readonly driver: string | null;
  /** `pci`, `net`, `vdpa`, `usb_device` … */
  readonly type: string;
  readonly capability: XmlElement;
}

/** A PCI function, as libvirt describes it. */
export interface PciNodeDevice extends NodeDevice {
  readonly address: string;
  /** Base class and sub-class. Null: libvirt before 5.2 does not tell it, and 0xffffff means that it could not be read. */
  readonly subClass: number | null;
  readonly vendorId: string | null;
  readonly productId: string | null;
  /** What vendor and product are called. */
  readonly label: string;
  /** Where its PF is: it is a VF. */
  readonly physicalFunction: string | null;
  /** Its VFs, in the order of their indexes; null: no SR-IOV function. */
  readonly virtualFunctions: readonly string[] | null;
  readonly maxVfs: number | null;
  readonly iommuGroup: number | null;
  readonly numaNode: number | null;
}

/** Null when it has neither name nor capability. */
export function nodeDevice(device: XmlElement): NodeDevice | null {
  const name = childText(device, 'name');
  const capability = childNamed(device, 'capability');
  const type = attribute(capability, 'type');
  if (name === null || capability === null || type === null) return null;
  return {
    name,
    parent: childText(device, 'parent'),
    path: childText(device, 'path'),
    driver: childText(childNamed(device, 'driver'), 'name'),
    type,
    capability,
  };
}

/**
 * The PCI side of a node device. Domain, bus, slot and function are text in decimal digits there, while those of `<address>`
 * are attributes in hex (`virNodeDeviceCapPCIDefFormat`): bus 130 is 0x82. Null when the address cannot be one.
 */
export function pciNodeDevice(device: NodeDevice): PciNodeDevice | null {
  const { capability } = device;
  const [domain, bus, slot, fn] = ['domain', 'bus', 'slot', 'function'].map((part) =>
    hexOrDecimal(childText(capability, part)),
  );
  const address = pciAddress(domain, bus, slot, fn);
  if (address === null) return null;
  const pf = nested(capability, 'phys_function');
  const vfs = nested(capability, 'virt_functions');
  const vendor = childNamed(capability, 'vendor');
  const product = childNamed(capability, 'product');
  return {
    ...device,
    address,
    subClass: subClassOf(childText(capability, 'class')),
    vendorId: pciId(attribute(vendor, 'id')),
    productId: pciId(attribute(product, 'id')),
    label: `${vendor?.text ?? ''} ${product?.text ?? ''}`.trim(),
    physicalFunction: pf === null ? null : (addressesIn(pf)[0] ?? null),
    virtualFunctions: vfs === null ? null : addressesIn(vfs),
    maxVfs: decimal(attribute(vfs, 'maxCount')),
    iommuGroup: decimal(attribute(childNamed(capability, 'iommuGroup'), 'number')),
    // Left out where it is not known; -1 is no number here.
    numaNode: decimal(attribute(childNamed(capability, 'numa'), 'node')),
  };
}

function nested(capability: XmlElement, type: string): XmlElement | null {
  return childrenNamed(capability, 'capability').find((inner) => attribute(inner, 'type') === type) ?? null;
}

/** Attributes in hex. */
function addressesIn(element: XmlElement): readonly string[] {
  return childrenNamed(element, 'address').flatMap((address) => {
    const [domain, bus, slot, fn] = ['domain', 'bus', 'slot', 'function'].map((part) =>
      hexOrDecimal(attribute(address, part)),
    );
    return pciAddress(domain ?? 0, bus, slot, fn) ?? [];
  });
}

function pciAddress(
  domain: number | null | undefined,
  bus: number | null | undefined,
  slot: number | null | undefined,
  fn: number | null | undefined,
): string | null {
  if (domain == null || bus == null || slot == null || fn == null) return null;
  if (domain > 0xffffffff || bus > 0xff || slot > 0x1f || fn > 7) return null;
  return formatPciAddress({ domain, bus, slot, function: fn });
}

const NO_CLASS = 0xffffff;

/** `0x020000`: base class, sub-class and programming interface. */
function subClassOf(text: string | null): number | null {
  const code = hexOrDecimal(text);
  return code === null || code >= NO_CLASS ? null : code >> 8;
}
