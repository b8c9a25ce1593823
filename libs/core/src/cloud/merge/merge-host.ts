import { computeCapacity } from '../../fleet/compile-amounts';
import { compileCells } from '../../fleet/compile-cells';
import type { CloudSource, HostTotals, Inventory } from '../../inventory/inventory';
import type { HostSources, NovaHostFacts, PlacementHostFacts } from './host-sources';
import type { MergeWarning } from './merge-warning';
import { agentsIn, withBridgeNetworks, withPfNetworks } from './neutron-facts';
import { pciDevicesIn, pciProvidersIn, ratiosIn, reservedIn, rootOf, totalsIn } from './placement-facts';

/** A host as all its sources make it. */
export interface MergedHost {
  readonly inventory: Inventory;
  readonly warnings: readonly MergeWarning[];
}

/**
 * Makes one inventory of what the sources of a host say, fact by fact as {@link FACT_PRECEDENCE} ranks them. Of a host that
 * was put alone it is that document, unchanged. What nobody tells stays unknown, and an inventory that was proper when it
 * was put stays so (`checkInventory`). `observedAtMs` is that of what was put: when the services were asked is kept once for
 * the whole cloud ({@link oldestObservation}).
 */
export function mergeHost({ put, nova, placement, neutron }: HostSources): MergedHost {
  const warnings: MergeWarning[] = [];
  const warn = (warning: MergeWarning): void => void warnings.push(warning);
  let inventory: Inventory = put ?? NOTHING_PUT;
  if (nova !== null) inventory = withNova(inventory, nova, warn);
  if (placement !== null) inventory = withPlacement(inventory, placement, put === null, warn);
  if (neutron !== null) {
    inventory = {
      ...inventory,
      networkAgents: agentsIn(neutron),
      pfs: withPfNetworks(inventory.pfs, neutron, warn),
      bridges: withBridgeNetworks(inventory.bridges, neutron, warn),
    };
  }
  const sources = { nova, placement, neutron };
  const cloudSources = (Object.keys(sources) as CloudSource[]).filter((source) => sources[source] !== null);
  return { inventory: cloudSources.length === 0 ? inventory : { ...inventory, cloudSources }, warnings };
}

function withNova(inventory: Inventory, nova: NovaHostFacts, warn: (warning: MergeWarning) => void): Inventory {
  const { service, availabilityZone, aggregates, host } = nova;
  if (service.state === 'absent') {
    warn({
      code: 'compute_service.absent',
      subject: 'compute_service',
      kept: 'absent',
      other: host,
      source: 'nova',
    });
  }
  const { versions } = inventory;
  return {
    ...inventory,
    availabilityZone,
    aggregates: [...new Set(aggregates)],
    computeService: service,
    versions: { ...versions, qemu: versions.qemu ?? qemuVersion(nova) },
  };
}

const VERSION_STEP = 1_000;

/** `hypervisor_version` of a libvirt host is major * 1000000 + minor * 1000 + patch (`nova/virt/libvirt/host.py`). */
function qemuVersion({ hypervisorType, hypervisorVersion }: NovaHostFacts): string | null {
  if (hypervisorVersion === null || !['QEMU', 'KVM'].includes(hypervisorType?.toUpperCase() ?? '')) return null;
  const major = Math.floor(hypervisorVersion / VERSION_STEP ** 2);
  const minor = Math.floor(hypervisorVersion / VERSION_STEP) % VERSION_STEP;
  return `${major}.${minor}.${hypervisorVersion % VERSION_STEP}`;
}

function withPlacement(
  put: Inventory,
  placement: PlacementHostFacts,
  isNothingPut: boolean,
  warn: (warning: MergeWarning) => void,
): Inventory {
  const root = rootOf(placement);
  if (root === null) return put;
  const totals = totalsIn(placement);
  const inventory: Inventory = {
    ...put,
    allocationRatios: ratiosIn(placement, put.allocationRatios),
    reserved: reservedThatFit(put, reservedIn(placement, put.reserved), warn),
    traits: root.traits,
  };
  if (isNothingPut) {
    return { ...inventory, ...(totals && { totals }), pciDevices: pciDevicesIn(placement) };
  }
  if (totals !== null) compareTotals(inventory, totals, warn);
  comparePciDevices(inventory, placement, warn);
  return inventory;
}

