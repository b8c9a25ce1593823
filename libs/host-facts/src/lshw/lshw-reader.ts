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
import { type LshwFunction, lshwFunctions } from './lshw-functions';
import { nodesOfJson } from './lshw-json';
import type { LshwNode } from './lshw-node';
import { nodesOfXml } from './lshw-xml';

const SOURCE = 'lshw';
const BIT_PER_MBIT = 1e6;
const MAX_LINK_MBPS = 1_600_000;
const LESS_THAN = 0x3c;

/** What `lshw` sees of a machine, as XML or JSON; ids of devices are in it with `-numeric`, and in XML since B.02.19. */
export const lshwReader: ImportReader = {
  format: SOURCE,
  what: '`lshw -numeric -xml` or `lshw -numeric -json`',
  read: (bytes) => factsOf(isXml(bytes) ? nodesOfXml(bytes) : nodesOfJson(bytes)),
};

/** The first character that is neither white space nor part of a byte order mark. */
function isXml(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 1024).find((byte) => byte > 0x20 && byte < 0x80) === LESS_THAN;
}

function factsOf(roots: readonly LshwNode[]): InventoryFacts {
  if (roots.length === 0) throw new UnreadableImport('import.not_this_format', 'lshw lists nothing there');
  const notes = new SourceNotes();
  const functions = [...lshwFunctions(roots)].sort((a, b) => comparePciAddresses(a.address, b.address));
  const unnamed = functions.filter(({ vendorId }) => vendorId === '').length;
  if (unnamed > 0) notes.warn(`${unnamed} devices have no ids: run lshw with -numeric`);
  for (const fact of ['numa_nodes', 'pfs.numa_node', 'pci_devices.numa_node']) {
    notes.notTold(fact, 'lshw knows nothing of NUMA');
  }
  for (const fact of NEVER_TOLD) notes.notTold(fact, 'lshw does not tell it');
  const network = sortedFunctions(functions.filter((each) => each.class === 'network'));
  return {
    source: SOURCE,
    observedAtMs: null,
    settings: settingsOf(roots),
    pfs: networkFunctions(network, notes),
    pciDevices: [...functions.filter((each) => each.class !== 'network').map(deviceFacts), ...strayVfs(network, notes)],
    // With -class, and without root, it lists less than there is.
    partialLists: ['pfs', 'pciDevices'],
    unseen: notes.unseen,
    assumed: notes.assumed,
    warnings: notes.warnings,
  };
}

const NEVER_TOLD = ['pfs.total_vfs', 'pfs.physical_network', 'pfs.iommu_group', 'iommu.enabled', 'vhost.net'] as const;

function networkFunctions({ pfs }: SortedFunctions<LshwFunction>, notes: SourceNotes): readonly PfFacts[] {
  return pfs.map(({ pf, vfs }) => {
    if (vfs.length === 0) return { ...functionFacts(pf), ...linkFacts(pf) };
    notes.assume(
      `pfs/${pf.address}/vfs`,
      'lshw does not tell VFs: inferred from their names, their ids and their place',
    );
    return { ...functionFacts(pf), ...linkFacts(pf), vfs: vfs.map(functionFacts) };
  });
}

/** A VF that nobody has is still there: it is listed, and without its PF never given away. */
function strayVfs({ strays }: SortedFunctions<LshwFunction>, notes: SourceNotes): PciDeviceFacts[] {
  return strays.map((vf) => {
    notes.warn(`${vf.address} is a VF of one of several PFs, and lshw does not tell of which`);
    return { ...deviceFacts(vf), deviceType: 'type-VF' as const };
  });
}

function functionFacts({ address, vendorId, productId, node, interfaces: [ifname] }: LshwFunction) {
  const driver = node.configuration.get('driver') ?? '';
  return {
    address,
    ...(vendorId !== '' && { vendorId, productId }),
    ...(driver !== '' && { driver }),
    ...(ifname !== undefined && { ifname }),
  };
}

/** `size` is the speed of the link that is up; `capacity`, what the port could do, is none. */
function linkFacts({ node, settings }: LshwFunction) {
  const link = settings.get('link');
  const firmware = settings.get('firmware') ?? '';
  const linkSpeedMbps = Math.floor((node.sizeBitPerS ?? 0) / BIT_PER_MBIT);
  return {
    ...(link === 'yes' && { linkState: 'up' as const }),
    ...(link === 'no' && { linkState: 'down' as const }),
    ...(link !== 'no' && linkSpeedMbps > 0 && linkSpeedMbps <= MAX_LINK_MBPS && { linkSpeedMbps }),
    ...(firmware !== '' && firmware !== 'N/A' && { firmwareVersion: firmware }),
  };
}

function deviceFacts({ address, vendorId, productId, node, class: deviceClass }: LshwFunction): PciDeviceFacts {
  const driver = node.configuration.get('driver') ?? '';
  return { address, ...(vendorId !== '' && { vendorId, productId }), deviceClass, ...(driver !== '' && { driver }) };
}

function settingsOf(roots: readonly LshwNode[]): SettingFacts {
  const cpu = firstOf(roots, ({ class: name, product }) => name === 'processor' && product !== '');
  if (cpu === null) return {};
  const model = cpu.product.replace(/\s{0,9}\[[0-9a-f:]{1,9}\]$/i, '');
  return { cpu: { model, ...(cpu.capabilities.has('x86-64') && { arch: 'x86_64' }) } };
}

function firstOf(nodes: readonly LshwNode[], wanted: (node: LshwNode) => boolean): LshwNode | null {
  for (const node of nodes) {
    const found = wanted(node) ? node : firstOf(node.children, wanted);
    if (found !== null) return found;
  }
  return null;
}
