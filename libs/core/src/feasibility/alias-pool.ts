import type { HostState, PfState } from '../fleet/host-state';
import type { PciDevice } from '../inventory/inventory';
import { isNovaAddressable } from '../inventory/pci-address';
import type { PciAliases } from '../nova/pci-aliases';

/**
 * What is left on a host for a flavor's alias, each device under the alias' name. With Nova's definitions known these are
 * PFs and VFs of NICs as well as other PCI devices, for an alias asks for no network and so gets VFs that are tagged for
 * Neutron too (handbook 2.5); else what the inventory lists under the name. Left out is what cannot be given away at all:
 * devices that the host needs, that share their IOMMU group or may do so, that Nova cannot address, VFs of no known PF.
 */
export function aliasPool(host: HostState, alias: string, aliases: PciAliases | null): readonly PciDevice[] {
  if (aliases === null) {
    return host.freePciDevices.filter((device) => device.alias === alias && canBeGiven(device, host));
  }
  const pools = poolsOf(host, aliases);
  let pool = pools.get(alias);
  if (pool === undefined) {
    const others = host.freePciDevices
      .filter((device) => aliases.matches(alias, device) && canBeGiven(device, host))
      .map((device) => ({ ...device, alias }));
    pool = [...others, ...host.pfs.flatMap((pf) => nicFunctions(pf, alias, aliases, host))];
    pools.set(alias, pool);
  }
  return pool;
}

type Pools = Map<string, readonly PciDevice[]>;

/** Pools of a host by alias, remembered as long as host and aliases are: a planning run asks for each many times. */
const remembered = new WeakMap<PciAliases, WeakMap<HostState, Pools>>();

function poolsOf(host: HostState, aliases: PciAliases): Pools {
  const byHost = remembered.get(aliases) ?? new WeakMap<HostState, Pools>();
  const pools: Pools = byHost.get(host) ?? new Map<string, readonly PciDevice[]>();
  remembered.set(aliases, byHost.set(host, pools));
  return pools;
}

/** Whether an alias may take functions of this NIC from ports: then they are served from the same pools. */
export function aliasTakesFrom({ pf }: PfState, alias: string, aliases: PciAliases): 'vf' | 'pf' | null {
  if (aliases.matches(alias, { ...pf, deviceType: 'type-PF' })) return 'pf';
  const takesVf = pf.vfs.some(({ vendorId, productId }) =>
    aliases.matches(alias, { vendorId, productId, deviceType: 'type-VF' }),
  );
  return takesVf ? 'vf' : null;
}

function canBeGiven({ address, deviceType, pfAddress, iommuGroup, hostInUse }: PciDevice, host: HostState): boolean {
  if (hostInUse || !isNovaAddressable(address)) return false;
  if (deviceType === 'type-VF' && pfAddress === null) return false;
  return iommuGroup !== null && !host.sharedIommuGroups.has(iommuGroup);
}

/** The PF or the VFs of a NIC in the form of other PCI devices, which is all that an alias sees of them. */
function nicFunctions(state: PfState, alias: string, aliases: PciAliases, host: HostState): readonly PciDevice[] {
  const takes = aliasTakesFrom(state, alias, aliases);
  if (takes === null) return [];
  const { pf } = state;
  const shared = { deviceClass: 'network', numaNode: pf.numaNode, alias, hostInUse: false };
  if (takes === 'pf') {
    const { address, vendorId, productId, iommuGroup } = pf;
    const whole: PciDevice = {
      ...shared,
      address,
      vendorId,
      productId,
      iommuGroup,
      deviceType: 'type-PF',
      pfAddress: null,
    };
    return state.wholeIsFree && canBeGiven(whole, host) ? [whole] : [];
  }
  return state.usableVfs
    .map(({ address, vendorId, productId, iommuGroup }): PciDevice => {
      return { ...shared, address, vendorId, productId, iommuGroup, deviceType: 'type-VF', pfAddress: pf.address };
    })
    .filter((vf) => aliases.matches(alias, vf) && canBeGiven(vf, host));
}
