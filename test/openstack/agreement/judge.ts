import type { Observed } from './observed';
import type { Recommendation } from './recommendation';

/** Names the devices among which Nova chooses as it likes: the VFs of a PF, or like devices of one NUMA node. */
export type PoolOf = (address: string) => string;

/** What Nova did otherwise than the advisor had said; empty when they agree. */
export function differences(recommendation: Recommendation, observed: Observed, poolOf: PoolOf): readonly string[] {
  const { host_name, compute, devices } = recommendation;
  if (observed.status !== 'ACTIVE')
    return [`Nova does not build it on ${host_name}: ${observed.status}, ${observed.fault}`];
  const found: string[] = [];
  const expect = (what: string, advised: string, seen: string): void => {
    if (advised !== seen) found.push(`${what}: advised ${advised || 'none'}, seen ${seen || 'none'}`);
  };
  expect('host', host_name, observed.host ?? '');
  const cells = [...compute.cells].sort((a, b) => a.guest_cell - b.guest_cell);
  expect('NUMA nodes', cells.map(({ host_node }) => host_node).join(), observed.hostNodes.join());
  for (const [nic, slot] of Object.entries(observed.pciSlots)) {
    const picked = devices.find(({ device }) => device === nic);
    expect(`PF of NIC ${nic}`, picked === undefined ? '' : poolOf(picked.address), slot === null ? '' : poolOf(slot));
  }
  const byAlias = devices.filter(({ device }) => !(device in observed.pciSlots));
  const pools = (addresses: readonly string[]): string => addresses.map(poolOf).sort().join();
  // Placement names a VF's PF, once for all VFs of it.
  const advised = [...new Set(byAlias.map(({ address, pf_address }) => pf_address ?? address))];
  expect('devices by alias', pools(advised), pools(observed.allocatedDevices));
  return found;
}
