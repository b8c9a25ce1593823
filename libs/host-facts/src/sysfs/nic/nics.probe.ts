import type { PciDeviceFacts, PfFacts, VfFacts } from '@iopath/core';
import type { HostTree } from '../../tree/host-tree';
import { numberOf } from '../attributes';
import type { PciFunction } from '../pci/pci-functions';
import { byIndex, type SriovRelations } from '../pci/sriov';
import type { TreeNotes } from '../tree-notes';
import { type Interface, interfacesByAddress } from './interfaces';
import { interruptPairsByInterface, linkFacts, queuePairs } from './link';
import { vdpaByAddress } from './vdpa';

/** Base class of network controllers: Ethernet, InfiniBand, fabric … (PCI Code and ID Assignment, 1.3). */
const NETWORK = '02';

export function isNetworkFunction({ pciClass }: PciFunction): boolean {
  return pciClass.startsWith(NETWORK);
}

/** A VF and its number. */
type VfPlace = readonly [address: string, index: number | null];

/** What probes of NICs look at. */
interface Sight {
  readonly tree: HostTree;
  readonly relations: SriovRelations;
  readonly interfaces: ReadonlyMap<string, readonly Interface[]>;
  readonly vdpa: ReadonlyMap<string, string>;
  readonly interruptPairs: ReadonlyMap<string, number>;
  readonly vfsByPf: ReadonlyMap<string, readonly VfPlace[]>;
  readonly byAddress: ReadonlyMap<string, PciFunction>;
}

/**
 * Every network function, with or without a driver, and the VFs of each. VFs whose PF the tree does not have are no NICs of
 * the host's: they are listed as devices.
 */
export function nicFacts(
  tree: HostTree,
  functions: readonly PciFunction[],
  relations: SriovRelations,
  notes: TreeNotes,
): { readonly pfs: readonly PfFacts[]; readonly orphans: readonly PciDeviceFacts[] } {
  const sight: Sight = {
    tree,
    relations,
    interfaces: interfacesByAddress(tree, functions),
    vdpa: vdpaByAddress(tree),
    interruptPairs: interruptPairsByInterface(tree),
    vfsByPf: vfsByPf(relations),
    byAddress: new Map(functions.map((fn) => [fn.address, fn] as const)),
  };
  const nics = functions.filter((fn) => isNetworkFunction(fn) && !relations.vfs.has(fn.address));
  const nicAddresses = new Set(nics.map((fn) => fn.address));
  if (nics.length > 0) noteUnseen(sight, nics, notes);
  return {
    pfs: nics.map((fn) => pfFacts(sight, fn, notes)),
    orphans: functions.flatMap((fn) => {
      const vf = relations.vfs.get(fn.address);
      if (vf === undefined || !isNetworkFunction(fn) || nicAddresses.has(vf.pfAddress ?? '')) return [];
      return [orphanFacts(fn, vf.pfAddress)];
    }),
  };
}

function pfFacts(sight: Sight, fn: PciFunction, notes: TreeNotes): PfFacts {
  const { tree, relations, interfaces, interruptPairs } = sight;
  const [port] = interfaces.get(fn.address) ?? [];
  const queues = port === undefined ? null : queuePairs(tree, port, interruptPairs);
  const totalVfs = relations.capabilities.get(fn.address)?.totalVfs ?? null;
  const vfTotalMsix = numberOf(tree, `${fn.path}/sriov_vf_total_msix`);
  const vfs = vfsOf(sight, fn, notes);
  return {
    address: fn.address,
    ...idsOf(fn),
    ...(port && { ifname: port.name, ...linkFacts(tree, port) }),
    ...(fn.numaNode !== null && { numaNode: fn.numaNode }),
    ...(queues !== null && { combinedQueues: queues }),
    ...(vfTotalMsix !== null && vfTotalMsix > 0 && { vfTotalMsix }),
    ...(totalVfs !== null && totalVfs >= 0 && { totalVfs }),
    ...(fn.iommuGroup !== null && { iommuGroup: fn.iommuGroup }),
    ...(fn.pcieRoot !== null && { pcieRoot: fn.pcieRoot }),
    ...(vfs && { vfs }),
  };
}

