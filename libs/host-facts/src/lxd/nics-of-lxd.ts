import type { PfFacts, VfFacts } from '@iopath/core';
import {
  booleanOf,
  integerOf,
  listOf,
  member,
  memberAt,
  pciAddressOf,
  pciIdOf,
  textOf,
  withoutUndefined,
} from '../json/json-values';
import { MAX_COUNT, MAX_LINK_SPEED_MBPS, MAX_LONG, MAX_NAME, MAX_NODE, MAX_SHORT } from '../json/limits';
import type { SourceNotes } from '../notes/source-notes';
import { vfUseOf } from '../pci/vf-use';

/** What other parts of the resources tell of a function, by its address. */
export type GroupOf = (address: string) => number | undefined;

/**
 * A card of `network.cards` (`ResourcesNetworkCard`), which is a PCI function. Null for what is on no PCI bus, or hangs on USB.
 * LXD writes the NUMA node 0 for both the node 0 and none.
 */
export function nicOfLxd(card: unknown, groupOf: GroupOf, notes: SourceNotes): PfFacts | null {
  const address = pciAddressOf(member(card, 'pci_address'));
  const isUsb = textOf(member(card, 'usb_address'), MAX_SHORT) !== undefined;
  if (address === undefined || isUsb) {
    notes.warn(`a network card ${isUsb ? 'on USB' : 'without PCI address'} is left out`);
    return null;
  }
  const ports = [...listOf(member(card, 'ports'))].sort((a, b) => portNumber(a) - portNumber(b));
  if (ports.length > 1) {
    notes.warn(`${address} has ${ports.length} ports, of which an inventory keeps the first, ${portName(ports[0])}`);
  }
  const sriov = member(card, 'sriov');
  return withoutUndefined({
    ...functionOf(card, address, groupOf),
    numaNode: nodeOf(card, `pfs/${address}/numa_node`, notes),
    ifname: portName(ports[0]),
    firmwareVersion: textOf(member(card, 'firmware_version'), MAX_LONG),
    ...linkOf(ports[0]),
    totalVfs: integerOf(member(sriov, 'maximum_vfs'), 0, MAX_COUNT),
    vfs: vfsOf(sriov, address, groupOf, notes),
  });
}

/** Node 0 may be said of what the kernel knows no node of. */
export function nodeOf(device: unknown, fact: string, notes: SourceNotes): number | undefined {
  const node = integerOf(member(device, 'numa_node'), 0, MAX_NODE);
  if (node === 0) notes.assume(fact, 'LXD writes 0 for the node 0, and also where the kernel knows none');
  return node;
}

export function functionOf(device: unknown, address: string, groupOf: GroupOf) {
  return withoutUndefined({
    address,
    vendorId: pciIdOf(member(device, 'vendor_id')),
    productId: pciIdOf(member(device, 'product_id')),
    driver: textOf(member(device, 'driver'), MAX_SHORT),
    iommuGroup: groupOf(address),
  });
}

function portNumber(port: unknown): number {
  return integerOf(member(port, 'port'), 0, MAX_COUNT) ?? MAX_COUNT;
}

function portName(port: unknown): string | undefined {
  return textOf(member(port, 'id'), MAX_NAME);
}

function linkOf(port: unknown): Pick<PfFacts, 'linkState' | 'linkSpeedMbps'> {
  const detected = booleanOf(member(port, 'link_detected'));
  return withoutUndefined({
    linkState: detected === undefined ? undefined : detected ? ('up' as const) : ('down' as const),
    linkSpeedMbps: integerOf(member(port, 'link_speed'), 1, MAX_LINK_SPEED_MBPS),
  });
}

/** Not told where the card has no SR-IOV, or where VFs are counted and none is listed. */
function vfsOf(
  sriov: unknown,
  pfAddress: string,
  groupOf: GroupOf,
  notes: SourceNotes,
): readonly VfFacts[] | undefined {
  const current = integerOf(member(sriov, 'current_vfs'), 0, MAX_COUNT);
  if (current === undefined) return undefined;
  const listed = listOf(member(sriov, 'vfs'));
  if (listed.length !== current) {
    notes.warn(`PF ${pfAddress} has ${current} VFs by current_vfs, and ${listed.length} are listed`);
    if (listed.length === 0) return undefined;
  }
  return listed.flatMap((card) => {
    const address = pciAddressOf(member(card, 'pci_address'));
    if (address === undefined) notes.warn(`a VF of PF ${pfAddress} has no PCI address and is left out`);
    return address === undefined ? [] : [vfOf(card, address, pfAddress, groupOf, notes)];
  });
}

function vfOf(card: unknown, address: string, pfAddress: string, groupOf: GroupOf, notes: SourceNotes): VfFacts {
  const facts = functionOf(card, address, groupOf);
  const ifname = portName(listOf(member(card, 'ports'))[0]);
  const vdpaDevice = textOf(memberAt(card, 'vdpa', 'name'), MAX_SHORT);
  const use = vfUseOf(withoutUndefined({ driver: facts.driver, ifname }));
  // The vDPA device takes the place of the interface.
  const { state, inferredFrom } = vdpaDevice !== undefined && ifname === undefined ? NOT_SHOWN : use;
  if (inferredFrom !== null) notes.assume(`pfs/${pfAddress}/vfs/${address}/state`, inferredFrom);
  if (state === null)
    notes.notTold('pfs.vfs.state', `whether anybody uses VFs of PF ${pfAddress} that have no interface`);
  return withoutUndefined({ ...facts, ifname, vdpaDevice, state: state ?? undefined });
}

const NOT_SHOWN = { state: null, inferredFrom: null };