/** What is kept back of more than there is cannot be true of the machine that was put: the put figure stays then. */
function reservedThatFit(
  { numaNodes, localDisk, reserved: put }: Inventory,
  told: Inventory['reserved'],
  warn: (warning: MergeWarning) => void,
): Inventory['reserved'] {
  const isDescribed = numaNodes.length > 0;
  const limits = {
    cpus: isDescribed ? numaNodes.reduce((cpus, node) => cpus + node.cpus.length, 0) : Infinity,
    memoryMib: isDescribed ? numaNodes.reduce((total, node) => total + (node.memoryMib ?? Infinity), 0) : Infinity,
    diskGib: localDisk?.totalGib ?? Infinity,
  };
  const fitting = (name: keyof typeof limits, wireName: string): number => {
    if (told[name] <= limits[name]) return told[name];
    const amounts = { kept: String(put[name]), other: String(told[name]) };
    warn({ code: 'reserved.exceeds_total', subject: `reserved/${wireName}`, ...amounts, source: 'placement' });
    return put[name];
  };
  return {
    cpus: fitting('cpus', 'cpus'),
    memoryMib: fitting('memoryMib', 'memory_mib'),
    diskGib: fitting('diskGib', 'disk_gib'),
  };
}

/** Memory is counted by different tools, which round: a difference below one in a hundred is none. */
const ROUNDING = 0.01;

function compareTotals(inventory: Inventory, told: HostTotals, warn: (warning: MergeWarning) => void): void {
  const nothingKept = { cpus: 0, memoryMib: 0, diskGib: 0 };
  const asCounted = { ...inventory, reserved: nothingKept, allocationRatios: { cpu: 1, ram: 1, disk: 1 } };
  const own = computeCapacity(asCounted, compileCells(asCounted, []));
  const rows = [
    { name: 'vcpus', kept: own.vcpus, other: told.vcpus, tolerated: 0 },
    { name: 'pcpus', kept: own.pcpus, other: told.pcpus, tolerated: 0 },
    { name: 'memory_mib', kept: own.memoryMib, other: told.memoryMib, tolerated: own.memoryMib * ROUNDING },
  ];
  for (const { name, kept, other, tolerated } of rows) {
    if (Math.abs(kept - other) <= tolerated) continue;
    const amounts = { kept: String(kept), other: String(other) };
    warn({ code: 'totals.differ', subject: `totals/${name}`, ...amounts, source: 'placement' });
  }
}

function comparePciDevices(
  { pfs, pciDevices }: Inventory,
  placement: PlacementHostFacts,
  warn: (warning: MergeWarning) => void,
): void {
  const known = new Set([...pfs, ...pciDevices].map(({ address }) => address));
  for (const { pfAddress } of pciDevices) if (pfAddress !== null) known.add(pfAddress);
  for (const { address, vendorId, productId, total } of pciProvidersIn(placement)) {
    if (known.has(address)) continue;
    const other = `${total} of ${vendorId}:${productId}`;
    warn({
      code: 'pci_device.not_put',
      subject: `pci_devices/${address}`,
      kept: 'nothing',
      other,
      source: 'placement',
    });
  }
}

/** A host that nobody described: all unknown, and Nova's own defaults where a figure is needed. */
const NOTHING_PUT: Inventory = {
  observedAtMs: null,
  source: 'cloud',
  availabilityZone: null,
  aggregates: [],
  rack: null,
  versions: { kernel: null, qemu: null, libvirt: null },
  cpu: { arch: null, model: null, apicv: null, postedInterrupts: null },
  iommu: { enabled: null, passthrough: null },
  vhost: { net: null, user: null, vdpa: null },
  allocationRatios: { cpu: 1, ram: 1, disk: 1 },
  reserved: { cpus: 0, memoryMib: 0, diskGib: 0 },
  cpuDedicatedSet: null,
  cpuSharedSet: null,
  localDisk: null,
  numaNodes: [],
  pfs: [],
  pciDevices: [],
  bridges: [],
  networkNumaAffinity: [],
  packingHostNumaCellsAllocationStrategy: false,
  fileBackedMemory: false,
  maxQueues: null,
  traits: null,
};
