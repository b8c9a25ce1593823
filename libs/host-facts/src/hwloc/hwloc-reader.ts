import {
  comparePciAddresses,
  type InventoryFacts,
  type PciDeviceFacts,
  type PfFacts,
  type SettingFacts,
} from '@iopath/core';
import { type ImportReader, UnreadableImport } from '../import/import-reader';
import { SourceNotes } from '../notes/source-notes';
import { sortedFunctions, type SortedFunctions } from '../pci/inferred-vfs';
import { pciClassOf } from '../pci/pci-class';
import { decimal } from '../pci/written-numbers';
import { readXml } from '../xml/read-xml';
import { attribute, type XmlElement } from '../xml/xml-element';
import { nodeDistances } from './node-distances';
import { NumaNodes } from './numa-nodes';
import { infoOf, type PciFunction, TopologyObjects } from './topology-objects';

const SOURCE = 'hwloc';

/** Topologies of hwloc 1, 2 and 3. */
export const hwlocReader: ImportReader = {
  format: SOURCE,
  what: '`lstopo --of xml` of hwloc 1, 2 or 3; with `--whole-io` it has all PCI devices',
  read: (bytes) => factsOf(readXml(bytes)),
};

function factsOf(roots: readonly XmlElement[]): InventoryFacts {
  const [topology, ...more] = roots;
  if (topology === undefined || topology.name !== 'topology' || more.length > 0) {
    const name = (roots.find((root) => root.name !== 'topology') ?? topology)?.name.slice(0, 64);
    const what = more.length > 0 ? `${roots.length} documents` : `<${name}>`;
    throw new UnreadableImport('import.not_this_format', `${what}: not the one topology that lstopo writes`);
  }
  const notes = new SourceNotes();
  const objects = new TopologyObjects(topology, networkDevicesOf(topology), notes);
  if (objects.units.length === 0) throw new UnreadableImport('import.not_this_format', 'the topology has no CPUs');
  const nodes = new NumaNodes(objects, notes);
  const functions = distinct(objects.functions);
  const hasPci = functions.length > 0;
  const network = sortedFunctions(functions.filter(({ subClass }) => pciClassOf(subClass) === 'network'));
  noteUnseen(hasPci, notes);
  return {
    source: SOURCE,
    observedAtMs: null,
    settings: settingsOf(topology, objects),
    numaNodes: nodes.facts(nodeDistances(topology, objects)),
    ...(hasPci && {
      pfs: networkFunctions(network, nodes, notes),
      pciDevices: [...passthroughDevices(functions, nodes), ...strayVfs(network, nodes, notes)],
    }),
    // Which devices lstopo writes is a matter of its options.
    ...(hasPci && { partialLists: ['pfs', 'pciDevices'] as const }),
    unseen: notes.unseen,
    assumed: notes.assumed,
    warnings: notes.warnings,
  };
}

/**
 * OS devices are of one kind in hwloc 1 and 2 (`hwloc_obj_osdev_type_e`: 2 is a network interface, 3 is OpenFabrics), and of
 * several, as bits, in hwloc 3 (16 and 32). Names of OpenFabrics devices are no interfaces.
 */
function networkDevicesOf(topology: XmlElement): (osDevice: XmlElement) => boolean {
  const major = Number.parseInt(attribute(topology, 'version') ?? '1', 10);
  return (osDevice) => {
    const type = attribute(osDevice, 'osdev_type');
    const kind = decimal(type);
    if (kind === null) return type !== null && /^network$/i.test(type);
    return major >= 3 ? (kind & 16) !== 0 && (kind & 32) === 0 : kind === 2;
  };
}

function distinct(functions: readonly PciFunction[]): readonly PciFunction[] {
  const byAddress = new Map(functions.toReversed().map((each) => [each.address, each]));
  return [...byAddress.values()].sort((a, b) => comparePciAddresses(a.address, b.address));
}

function networkFunctions(
  { pfs }: SortedFunctions<PciFunction>,
  nodes: NumaNodes,
  notes: SourceNotes,
): readonly PfFacts[] {
  const why =
    'hwloc does not tell VFs: inferred from their names, their ids, their place, and that they have no interface';
  return pfs.map(({ pf, vfs }) => {
    if (vfs.length === 0) return networkFunction(pf, nodes);
    notes.assume(`pfs/${pf.address}/vfs`, why);
    return { ...networkFunction(pf, nodes), vfs: vfs.map(virtualFunction) };
  });
}

/** A VF that nobody has is still there: it is listed, and without its PF never given away. */
function strayVfs({ strays }: SortedFunctions<PciFunction>, nodes: NumaNodes, notes: SourceNotes): PciDeviceFacts[] {
  return strays.map(({ address, vendorId, productId, near }) => {
    notes.warn(`${address} is a VF of one of several PFs, and hwloc does not tell of which`);
    const numaNode = nodes.nodeAt(near);
    const deviceType = 'type-VF' as const;
    return { address, vendorId, productId, deviceClass: 'network', deviceType, ...(numaNode !== null && { numaNode }) };
  });
}

function networkFunction({ address, vendorId, productId, interfaces, near }: PciFunction, nodes: NumaNodes): PfFacts {
  const numaNode = nodes.nodeAt(near);
  const [ifname] = interfaces;
  return {
    address,
    vendorId,
    productId,
    ...(ifname !== undefined && { ifname }),
    ...(numaNode !== null && { numaNode }),
  };
}

function virtualFunction({ address, vendorId, productId, interfaces: [ifname] }: PciFunction) {
  return { address, vendorId, productId, ...(ifname !== undefined && { ifname }) };
}

function passthroughDevices(functions: readonly PciFunction[], nodes: NumaNodes): readonly PciDeviceFacts[] {
  return functions.flatMap(({ address, vendorId, productId, subClass, near }) => {
    const deviceClass = pciClassOf(subClass);
    if (deviceClass === null || deviceClass === 'network') return [];
    const numaNode = nodes.nodeAt(near);
    return [{ address, vendorId, productId, deviceClass, ...(numaNode !== null && { numaNode }) }];
  });
}

/** hwloc 3 puts what is of the whole machine on the topology, those before it on the machine. */
function settingsOf(topology: XmlElement, { machines, packages }: TopologyObjects): SettingFacts {
  const ofMachine = (name: string) =>
    [topology, ...machines].map((object) => infoOf(object, name)).find((value) => value !== null) ?? null;
  const arch = ofMachine('Architecture');
  const kernel = ofMachine('OSName') === 'Linux' ? ofMachine('OSRelease') : null;
  const model =
    packages.map((object) => infoOf(object, 'CPUModel')).find((value) => value !== null) ?? ofMachine('CPUModel');
  return {
    cpu: { ...(arch !== null && { arch }), ...(model !== null && { model }) },
    ...(kernel !== null && { versions: { kernel } }),
  };
}

const NEVER_TOLD = [
  'pfs.driver',
  'pfs.total_vfs',
  'pfs.link_state',
  'pfs.link_speed_mbps',
  'pfs.physical_network',
  'pfs.iommu_group',
  'numa_nodes.pages.free',
  'iommu.enabled',
  'vhost.net',
] as const;

function noteUnseen(hasPci: boolean, notes: SourceNotes): void {
  if (!hasPci) {
    for (const fact of ['pfs', 'pci_devices']) notes.notTold(fact, 'the topology was written without I/O devices');
  }
  for (const fact of NEVER_TOLD) notes.notTold(fact, 'hwloc does not tell it');
}
