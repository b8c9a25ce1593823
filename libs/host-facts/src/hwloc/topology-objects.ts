import { MAX_CPU, normalisePciAddress } from '@iopath/core';
import { UnreadableImport } from '../import/import-reader';
import type { SeenFunction } from '../pci/inferred-vfs';
import { decimal } from '../pci/written-numbers';
import type { SourceNotes } from '../notes/source-notes';
import { attribute, childrenNamed, type XmlElement } from '../xml/xml-element';

/** A place in the machine that has CPUs and memory: what I/O objects below it are near to. */
export interface Place {
  readonly nodeset: string | null;
  readonly cpuset: string | null;
}

export interface MemoryNode {
  readonly id: number;
  readonly element: XmlElement;
  readonly packageId: number | null;
}

export interface ProcessingUnit {
  readonly id: number;
  readonly packageId: number | null;
  /** Null: no core is told. */
  readonly core: object | null;
}

export interface PciFunction extends SeenFunction {
  readonly subClass: number;
  readonly near: Place;
}

/** The objects of a topology that an inventory is about, in document order, which is hwloc's logical order. */
export class TopologyObjects {
  readonly machines: XmlElement[] = [];
  readonly nodes: MemoryNode[] = [];
  readonly units: ProcessingUnit[] = [];
  readonly functions: PciFunction[] = [];
  readonly packages: XmlElement[] = [];

  constructor(
    topology: XmlElement,
    private readonly isNetworkDevice: (osDevice: XmlElement) => boolean,
    private readonly notes: SourceNotes,
  ) {
    const top = { place: { nodeset: null, cpuset: null }, packageId: null, core: null, bridge: null };
    for (const object of childrenNamed(topology, 'object')) this.walk(object, top);
    if (this.units.length > MAX_UNITS || this.functions.length > MAX_FUNCTIONS) {
      const message = `more than ${MAX_UNITS} CPUs or ${MAX_FUNCTIONS} PCI functions`;
      throw new UnreadableImport('import.too_large', message);
    }
    if (this.machines.length > 1) {
      throw new UnreadableImport('import.not_this_format', `the topology is of ${this.machines.length} machines`);
    }
  }

  private walk(object: XmlElement, above: Above): void {
    const type = attribute(object, 'type');
    const here = this.enter(object, type, { ...above, place: placeOf(object) ?? above.place });
    for (const child of childrenNamed(object, 'object')) this.walk(child, here);
  }

  /** Type names of hwloc 2, and those of hwloc 1 before 1.11. */
  private enter(object: XmlElement, type: string | null, here: Above): Above {
    const id = osIndex(object);
    switch (type) {
      case 'Machine':
        this.machines.push(object);
        return here;
      case 'Package':
      case 'Socket':
        this.packages.push(object);
        return { ...here, packageId: id };
      case 'NUMANode':
      case 'Node':
        if (id === null) this.notes.warn('a NUMA node has no number; it is left out.');
        else this.nodes.push({ id, element: object, packageId: here.packageId });
        return here;
      case 'Core':
        return { ...here, core: object };
      case 'PU':
      case 'Proc':
        if (id !== null && isOnline(object)) this.units.push({ id, packageId: here.packageId, core: here.core });
        return here;
      case 'Bridge':
        return { ...here, bridge: attribute(object, 'pci_busid') === null ? null : object };
      case 'PCIDev':
        this.addFunction(object, here);
        return here;
      default:
        return here;
    }
  }

  private addFunction(object: XmlElement, { place, bridge }: Above): void {
    const address = normalisePciAddress(attribute(object, 'pci_busid') ?? '');
    const type = PCI_TYPE.exec(attribute(object, 'pci_type') ?? '');
    if (address === null || type === null) {
      this.notes.warn('a PCI device has no address or no ids; it is left out.');
      return;
    }
    const [, subClass = '', vendorId = '', productId = ''] = type;
    this.functions.push({
      address,
      subClass: Number.parseInt(subClass, 16),
      vendorId: vendorId.toLowerCase(),
      productId: productId.toLowerCase(),
      vendorName: infoOf(object, 'PCIVendor') ?? '',
      deviceName: infoOf(object, 'PCIDevice') ?? '',
      interfaces: osDevicesOn(object)
        .filter(this.isNetworkDevice)
        .flatMap((device) => attribute(device, 'name') ?? []),
      near: place,
      bridge,
    });
  }
}

interface Above {
  readonly place: Place;
  readonly packageId: number | null;
  readonly core: object | null;
  readonly bridge: object | null;
}

const MAX_UNITS = MAX_CPU + 1;
const MAX_FUNCTIONS = 16_384;
/** `0200 [8086:1521] [15d9:0652] 01`: class, ids, ids of the subsystem, revision. */
const PCI_TYPE = /^([0-9a-f]{4})\s*\[([0-9a-f]{4}):([0-9a-f]{4})\]/i;
/** hwloc's word for not known, -1 without sign. */
const UNKNOWN_INDEX = 0xffffffff;

/** A value of the pairs of name and text that hwloc puts on objects. */
export function infoOf(object: XmlElement, name: string): string | null {
  const info = childrenNamed(object, 'info').find((pair) => attribute(pair, 'name') === name);
  return attribute(info ?? null, 'value');
}

function osIndex(object: XmlElement): number | null {
  const index = decimal(attribute(object, 'os_index'));
  return index === UNKNOWN_INDEX ? null : index;
}

/** I/O objects have neither set; where they are, the next object above says. */
function placeOf(object: XmlElement): Place | null {
  const nodeset = attribute(object, 'nodeset');
  const cpuset = attribute(object, 'cpuset');
  return nodeset === null && cpuset === null ? null : { nodeset, cpuset };
}

/** hwloc 1 lists CPUs that are off, too, and leaves them out of their own sets. */
function isOnline(unit: XmlElement): boolean {
  return ['cpuset', 'online_cpuset'].every((name) => {
    const set = attribute(unit, name);
    return set === null || /[1-9a-f]/i.test(set.replaceAll('0x', ''));
  });
}

/** An interface of a virtio function is one level further down in some versions. */
function osDevicesOn(object: XmlElement): readonly XmlElement[] {
  return childrenNamed(object, 'object').flatMap((child) =>
    attribute(child, 'type') === 'OSDev' ? [child, ...osDevicesOn(child)] : [],
  );
}
