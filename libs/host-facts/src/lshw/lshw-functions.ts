import { normalisePciAddress } from '@iopath/core';
import type { SeenFunction } from '../pci/inferred-vfs';
import type { PciClass } from '../pci/pci-class';
import { aliasOfPci } from '../pci/modalias';
import { pciId } from '../pci/written-numbers';
import type { LshwNode } from './lshw-node';

/** A PCI function in lshw's tree. */
export interface LshwFunction extends SeenFunction {
  readonly node: LshwNode;
  readonly class: PciClass;
  /** What its interface is like: the node's own settings, or those of the virtio device below. */
  readonly settings: ReadonlyMap<string, string>;
}

/** Ids are in the text with `-numeric` only, without needless zeros, `I350 [8086:1521]`; the alias has them always. */
const NUMERIC_IDS = /\[([0-9a-f]{1,4}):([0-9a-f]{1,4})\]\s{0,9}$/i;
const PCI_BUSINFO = /^pci@([0-9a-f:.]{7,16})$/i;
const PCI_HANDLE = /^PCI:([0-9a-f:.]{7,16})$/i;

/**
 * PCI functions of the classes that an inventory is about, in the tree's order, each address once. Bridges, taps and VLANs
 * have no place on a bus and are no NICs; the interface of a virtio function is on a node below it.
 */
export function lshwFunctions(roots: readonly LshwNode[]): readonly LshwFunction[] {
  const functions = new Map<string, LshwFunction>();
  const visit = (node: LshwNode): void => {
    const address = addressOf(node);
    const name = address === null ? null : classOf(node);
    if (address !== null && name !== null && !functions.has(address)) {
      functions.set(address, { ...seen(node, address), node, class: name, settings: settingsOf(node) });
    }
    node.children.forEach(visit);
  };
  roots.forEach(visit);
  return [...functions.values()];
}

function seen(node: LshwNode, address: string): SeenFunction {
  const ids = NUMERIC_IDS.exec(node.product);
  const alias = aliasOfPci(node.modalias);
  return {
    address,
    vendorId: pciId(ids?.[1] ?? null) ?? alias?.vendorId ?? '',
    productId: pciId(ids?.[2] ?? null) ?? alias?.productId ?? '',
    vendorName: node.vendor,
    deviceName: node.product,
    interfaces: interfacesOf(node),
    // Where VFs are in the tree differs from version to version.
    bridge: null,
  };
}

function addressOf({ businfo, handle }: LshwNode): string | null {
  const text = PCI_BUSINFO.exec(businfo)?.[1] ?? (businfo === '' ? PCI_HANDLE.exec(handle)?.[1] : undefined);
  return text === undefined ? null : normalisePciAddress(text);
}

function interfacesOf(node: LshwNode): readonly string[] {
  return [node, ...virtioBelow(node)].flatMap(({ logicalNames }) => logicalNames);
}

/** The driver is that of the PCI function, the link that of the interface. */
function settingsOf(node: LshwNode): ReadonlyMap<string, string> {
  return new Map([...virtioBelow(node).flatMap(({ configuration }) => [...configuration]), ...node.configuration]);
}

function virtioBelow({ children }: LshwNode): readonly LshwNode[] {
  return children.filter((child) => child.class === 'network' && child.businfo.startsWith('virtio@'));
}

/** lshw sorts by base class, and names sub-classes in words (`src/core/pci.cc get_class_description`). */
function classOf({ class: base, description, capabilities, configuration }: LshwNode): PciClass | null {
  switch (base) {
    case 'network':
      return 'network';
    case 'display':
      return 'gpu';
    case 'storage':
      if (capabilities.has('nvme') || capabilities.has('nvm_express') || configuration.get('driver') === 'nvme')
        return 'nvme';
      if (/^non-volatile memory/i.test(description)) return 'nvme';
      return /^(raid|scsi|serial attached scsi)/i.test(description) ? 'hba' : null;
    default:
      if (/^fib(re|er) channel/i.test(description)) return 'hba';
      return /^(processing accelerators|co-processor)/i.test(description) ? 'accelerator' : null;
  }
}
