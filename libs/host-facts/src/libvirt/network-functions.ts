import { comparePciAddresses, type PfFacts, type VfFacts } from '@iopath/core';
import type { SourceNotes } from '../notes/source-notes';
import { deviceClassOf } from './device-class';
import type { PciNodeDevice } from './node-device';
import type { HostInterface, NodeDeviceTree } from './node-device-tree';

export interface NetworkFunctions {
  readonly pfs: readonly PfFacts[];
  /** VFs whose PF is no NIC of the dump: they cannot be listed under it. */
  readonly orphans: readonly PciNodeDevice[];
}

/** Real ports are up to 800 Gbit/s; some drivers give all ones when the link is down. */
const MAX_LINK_MBPS = 1_600_000;

/**
 * NICs and their VFs out of node devices. A function with a PF is a VF, whatever else it claims: old libvirt puts an empty list
 * of VFs on VFs, too. VFs are numbered as their PF lists them; those that only name their PF follow, as it may not be in the
 * dump, or may have been asked earlier.
 */
export function networkFunctions(tree: NodeDeviceTree, notes: SourceNotes): NetworkFunctions {
  const network = [...tree.pci.values()].filter((device) => {
    const { name, assumedFrom } = deviceClassOf(device, tree.interfacesOf(device.address).length > 0);
    if (name === 'network' && assumedFrom !== null) {
      const why = `libvirt does not tell its class; it is taken for a network function because ${assumedFrom}`;
      notes.assume(`pfs/${device.address}`, why);
    }
    return name === 'network';
  });
  const vfs = byPhysicalFunction(network);
  const tellsClasses = network.some(({ subClass }) => subClass !== null);
  const pfs = network
    .filter(({ physicalFunction }) => physicalFunction === null)
    .map((device) => pfFacts(device, tree, vfs.get(device.address) ?? [], tellsClasses, notes));
  const described = new Set(pfs.map(({ address }) => address));
  const orphans = [...vfs].filter(([address]) => !described.has(address));
  for (const [address, { length }] of orphans)
    notes.warn(`the dump has ${length} VFs of ${address}, and not that NIC.`);
  return {
    pfs: pfs.sort((a, b) => comparePciAddresses(a.address, b.address)),
    orphans: orphans.flatMap(([, devices]) => devices),
  };
}

function byPhysicalFunction(devices: readonly PciNodeDevice[]): ReadonlyMap<string, PciNodeDevice[]> {
  const vfs = new Map<string, PciNodeDevice[]>();
  for (const device of devices) {
    if (device.physicalFunction === null) continue;
    const others = vfs.get(device.physicalFunction);
    if (others === undefined) vfs.set(device.physicalFunction, [device]);
    else others.push(device);
  }
  return vfs;
}

function pfFacts(
  device: PciNodeDevice,
  tree: NodeDeviceTree,
  claiming: readonly PciNodeDevice[],
  tellsClasses: boolean,
  notes: SourceNotes,
): PfFacts {
  const host = ownInterface(tree.interfacesOf(device.address));
  const listed = device.virtualFunctions ?? [];
  const known = new Set(listed);
  const unlisted = claiming.filter(({ address }) => !known.has(address));
  if (listed.length > 0 && unlisted.length > 0) {
    notes.warn(`${device.address} does not list ${unlisted.length} VFs that name it as their PF.`);
  }
  const pcieRoot = tree.pcieRootOf(device);
  const totalVfs = totalVfsOf(device, tellsClasses);
  return {
    address: device.address,
    ...(host !== null && interfaceFacts(host)),
    ...identity(device),
    ...(device.numaNode !== null && { numaNode: device.numaNode }),
    ...(tree.interfacesOf(device.address).some(({ isSwitchdev }) => isSwitchdev) && {
      eswitchMode: 'switchdev' as const,
    }),
    ...(totalVfs !== null && { totalVfs }),
    ...(pcieRoot !== null && { pcieRoot }),
    vfs: vfList(tree, listed, unlisted),
  };
}

/**
 * Since libvirt 1.3 a function with SR-IOV has a list of VFs, with the maximum, even while none is on; one of a libvirt that
 * tells classes (5.2) has SR-IOV or none, then.
 */
function totalVfsOf({ virtualFunctions, maxVfs, subClass }: PciNodeDevice, tellsClasses: boolean): number | null {
  if (virtualFunctions !== null) return maxVfs;
  return subClass !== null && tellsClasses ? 0 : null;
}

function vfList(
  tree: NodeDeviceTree,
  listed: readonly string[],
  unlisted: readonly PciNodeDevice[],
): readonly VfFacts[] {
  const indexed = [...new Set(listed)].map((address, index) => ({ index, ...vfFacts(address, tree) }));
  return [...indexed, ...unlisted.map(({ address }) => vfFacts(address, tree))];
}

/** A VF may be listed by its PF and have no document of its own in the dump. */
function vfFacts(address: string, tree: NodeDeviceTree): VfFacts {
  const device = tree.pci.get(address);
  const host = ownInterface(tree.interfacesOf(address));
  const vdpaDevice = tree.vdpaDeviceOn(address);
  return {
    address,
    ...(device !== undefined && identity(device)),
    ...(host !== null && { ifname: host.name }),
    ...(vdpaDevice !== null && { vdpaDevice }),
  };
}

function identity({ vendorId, productId, driver, iommuGroup }: PciNodeDevice) {
  return {
    ...(vendorId !== null && { vendorId }),
    ...(productId !== null && { productId }),
    ...(driver !== null && { driver }),
    ...(iommuGroup !== null && { iommuGroup }),
  };
}

function interfaceFacts({ name, linkState, linkSpeedMbps }: HostInterface) {
  const hasSpeed = linkSpeedMbps !== null && linkSpeedMbps > 0 && linkSpeedMbps <= MAX_LINK_MBPS;
  return {
    ifname: name,
    ...(linkState !== null && { linkState }),
    ...(hasSpeed && { linkSpeedMbps }),
  };
}

/**
 * Representors of VFs hang on the same function, and their names continue its own or are made longer by `pf0vf3`
 * (systemd.net-naming-scheme, `phys_port_name`); a second port of a function has a longer name, too.
 */
function ownInterface(interfaces: readonly HostInterface[]): HostInterface | null {
  return interfaces.reduce<HostInterface | null>(
    (shortest, each) => (shortest === null || each.name.length < shortest.name.length ? each : shortest),
    null,
  );
}
