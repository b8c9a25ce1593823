import { comparePciAddresses, normalisePciAddress } from '@iopath/core';
import { aliasOfPci } from '../../pci/modalias';
import { childOf } from '../../tree/follow-links';
import type { HostTree } from '../../tree/host-tree';
import { attributeOf, decimal, firstValues, linkedName, numberOf } from '../attributes';
import type { TreeNotes } from '../tree-notes';

const BUS = '/sys/bus/pci/devices';
const DEVICES = '/sys/devices';
/** 16 NICs of 256 VFs each, and as many again. */
const MAX_FUNCTIONS = 8192;
/** PCI buses in a row below each other: PCIe allows 256, and machines have some. */
const MAX_BRIDGES_DEEP = 32;

/** One function on the PCI bus, as sysfs has it (Documentation/ABI/testing/sysfs-bus-pci). */
export interface PciFunction {
  readonly address: string;
  /** Where its files are: a path that may be a link. */
  readonly path: string;
  /** The same with links followed: below its bridges. */
  readonly place: string;
  /** Four hexadecimal digits, lower case; null: the capture lacks them. */
  readonly vendorId: string | null;
  readonly productId: string | null;
  /** Six hexadecimal digits: base class, sub-class, programming interface. Empty: not known. */
  readonly pciClass: string;
  readonly driver: string | null;
  /** Null also for -1, which says that the firmware does not tell. */
  readonly numaNode: number | null;
  readonly iommuGroup: number | null;
  /** The bridge of the processor that it hangs on: `0000:3a`. */
  readonly pcieRoot: string | null;
}

/** Every function that the tree shows, with or without a driver, in order of address. */
export function pciFunctions(tree: HostTree, notes: TreeNotes): readonly PciFunction[] {
  const pathsByAddress = new Map<string, string>();
  let dangling = 0;
  for (const name of tree.list(BUS)) {
    const address = normalisePciAddress(name);
    const path = childOf(BUS, name);
    if (address === null) notes.warn(`${path} is no PCI address, and is left out.`);
    else if (tree.exists(path)) pathsByAddress.set(address, path);
    else dangling++;
  }
  // Captures may have the devices and no bus, or links to devices that they put elsewhere.
  if (pathsByAddress.size === 0 || dangling > 0) {
    for (const [address, path] of functionsBelowRoots(tree)) {
      if (!pathsByAddress.has(address)) pathsByAddress.set(address, path);
    }
  }
  if (pathsByAddress.size === 0) {
    notes.unseen('pfs', BUS, BUS);
    notes.unseen('pci_devices', BUS, BUS);
  }
  if (pathsByAddress.size > MAX_FUNCTIONS)
    notes.warn(`Of ${pathsByAddress.size} PCI functions ${MAX_FUNCTIONS} are read.`);
  return [...pathsByAddress]
    .slice(0, MAX_FUNCTIONS)
    .map(([address, path]) => functionAt(tree, address, path))
    .sort((a, b) => comparePciAddresses(a.address, b.address));
}

function functionAt(tree: HostTree, address: string, path: string): PciFunction {
  const uevent = firstValues(attributeOf(tree, `${path}/uevent`) ?? '', '=');
  const alias = aliasOfPci(attributeOf(tree, `${path}/modalias`) ?? uevent.get('MODALIAS') ?? '');
  const [vendor, product] = (uevent.get('PCI_ID') ?? ':').split(':');
  const place = tree.resolve(path) ?? path;
  const numaNode = numberOf(tree, `${path}/numa_node`);
  const group = decimal(linkedName(tree, `${path}/iommu_group`));
  return {
    address,
    path,
    place,
    vendorId: hexId(attributeOf(tree, `${path}/vendor`)) ?? hexId(vendor) ?? alias?.vendorId ?? null,
    productId: hexId(attributeOf(tree, `${path}/device`)) ?? hexId(product) ?? alias?.productId ?? null,
    pciClass: classOf(attributeOf(tree, `${path}/class`)) ?? classOf(uevent.get('PCI_CLASS')) ?? alias?.pciClass ?? '',
    driver: linkedName(tree, `${path}/driver`) ?? uevent.get('DRIVER') ?? null,
    numaNode: numaNode === null || numaNode < 0 ? null : numaNode,
    iommuGroup: group === null || group < 0 ? null : group,
    pcieRoot: rootOf(place),
  };
}

/** `0x8086`, or digits alone as in `uevent`. */
function hexId(text: string | null | undefined): string | null {
  return /^(?:0x)?([0-9a-f]{4})$/i.exec(text ?? '')?.[1]?.toLowerCase() ?? null;
}

/** `0x020000`; `uevent` leaves leading zeros out. */
function classOf(text: string | null | undefined): string | null {
  return (
    /^(?:0x)?([0-9a-f]{5,6})$/i
      .exec(text ?? '')?.[1]
      ?.toLowerCase()
      .padStart(6, '0') ?? null
  );
}

/** Of nested roots, such as those that Intel VMD makes, the one that its own bus hangs on. */
function rootOf(place: string): string | null {
  const roots = place.split('/').filter((name) => /^pci[0-9a-f]{4,8}:[0-9a-f]{2}$/i.test(name));
  return roots.at(-1)?.slice('pci'.length).toLowerCase() ?? null;
}

function functionsBelowRoots(tree: HostTree): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const isBus = (name: string) => /^pci[0-9a-f]{4,8}:[0-9a-f]{2}$/i.test(name);
  let level = tree
    .list(DEVICES)
    .filter(isBus)
    .map((name) => childOf(DEVICES, name));
  for (let depth = 0; depth < MAX_BRIDGES_DEEP && level.length > 0; depth++) {
    const below: string[] = [];
    for (const folder of level) {
      for (const name of tree.list(folder)) {
        const address = normalisePciAddress(name);
        if (address === null && !isBus(name)) continue;
        const path = childOf(folder, name);
        // Links between devices, such as virtfn0, are not what lies below; links of suppliers have other names.
        if (tree.linkTarget(path) !== null) continue;
        if (address !== null) found.set(address, path);
        below.push(path);
      }
    }
    level = below;
  }
  return found;
}
