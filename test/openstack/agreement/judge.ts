import type { Observed } from './observed';
import type { PickedDevice, Recommendation } from './recommendation';

/** One of the two clouds that a `ready` request is booted on. */
export type Where = 'where only the advised host fits' | 'with room everywhere, on the host by name';

/** What Nova did otherwise than the advisor had said; empty when they agree. */
export function differences(
  recommendation: Recommendation,
  observed: Observed,
  pfOfVf: ReadonlyMap<string, string>,
): readonly string[] {
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
    const seen = slot === null ? '' : (pfOfVf.get(slot) ?? slot);
    expect(`PF of NIC ${nic}`, picked === undefined ? '' : pfOf(picked), seen);
  }
  const byAlias = devices.filter(({ device }) => !(device in observed.pciSlots));
  const advised = [...new Set(byAlias.map(pfOf))].sort();
  expect('devices by alias', advised.join(), observed.allocatedDevices.join());
  return found;
}

/** A VF's PF; another device itself. */
function pfOf({ address, pf_address }: PickedDevice): string {
  return pf_address ?? address;
}
