import { nicModelOf, type PciDeviceFacts, type PfFacts, vfModelsOf } from '@iopath/core';
import { UnreadableImport } from '../import/import-reader';
import {
  booleanOf,
  integerOf,
  listOf,
  member,
  pciAddressOf,
  pciIdOf,
  recordOf,
  textOf,
  withoutUndefined,
} from '../json/json-values';
import { MAX_LINK_SPEED_MBPS, MAX_LONG, MAX_NAME, MAX_NODE, MAX_SHORT } from '../json/limits';
import type { SourceNotes } from '../notes/source-notes';
import { pciClassOf } from '../pci/pci-class';
import type { Inspection } from './inspection';

const MAX_DEVICES = 65_536;
const VIRTIO_VENDOR = '1af4';

export interface DevicesOfInspection {
  readonly pfs: readonly PfFacts[];
  readonly pciDevices: readonly PciDeviceFacts[];
}

/**
 * NICs by what tells their PCI address: the collector `pci-devices`, the interface itself, or `businfo` of the
 * extra hardware. An interface whose address nobody tells is not kept. VFs cannot be told to be on which PF: those that their
 * ids give away are left out.
 */
export function devicesOf(inspection: Inspection, notes: SourceNotes): DevicesOfInspection {
  const nics = new Map<string, PfFacts>();
  const pciDevices = new Map<string, PciDeviceFacts>();
  if ((inspection.pciDevices?.length ?? 0) > MAX_DEVICES) {
    throw new UnreadableImport('import.too_large', `more than ${MAX_DEVICES} PCI devices`);
  }
  for (const entry of inspection.pciDevices ?? []) addPciDevice(entry, nics, pciDevices, notes);
  for (const { ifname, address, facts } of interfacesOf(inspection)) {
    const before = address === undefined ? undefined : nics.get(address)?.ifname;
    if (address === undefined) notes.warn(`the interface ${ifname} has no PCI address and is left out`);
    else if (before !== undefined) notes.warn(`${address} has the interface ${ifname} beside ${before}, which is kept`);
    else nics.set(address, { address, ...facts, ...nics.get(address), ifname });
  }
  return { pfs: [...nics.values()], pciDevices: [...pciDevices.values()] };
}

function addPciDevice(
  entry: unknown,
  nics: Map<string, PfFacts>,
  pciDevices: Map<string, PciDeviceFacts>,
  notes: SourceNotes,
): void {
  const address = pciAddressOf(member(entry, 'bus'));
  const subClass = /^(?:0x)?([0-9a-f]{4})[0-9a-f]{0,2}$/i.exec(textOf(member(entry, 'class'), MAX_SHORT) ?? '')?.[1];
  if (address === undefined || subClass === undefined) {
    notes.unreadable('pci_devices', 'entries of pci_devices without bus or class, as older agents made them');
    return;
  }
  const deviceClass = pciClassOf(Number.parseInt(subClass, 16));
  const vendorId = pciIdOf(member(entry, 'vendor_id'));
  const productId = pciIdOf(member(entry, 'product_id'));
  const facts = withoutUndefined({ address, vendorId, productId, numaNode: nodeOf(member(entry, 'numa_node_id')) });
  if (deviceClass === null) return;
  if (deviceClass !== 'network') pciDevices.set(address, { ...facts, deviceClass });
  else if (isVf(vendorId, productId)) notes.warn(`${address} is a VF by its ids, of a PF that is not told; left out`);
  else nics.set(address, facts);
}

/** A text, and `-1` where the kernel does not know. */
function nodeOf(value: unknown): number | undefined {
  return integerOf(value, 0, MAX_NODE);
}

function isVf(vendorId: string | undefined, productId: string | undefined): boolean {
  if (vendorId === undefined || productId === undefined) return false;
  return nicModelOf(vendorId, productId) === null && vfModelsOf(vendorId, productId).length > 0;
}

interface InterfaceOfInspection {
  readonly ifname: string;
  readonly address: string | undefined;
  readonly facts: Omit<PfFacts, 'address' | 'ifname'>;
}

function interfacesOf(inspection: Inspection): readonly InterfaceOfInspection[] {
  const { extra, inventory, numaTopology } = inspection;
  const nodes = new Map(
    listOf(numaTopology['nics']).map((nic) => [
      textOf(member(nic, 'name'), MAX_NAME),
      nodeOf(member(nic, 'numa_node')),
    ]),
  );
  const listed = new Map(
    listOf(inventory['interfaces']).flatMap((entry) => {
      const ifname = textOf(member(entry, 'name'), MAX_NAME);
      return ifname === undefined ? [] : [[ifname, recordOf(entry)] as const];
    }),
  );
  const names = new Set([...listed.keys(), ...extra.items('network').keys()]);
  return [...names].flatMap((ifname) => {
    const entry = listed.get(ifname);
    const businfo = extra.get('network', ifname, 'businfo');
    const address = pciAddressOf(member(entry, 'pci_address')) ?? pciAddressOf(/^pci@(.*)$/.exec(businfo ?? '')?.[1]);
    // Bridges, VLANs and bonds of the ramdisk have a place in extra hardware and none on a bus.
    if (entry === undefined && address === undefined) return [];
    const ids = idsOf(entry);
    if (isVf(ids.vendorId, ids.productId)) return [];
    return [
      {
        ifname,
        address,
        facts: withoutUndefined({ ...ids, numaNode: nodes.get(ifname), ...linkOf(entry, extra, ifname) }),
      },
    ];
  });
}

/** What virtio calls itself on its own bus is not what it is on PCI. */
function idsOf(entry: unknown): Pick<PfFacts, 'vendorId' | 'productId'> {
  const vendorId = pciIdOf(member(entry, 'vendor'));
  const productId = pciIdOf(member(entry, 'product'));
  return vendorId === undefined || vendorId === VIRTIO_VENDOR || productId === undefined ? {} : { vendorId, productId };
}

function linkOf(entry: unknown, extra: Inspection['extra'], ifname: string) {
  const link = extra.get('network', ifname, 'link');
  const carrier =
    booleanOf(member(entry, 'has_carrier')) ?? (link === 'yes' ? true : link === 'no' ? false : undefined);
  const offload = extra.get('network', ifname, 'hw-tc-offload');
  return {
    driver: textOf(member(entry, 'driver'), MAX_SHORT) ?? extra.get('network', ifname, 'driver')?.slice(0, MAX_SHORT),
    firmwareVersion: textOf(extra.get('network', ifname, 'firmware'), MAX_LONG),
    hwTcOffload: offload === undefined ? undefined : /^on\b/.test(offload),
    linkSpeedMbps: integerOf(member(entry, 'speed_mbps'), 1, MAX_LINK_SPEED_MBPS) ?? speedOf(extra, ifname),
    linkState: carrier === undefined ? undefined : carrier ? ('up' as const) : ('down' as const),
  };
}

const MBPS: Readonly<Record<string, number>> = { M: 1, G: 1000 };

/** lshw's `10Gbit/s`. */
function speedOf(extra: Inspection['extra'], ifname: string): number | undefined {
  const [, amount, unit = ''] = /^(\d{1,6})([MG])bit\/s$/.exec(extra.get('network', ifname, 'speed') ?? '') ?? [];
  return amount === undefined ? undefined : Number(amount) * (MBPS[unit] ?? 1);
}