/** Undefined when the tree does not tell whether there are any. */
function vfsOf(sight: Sight, pf: PciFunction, notes: TreeNotes): readonly VfFacts[] | undefined {
  const { relations, byAddress } = sight;
  const capability = relations.capabilities.get(pf.address);
  const vfs = [...(sight.vfsByPf.get(pf.address) ?? [])]
    .map(([address, index]) => {
      const fn = byAddress.get(address);
      const shared = { address, ...(index !== null && { index }) };
      if (fn !== undefined) return { ...shared, ...vfFacts(sight, fn) };
      // A link alone: VFs are of their PF's vendor (PCIe 6.0, 9.3.4.1.1).
      const ids = { ...(pf.vendorId && { vendorId: pf.vendorId }) };
      return { ...shared, ...ids, ...(capability?.vfProductId && { productId: capability.vfProductId }) };
    })
    .sort(byIndex);
  const told = capability?.numVfs ?? null;
  if (told !== null && told >= 0 && told !== vfs.length) {
    notes.warn(`${pf.address} has ${told} VFs by its sriov_numvfs, and ${vfs.length} of them are there to see.`);
  }
  return vfs.length > 0 || told === 0 ? vfs : undefined;
}

function vfFacts(
  { tree, interfaces, vdpa, interruptPairs }: Sight,
  fn: PciFunction,
): Omit<VfFacts, 'address' | 'index'> {
  const [port] = interfaces.get(fn.address) ?? [];
  const queues = port === undefined ? null : queuePairs(tree, port, interruptPairs);
  const msixVectors = numberOf(tree, `${fn.path}/sriov_vf_msix_count`);
  const vdpaDevice = vdpa.get(fn.address);
  return {
    ...idsOf(fn),
    ...(fn.iommuGroup !== null && { iommuGroup: fn.iommuGroup }),
    ...(queues !== null && { queues }),
    ...(msixVectors !== null && msixVectors > 0 && { msixVectors }),
    ...(port && { ifname: port.name }),
    ...(vdpaDevice !== undefined && { vdpaDevice }),
  };
}

function vfsByPf({ vfs }: SriovRelations): ReadonlyMap<string, readonly VfPlace[]> {
  const found = new Map<string, VfPlace[]>();
  for (const [address, { pfAddress, index }] of vfs) {
    if (pfAddress === null) continue;
    const ofPf = found.get(pfAddress) ?? [];
    ofPf.push([address, index]);
    found.set(pfAddress, ofPf);
  }
  return found;
}

function idsOf(fn: PciFunction): { vendorId?: string; productId?: string; driver?: string } {
  return {
    ...(fn.vendorId !== null && { vendorId: fn.vendorId }),
    ...(fn.productId !== null && { productId: fn.productId }),
    ...(fn.driver !== null && { driver: fn.driver }),
  };
}

function orphanFacts(fn: PciFunction, pfAddress: string | null): PciDeviceFacts {
  return {
    address: fn.address,
    ...idsOf(fn),
    deviceClass: 'network',
    deviceType: 'type-VF',
    ...(pfAddress !== null && { pfAddress }),
    ...(fn.numaNode !== null && { numaNode: fn.numaNode }),
    ...(fn.iommuGroup !== null && { iommuGroup: fn.iommuGroup }),
  };
}

/** What none of the NICs tells; that one of them has no SR-IOV is nothing to note. */
function noteUnseen(
  { tree, relations, interfaces, interruptPairs }: Sight,
  nics: readonly PciFunction[],
  notes: TreeNotes,
): void {
  const ports = nics.flatMap(({ address }) => interfaces.get(address)?.slice(0, 1) ?? []);
  const bus = '/sys/bus/pci/devices';
  if (nics.every(({ address }) => relations.capabilities.get(address)?.totalVfs == null)) {
    notes.unseen('pfs.total_vfs', `${bus}/*/sriov_totalvfs`, bus);
  }
  if (nics.every(({ numaNode }) => numaNode === null)) notes.unseen('pfs.numa_node', `${bus}/*/numa_node`, bus);
  if (nics.every(({ iommuGroup }) => iommuGroup === null)) notes.unseen('pfs.iommu_group', `${bus}/*/iommu_group`, bus);
  if (nics.every(({ driver }) => driver === null)) notes.unseen('pfs.driver', `${bus}/*/driver`, bus);
  if (ports.length === 0) notes.unseen('pfs.ifname', '/sys/class/net', '/sys/class/net');
  const noLink = ports.every((port) => linkFacts(tree, port).linkState === undefined);
  if (noLink) notes.unseen('pfs.link_state', '/sys/class/net/*/operstate', '/sys/class/net');
  if (ports.every((port) => queuePairs(tree, port, interruptPairs) === null)) {
    notes.unseen('pfs.combined_queues', '/sys/class/net/*/queues', '/sys/class/net');
  }
}
