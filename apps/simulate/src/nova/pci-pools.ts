import { pciNodeAllowed, type HostState, type NumaAffinityPolicy, type PfState } from '@iopath/core';

/**
 * The PFs whose VFs Nova gives to direct ports, in the ports' order; null when it finds too few. Nova keeps a pool for
 * the VFs of each PF, in the order in which the host lists them, and takes from the first pool that passes its filters
 * (`nova/pci/stats.py _filter_pools, consume_requests`). Whole PFs are in pools of their own, and count until the NUMA
 * filter is done.
 *
 * @param networks physical network of each port.
 * @param guestNodes host nodes of the guest; null for one without NUMA topology, whose policy Nova does not ask.
 */
export function vfPools(
  networks: readonly (string | null)[],
  host: HostState,
  guestNodes: readonly number[] | null,
  policy: NumaAffinityPolicy | null,
): readonly PfState[] | null {
  const given: PfState[] = [];
  for (const network of networks) {
    const matching = host.pfs.filter(({ pf }) => pf.physicalNetwork?.toLowerCase() === network?.toLowerCase());
    const left = (pf: PfState): number => vfsOf(pf) - given.filter((other) => other === pf).length;
    const hasDevice = (pf: PfState): boolean => left(pf) > 0 || (pf.wholeIsFree && !given.includes(pf));
    const near = nearestPools(matching.filter(hasDevice), host, guestNodes, policy);
    const first = near.find((pf) => left(pf) > 0);
    if (first === undefined) return null;
    given.push(first);
  }
  return given;
}

/** VFs that would work: an operator's `device_spec` leaves out those that VFIO or a dead link keep from guests. */
function vfsOf({ pf, usableVfs }: PfState): number {
  return pf.linkState === 'down' || pf.eswitchMode === 'switchdev' ? 0 : usableVfs.length;
}

/** Pools on the guest's nodes if there are any, else those of unknown node, else by `preferred` all others. */
function nearestPools(
  pools: readonly PfState[],
  { cells }: HostState,
  guestNodes: readonly number[] | null,
  policy: NumaAffinityPolicy | null,
): readonly PfState[] {
  if (guestNodes === null) return pools;
  const beside = pools.filter(({ pf }) => pf.numaNode !== null && guestNodes.includes(pf.numaNode));
  if (beside.length > 0) return beside;
  const allowed = pools.filter(({ pf }) => pciNodeAllowed(policy, pf.numaNode, guestNodes, cells));
  const unknown = allowed.filter(({ pf }) => pf.numaNode === null);
  return unknown.length > 0 ? unknown : allowed;
}
