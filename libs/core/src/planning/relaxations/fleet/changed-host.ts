import type { HostFacts } from '../../../fleet/compile-host';
import type { Inventory, PhysicalFunction } from '../../../inventory/inventory';
import type { NicRequest, VmRequest } from '../../../request/vm-request';

/**
 * The host with other facts, as if somebody had stored such an inventory.
 *
 * @param what names the change: two hosts of one inventory, changed in one way, are again of one inventory.
 */
export function withInventory(host: HostFacts, what: string, changes: Partial<Inventory>): HostFacts {
  return {
    ...host,
    inventory: { ...host.inventory, ...changes },
    inventoryHash: `${host.inventoryHash}+${what}`,
  };
}

/** The host with some of its PFs changed, or the same object when none was: `change` gives those back as they are. */
export function withPfs(host: HostFacts, what: string, change: (pf: PhysicalFunction) => PhysicalFunction): HostFacts {
  const pfs = host.inventory.pfs.map(change);
  return pfs.every((pf, index) => pf === host.inventory.pfs[index]) ? host : withInventory(host, what, { pfs });
}

/** A physical network of the request, and how many NICs are on it. */
export interface RequestedNetwork {
  /** As the first of the NICs spells it. */
  readonly name: string;
  readonly nics: readonly NicRequest[];
}

/** The physical networks that the request's NICs name; Nova compares names without case. */
export function requestedNetworks({ nics }: VmRequest): readonly RequestedNetwork[] {
  const networks = new Map<string, { name: string; nics: NicRequest[] }>();
  for (const nic of nics) {
    if (nic.physicalNetwork === null) continue;
    const key = nic.physicalNetwork.toLowerCase();
    const network = networks.get(key);
    if (network === undefined) networks.set(key, { name: nic.physicalNetwork, nics: [nic] });
    else network.nics.push(nic);
  }
  return [...networks.values()];
}

/** Whether a PF or bridge is tagged with this physical network. */
export function isOn(
  { name }: RequestedNetwork,
  { physicalNetwork }: Pick<PhysicalFunction, 'physicalNetwork'>,
): boolean {
  return physicalNetwork?.toLowerCase() === name.toLowerCase();
}
