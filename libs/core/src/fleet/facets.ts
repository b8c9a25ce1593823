import { formatCpuSet } from '../inventory/cpu-set';
import type { Inventory, PciDevice, PhysicalFunction, VirtualFunction } from '../inventory/inventory';
import { isNovaAddressable } from '../inventory/pci-address';
import type { CompiledDevices } from './compile-devices';
import type { CellState, PfState } from './host-state';

/**
 * What the planner reads of a host beside its name, its free amounts and its place in the cloud, as texts to compare.
 * Thousands of hosts are alike in all that a rule, Nova's fit or a score looks at and differ in name, PCI addresses and
 * interface names only. Equal facets give equal answers, so a planning run asks once and remembers:
 *
 * - a rule on (path, host) reads {@link HostFacets.io};
 * - a rule or a score on (path, PF) reads {@link PfState.facet}, but for `tenants`, which differ on every PF: what asks
 *   for `isolation: tenant_pf` has to look at those itself;
 * - Nova's NUMA fit reads {@link HostFacets.cells}, and for its order of cells {@link HostFacets.devices};
 * - whatever looks at several devices of a host at once reads {@link HostFacets.devices}.
 *
 * Rules on a host as a whole (capacity, zone, aggregates, groups, names) are not covered: they read what differs. A
 * facet is made of all fields but those named here, so a field that is added makes facets finer and never wrong.
 */
export interface HostFacets {
  /** CPU, IOMMU, vhost, bridges, versions, options of nova-compute; by which parameters its devices are predicted, and how old its facts are. */
  readonly io: string;
  /** The facets of all PFs and of all other PCI devices, in the document's order, with the order of their addresses. */
  readonly devices: string;
  /** The same of the PCI devices that are no NICs. */
  readonly pciDevices: string;
  /** NUMA nodes with what is used of them, and the ratios that the fit applies. */
  readonly cells: string;
  /** How many VMs are known to share the host's back ends. */
  readonly vms: number;
}

/**
 * Facets of a host whose devices and cells are compiled.
 *
 * @param answersBy what else answers hang on: the parameters that predict its devices, the age of its facts
 */
export function hostFacets(
  inventory: Inventory,
  { pfs, freePciDevices, quarantinedPciDevices, sharedIommuGroups }: CompiledDevices,
  cells: readonly CellState[],
  vms: number,
  answersBy: string,
): HostFacets {
  const { cpu, ram } = inventory.allocationRatios;
  const addresses = [...pfs.map(({ pf }) => pf.address), ...inventory.pciDevices.map(({ address }) => address)].sort();
  const pciDevices = pciDevicesFacet(
    inventory,
    addresses,
    { free: freePciDevices, quarantined: quarantinedPciDevices },
    sharedIommuGroups,
  );
  return {
    io: ioFacet(inventory) + answersBy,
    devices: [...pfs.map(({ pf, facet }) => `${addresses.indexOf(pf.address)}${facet}`), pciDevices].join('|'),
    pciDevices,
    cells: `${cpu};${ram};${cells.map(cellFacet).join('|')}`,
    vms,
  };
}

/** The facet of a PF, all other fields of its state given. */
export function pfFacet(facts: PfFacts): string {
  const { pf, freeVfs, usableVfs, netdevVfs, vdpaVfs, tenants: _tenants, sharedIommuGroups, ...left } = facts;
  const { address, ifname: _ifname, pcieRoot: _root, iommuGroup, vfs, ...hardware } = pf;
  return JSON.stringify([
    hardware,
    left,
    addressFacet(address),
    groupFacet(iommuGroup, sharedIommuGroups),
    vfs.length,
    usableVfs.length,
    netdevVfs.length,
    vdpaVfs.length,
    runsOf(freeVfs, sharedIommuGroups),
  ]);
}

type PfFacts = Omit<PfState, 'facet'>;

function ioFacet(inventory: Inventory): string {
  const {
    observedAtMs: _observedAt,
    source: _source,
    availabilityZone: _zone,
    aggregates: _aggregates,
    rack: _rack,
    reserved: _reserved,
    allocationRatios: _ratios,
    cpuDedicatedSet: _dedicated,
    cpuSharedSet: _shared,
    numaNodes: _nodes,
    pfs: _pfs,
    pciDevices: _devices,
    localDisk,
    computeService: _service,
    totals: _totals,
    cloudSources: _sources,
    kernelCommandLine: _commandLine,
    factSources: _factSources,
    unseen: _unseen,
    assumed: _assumed,
    ...io
  } = inventory;
  return JSON.stringify([io, localDisk?.kind ?? null]);
}

/** @param addresses of all devices, sorted: ties between devices go to the lower address. */
function pciDevicesFacet(
  { pciDevices }: Inventory,
  addresses: readonly string[],
  { free, quarantined }: { readonly free: readonly PciDevice[]; readonly quarantined: readonly PciDevice[] },
  sharedGroups: ReadonlySet<number>,
): string {
  return pciDevices
    .map(({ address, pfAddress, iommuGroup, ...device }) =>
      JSON.stringify([
        addresses.indexOf(address),
        pfAddress === null ? null : addresses.indexOf(pfAddress),
        addressFacet(address),
        groupFacet(iommuGroup, sharedGroups),
        free.some((other) => other.address === address),
        quarantined.some((other) => other.address === address),
        device,
      ]),
    )
    .join('|');
}

function cellFacet({
  sharedCpus,
  dedicatedCpus,
  freeDedicatedCpus,
  siblings,
  distances,
  ...amounts
}: CellState): string {
  return [
    JSON.stringify(amounts),
    formatCpuSet(sharedCpus),
    formatCpuSet(dedicatedCpus),
    formatCpuSet(freeDedicatedCpus),
    siblings.map((group) => group.join(',')).join('/'),
    [...distances].join(' '),
  ].join(';');
}

/** Nova reads of an address only whether it can name it at all, and then the address is told. */
function addressFacet(address: PhysicalFunction['address']): string | null {
  return isNovaAddressable(address) ? null : address;
}

/** The number of an IOMMU group says nothing, but whether the device is alone in it. */
function groupFacet(group: number | null, shared: ReadonlySet<number>): string {
  return group === null ? '?' : shared.has(group) ? 'shared' : '';
}

/** Like VFs one after the other as `count*facet`: which of them are free is of no account, only how many and of what kind. */
function runsOf(vfs: readonly VirtualFunction[], sharedGroups: ReadonlySet<number>): readonly string[] {
  const runs: string[] = [];
  let facet = '';
  let count = 0;
  for (const vf of vfs) {
    const next = vfFacet(vf, sharedGroups);
    if (next !== facet && count > 0) {
      runs.push(`${count}*${facet}`);
      count = 0;
    }
    facet = next;
    count++;
  }
  if (count > 0) runs.push(`${count}*${facet}`);
  return runs;
}

function vfFacet(vf: VirtualFunction, sharedGroups: ReadonlySet<number>): string {
  const { vendorId, productId, driver, queues, vdpaDevice, iommuGroup } = vf;
  const group = groupFacet(iommuGroup, sharedGroups);
  return `${vendorId}:${productId} ${driver} ${queues} ${vdpaDevice === null ? '' : 'vdpa'} ${group}`;
}
