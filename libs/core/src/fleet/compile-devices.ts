import type { Inventory, PciDevice, PhysicalFunction, VirtualFunction } from '../inventory/inventory';
import { pfFacet } from './facets';
import { freePciDevices, withoutQuarantine } from './free-pci-devices';
import { heldDevices, type HeldDevice, type HeldDevices } from './held-devices';
import type { HostClaim } from './host-claims';
import type { PfState } from './host-state';
import { networkKey } from './vf-demand';
import { hasNetdev, isVdpa } from './vf-kinds';

const NO_GROUPS: ReadonlySet<number> = new Set();
const NONE_ISOLATED: ReadonlySet<string> = new Set();
const NO_DEVICES: readonly PciDevice[] = [];
const NO_TENANTS: ReadonlySet<string> = new Set();
const NO_VFS: readonly VirtualFunction[] = [];
const NOBODY: readonly HeldDevice[] = [];

export interface CompiledDevices {
  readonly pfs: readonly PfState[];
  readonly freePciDevices: readonly PciDevice[];
  readonly quarantinedPciDevices: readonly PciDevice[];
  readonly sharedIommuGroups: ReadonlySet<number>;
}

/**
 * What claims leave of the host's devices. A held PF takes its VFs with it, and a held VF makes its PF unavailable as
 * a whole (Nova, `nova/objects/pci_device.py`; handbook 3.3). A quarantine reaches as far: it is about what a device may
 * hand on, and a PF hands on its VFs.
 *
 * @param quarantined addresses of the devices that the ledger keeps in quarantine
 */
export function compileDevices(
  inventory: Inventory,
  claims: readonly HostClaim[],
  quarantined: readonly string[],
): CompiledDevices {
  const isolated = quarantined.length === 0 ? NONE_ISOLATED : new Set(quarantined);
  const held = heldDevices(inventory, claims, isolated);
  const unheld = freePciDevices(inventory.pciDevices, held);
  const free = withoutQuarantine(unheld, inventory.pciDevices, isolated);
  const sharedIommuGroups = groupsOfSeveral(inventory);
  return {
    pfs: withVfPools(inventory.pfs.map((pf) => compilePf(pf, held, isolated, sharedIommuGroups))),
    freePciDevices: free,
    quarantinedPciDevices: free === unheld ? NO_DEVICES : unheld.filter((device) => !free.includes(device)),
    sharedIommuGroups,
  };
}

function compilePf(
  pf: PhysicalFunction,
  held: HeldDevices,
  isolated: ReadonlySet<string>,
  sharedGroups: ReadonlySet<number>,
): CompiledPf {
  const onPf = held.byPf.get(pf.address) ?? NOBODY;
  const wholeIsTaken = held.addresses.has(pf.address);
  const vfHolders = onPf.filter((device) => device.address !== pf.address);
  const inQuarantine = isolated.has(pf.address);
  const vfsInQuarantine = isolated.size === 0 ? 0 : pf.vfs.filter((vf) => isolated.has(vf.address)).length;
  const free = wholeIsTaken || inQuarantine ? [] : freeVfs(pf, held.addresses, isolated);
  const vfInUse =
    vfHolders.length > 0 || pf.vfs.some((vf) => vf.state === 'in_use_externally' || held.addresses.has(vf.address));
  return {
    pf,
    freeVfs: free,
    usableVfs: aloneInTheirGroups(select(free, isPlain), sharedGroups),
    netdevVfs: select(free, hasNetdev),
    vdpaVfs: aloneInTheirGroups(select(free, isVdpa), sharedGroups),
    wholeIsFree: !wholeIsTaken && !vfInUse && !inQuarantine && vfsInQuarantine === 0,
    wholeIsTaken,
    vfInUse,
    inQuarantine,
    vfsInQuarantine,
    bandwidthClaimedMbps: onPf.reduce((total, device) => total + device.bandwidthMbps, 0),
    packetRateClaimedKpps: onPf.reduce((total, device) => total + device.packetRateKpps, 0),
    bestEffortVfs: vfHolders.filter((device) => device.bandwidthMbps === 0).length,
    vfsTaken: vfHolders.length,
    vfsOfServers: vfHolders.filter((device) => device.isForeign).length,
    wholeIsOfServer: wholeIsTaken && onPf.some(({ address, isForeign }) => isForeign && address === pf.address),
    tenants: vfHolders.length === 0 ? NO_TENANTS : new Set(vfHolders.map((device) => device.projectId)),
    sharedIommuGroups: ownGroups(pf, sharedGroups),
  };
}

