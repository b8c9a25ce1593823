import type { InventoryFacts, SettingFacts } from '@iopath/core';
import { type ImportReader, UnreadableImport } from '../import/import-reader';
import { SourceNotes } from '../notes/source-notes';
import { readXml } from '../xml/read-xml';
import { attribute, childNamed, childrenNamed, childText, type XmlElement } from '../xml/xml-element';
import { factsOfCapabilities } from './capabilities';
import { networkFunctions } from './network-functions';
import { nodeDevice } from './node-device';
import { NodeDeviceTree } from './node-device-tree';
import { passthroughDevices } from './passthrough-devices';

const SOURCE = 'libvirt';
const OWN_DOCUMENTS = new Set(['capabilities', 'device', 'domainCapabilities']);

/** `virsh capabilities`, `virsh nodedev-dumpxml` of any number of devices, `virsh domcapabilities`: any of them, in any order. */
export const libvirtReader: ImportReader = {
  format: SOURCE,
  what: '`virsh capabilities` and `virsh nodedev-dumpxml` of the devices, one after another in one file',
  read: (bytes) => factsOf(readXml(bytes)),
};

function factsOf(roots: readonly XmlElement[]): InventoryFacts {
  const notes = new SourceNotes();
  const documents = roots.flatMap((root) => unwrapped(root, notes));
  const named = (name: string) => documents.filter((document) => document.name === name);
  if (documents.length === 0) throw notLibvirt(roots);

  const [capabilities, ...more] = named('capabilities');
  if (more.length > 0) notes.warn('there are several capabilities documents; the first one counts.');
  const host = capabilities === undefined ? null : factsOfCapabilities(capabilities, notes);
  const elements = named('device');
  const devices = elements.flatMap((element) => nodeDevice(element) ?? []);
  if (devices.length < elements.length) {
    notes.warn(`${elements.length - devices.length} devices have no name or no capability; they are left out.`);
  }
  const tree = new NodeDeviceTree(devices, notes);
  const hasPci = tree.pci.size > 0;
  const network = networkFunctions(tree, notes);
  noteUnseen(host?.numaNodes !== undefined, hasPci, notes);
  return {
    source: SOURCE,
    observedAtMs: null,
    settings: settingsOf(host?.settings ?? {}, tree, named('domainCapabilities')),
    ...(host?.numaNodes && { numaNodes: host.numaNodes }),
    ...(hasPci && { pfs: network.pfs, pciDevices: passthroughDevices(tree, network.orphans, notes) }),
    ...(hasPci && !tree.isWhole && { partialLists: ['pfs', 'pciDevices'] as const }),
    unseen: notes.unseen,
    assumed: notes.assumed,
    warnings: notes.warnings,
  };
}

/** Documents of libvirt's own, out of a root element that somebody put around them, too. */
function unwrapped(root: XmlElement, notes: SourceNotes): readonly XmlElement[] {
  if (OWN_DOCUMENTS.has(root.name)) return [root];
  const inner = root.name === 'domain' ? [] : root.children.filter(({ name }) => OWN_DOCUMENTS.has(name));
  if (inner.length === 0) notes.warn(`a <${root.name.slice(0, 64)}> is none of what is read here; it is left out.`);
  return inner;
}

function notLibvirt(roots: readonly XmlElement[]): UnreadableImport {
  const name = (roots[0]?.name ?? '').slice(0, 64);
  const message =
    name === 'domain'
      ? 'the XML of a domain describes a guest; a host is described by virsh capabilities and virsh nodedev-dumpxml'
      : `<${name}> is neither the capabilities nor a node device of libvirt`;
  return new UnreadableImport('import.not_this_format', message);
}

function settingsOf(told: SettingFacts, tree: NodeDeviceTree, domainCapabilities: readonly XmlElement[]): SettingFacts {
  const arch = childText(domainCapabilities[0] ?? null, 'arch');
  const hasGroups = [...tree.pci.values()].some(({ iommuGroup }) => iommuGroup !== null);
  return {
    ...told,
    ...(told.cpu?.arch === undefined && arch !== null && { cpu: { ...told.cpu, arch } }),
    ...(told.iommu === undefined && hasGroups && { iommu: { enabled: true } }),
    ...(domainCapabilities.some(offersVfio) && { vfio: true }),
  };
}

/** libvirt lists VFIO when `/dev/vfio/vfio` is there and the IOMMU has groups (`virHostdevHostSupportsPassthroughVFIO`). */
function offersVfio(domainCapabilities: XmlElement): boolean {
  const hostdev = childNamed(childNamed(domainCapabilities, 'devices'), 'hostdev');
  const backends = childrenNamed(hostdev, 'enum').find((values) => attribute(values, 'name') === 'pciBackend') ?? null;
  return childrenNamed(backends, 'value').some(({ text }) => text === 'vfio');
}

const NEVER_TOLD = [
  'pfs.physical_network',
  'pfs.mtu',
  'pfs.combined_queues',
  'pfs.vfs.queues',
  'numa_nodes.pages.free',
  'iommu.passthrough',
  'cpu.posted_interrupts',
  'vhost.net',
] as const;

function noteUnseen(hasTopology: boolean, hasPci: boolean, notes: SourceNotes): void {
  if (!hasTopology) notes.notTold('numa_nodes', 'there is no topology: add the output of virsh capabilities');
  if (!hasPci) {
    for (const fact of ['pfs', 'pci_devices']) notes.notTold(fact, 'there is no PCI device: add virsh nodedev-dumpxml');
  }
  for (const fact of NEVER_TOLD) notes.notTold(fact, 'libvirt does not tell it');
}
