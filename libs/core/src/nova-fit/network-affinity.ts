import type { NetworkNumaAffinity } from '../inventory/inventory';

/** The networks of a VM's ports, those of VFs included (`nova/network/neutron.py create_resource_requests`). */
export interface GuestNetworks {
  /** Physical networks, as Neutron spells them. */
  readonly physicalNetworks: ReadonlySet<string>;
  /** Whether any port is on a tunnelled network. */
  readonly tunnelled: boolean;
}

/** @param ofPorts Each port's physical network; null for a tunnelled one. */
export function guestNetworks(ofPorts: readonly (string | null)[]): GuestNetworks {
  return {
    physicalNetworks: new Set(ofPorts.filter((name) => name !== null)),
    tunnelled: ofPorts.includes(null),
  };
}

/**
 * The first network that host nodes would have to be near and are not; null when the nodes suit every network
 * (`nova/virt/hardware.py _numa_cells_support_network_metadata`, handbook 3.7, step 4). One of the guest's nodes near a
 * network is enough; a network without affinity to a node of this host suits everybody. Names are compared as they
 * are, for so are Nova's.
 *
 * @param guestHostNodes Host nodes the guest would lie on. A guest without NUMA topology is not asked.
 * @param hostNodes Every node of the host.
 */
export function networkOutOfReach(
  { physicalNetworks, tunnelled }: GuestNetworks,
  affinities: readonly NetworkNumaAffinity[],
  guestHostNodes: readonly number[],
  hostNodes: readonly number[],
): NetworkNumaAffinity | null {
  for (const affinity of nodesByNetwork(affinities)) {
    const { physicalNetwork } = affinity;
    if (physicalNetwork === null ? !tunnelled : !physicalNetworks.has(physicalNetwork)) continue;
    const numaNodes = affinity.numaNodes.filter((node) => hostNodes.includes(node));
    if (numaNodes.length > 0 && !numaNodes.some((node) => guestHostNodes.includes(node))) return affinity;
  }
  return null;
}

/** A network that is named twice is near the nodes of both entries. */
function nodesByNetwork(affinities: readonly NetworkNumaAffinity[]): readonly NetworkNumaAffinity[] {
  const names = [...new Set(affinities.map(({ physicalNetwork }) => physicalNetwork))];
  return names.map((physicalNetwork) => ({
    physicalNetwork,
    numaNodes: affinities.filter((one) => one.physicalNetwork === physicalNetwork).flatMap((one) => one.numaNodes),
  }));
}