type CompiledPf = Omit<PfState, 'vfPool' | 'facet'>;

/** Adds to each PF what the PFs beside it have: same physical network, same NUMA node. */
function withVfPools(states: readonly CompiledPf[]): readonly PfState[] {
  const pools = new Map<string, { free: number; all: number }>();
  const keyOf = ({ pf }: CompiledPf): string => `${pf.numaNode} ${networkKey(pf.physicalNetwork)}`;
  for (const state of states) {
    const key = keyOf(state);
    const pool = pools.get(key) ?? { free: 0, all: 0 };
    pools.set(key, { free: pool.free + state.freeVfs.length, all: pool.all + state.pf.vfs.length });
  }
  return states.map((state) => {
    const pooled = { ...state, vfPool: pools.get(keyOf(state)) ?? { free: 0, all: 0 } };
    return { ...pooled, facet: pfFacet(pooled) };
  });
}

/** Gives the PF's own list when every VF is free and in order: most PFs of a large fleet. */
function freeVfs(
  pf: PhysicalFunction,
  held: ReadonlySet<string>,
  isolated: ReadonlySet<string>,
): readonly VirtualFunction[] {
  const free = pf.vfs.filter(
    ({ state, address }) => state === 'available' && !held.has(address) && !isolated.has(address),
  );
  const inOrder = free.every((vf, i) => i === 0 || (free[i - 1] as VirtualFunction).index < vf.index);
  if (!inOrder) free.sort((a, b) => a.index - b.index);
  return inOrder && free.length === pf.vfs.length ? pf.vfs : free;
}

function aloneInTheirGroups(
  vfs: readonly VirtualFunction[],
  sharedGroups: ReadonlySet<number>,
): readonly VirtualFunction[] {
  return select(vfs, ({ iommuGroup }) => iommuGroup !== null && !sharedGroups.has(iommuGroup));
}

function isPlain(vf: VirtualFunction): boolean {
  return !isVdpa(vf);
}

/** Makes no list where all or none are meant, which is so on nearly every PF. */
function select(
  vfs: readonly VirtualFunction[],
  isMeant: (vf: VirtualFunction) => boolean,
): readonly VirtualFunction[] {
  if (vfs.every(isMeant)) return vfs;
  return vfs.some(isMeant) ? vfs.filter(isMeant) : NO_VFS;
}

/** IOMMU groups with several devices: VFIO gives a group as a whole, so none of its members can go alone (handbook 5.1). */
function groupsOfSeveral({ pfs, pciDevices }: Inventory): ReadonlySet<number> {
  const seen = new Set<number>();
  let shared: Set<number> | null = null;
  const count = ({ iommuGroup }: { readonly iommuGroup: number | null }): void => {
    if (iommuGroup === null) return;
    if (seen.has(iommuGroup)) (shared ??= new Set()).add(iommuGroup);
    seen.add(iommuGroup);
  };
  for (const pf of pfs) {
    count(pf);
    pf.vfs.forEach(count);
  }
  pciDevices.forEach(count);
  return shared ?? NO_GROUPS;
}

function ownGroups(pf: PhysicalFunction, sharedGroups: ReadonlySet<number>): ReadonlySet<number> {
  if (sharedGroups.size === 0) return NO_GROUPS;
  const own = [pf, ...pf.vfs].map((device) => device.iommuGroup).filter((group) => group !== null);
  const shared = own.filter((group) => sharedGroups.has(group));
  return shared.length === 0 ? NO_GROUPS : new Set(shared);
}
