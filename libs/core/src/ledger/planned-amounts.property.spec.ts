import { hostFacts, inventories, roomyHosts, vmRequests } from '@iopath/testing';
import fc from 'fast-check';
import { buildFleet } from '../fleet/build-fleet';
import { compileHost, type HostFacts } from '../fleet/compile-host';
import type { HostClaim } from '../fleet/host-claims';
import type { Inventory } from '../inventory/inventory';
import { OPENSTACK_RELEASES } from '../nova/openstack-release';
import type { Placement } from '../planning/decision';
import { placeMembers } from '../planning/place-members';
import type { VmRequest } from '../request/vm-request';
import { heldAmounts } from './held-amounts';
import { hostCapacities } from './host-capacities';

/** What happens to a fleet between two plans. */
type Step =
  | { readonly is: 'request'; readonly request: VmRequest }
  | { readonly is: 'release'; readonly which: number }
  | { readonly is: 'inventory'; readonly which: number; readonly inventory: Inventory };

/** Machines of every make, overcommitted and not, some with packet budgets and slow links. */
const anyInventory: fc.Arbitrary<Inventory> = fc
  .record({
    inventory: fc.oneof(
      roomyHosts().map((facts) => facts.inventory),
      inventories(),
    ),
    ratios: fc.record({
      cpu: fc.constantFrom(0.5, 1, 1.1, 4),
      ram: fc.constantFrom(0.5, 1, 1.1, 1.5),
      disk: fc.constantFrom(1, 1.5),
    }),
    linkSpeedMbps: fc.constantFrom(10_000, 25_000, null),
    packetRateKpps: fc.constantFrom(150, 6_000, null),
  })
  .map(({ inventory, ratios, linkSpeedMbps, packetRateKpps }) => ({
    ...inventory,
    allocationRatios: ratios,
    pfs: inventory.pfs.map((pf) => ({ ...pf, linkSpeedMbps, packetRateKpps })),
  }));

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: vmRequests().map((request) => ({ is: 'request', request }) as const) },
  { weight: 1, arbitrary: fc.nat({ max: 9 }).map((which) => ({ is: 'release', which }) as const) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.nat(), anyInventory)
      .map(([which, inventory]) => ({ is: 'inventory', which, inventory }) as const),
  },
);

const histories = fc.record({
  hosts: fc.array(anyInventory, { minLength: 1, maxLength: 2 }),
  steps: fc.array(step, { minLength: 1, maxLength: 10 }),
  release: fc.constantFrom(...OPENSTACK_RELEASES),
});

describe('whatever is planned, one after another, while inventories change and holds end', () => {
  it('fits what the ledger gives', () => {
    fc.assert(
      fc.property(histories, ({ hosts, steps, release }) => {
        let fleet = hosts.map((inventory, index) => hostFacts(`compute-${index + 1}`, { inventory }));
        for (const next of steps) {
          if (next.is === 'release') fleet = fleet.map((host) => withoutClaim(host, next.which));
          else if (next.is === 'inventory') {
            const changed = next.which % fleet.length;
            fleet = fleet.map((host, index) => (index === changed ? { ...host, inventory: next.inventory } : host));
          } else {
            const { placements, stuck } = placeMembers(next.request, buildFleet(fleet.map(compileHost)), { release });
            if (stuck === null) for (const placement of placements) fleet = taken(fleet, placement, next.request);
          }
        }
      }),
      { numRuns: 150 },
    );
  });
});

/** The fleet with a placement on it, as the ledger would write it. */
function taken(fleet: readonly HostFacts[], placement: Placement, request: VmRequest): HostFacts[] {
  return fleet.map((host) => {
    if (host.hostName !== placement.hostName) return host;
    const claim: HostClaim = {
      ...placement.compute,
      devices: placement.devices,
      reservationId: `${host.hostName}-${host.claims.length}`,
      projectId: request.projectId,
      groupId: request.constraints.group?.id ?? null,
    };
    expect(refusals(host, claim)).toEqual([]);
    return { ...host, claims: [...host.claims, claim] };
  });
}

/** What the database would refuse a claim for. */
function refusals({ inventory, claims }: HostFacts, claim: HostClaim): readonly string[] {
  const used = new Map(heldAmounts(claims).map(({ resource, place, amount }) => [`${resource} ${place}`, amount]));
  const offered = new Map(hostCapacities(inventory).map((each) => [`${each.resource} ${each.place}`, each.capacity]));
  const exceeded = heldAmounts([claim]).filter(({ resource, place, amount }) => {
    const key = `${resource} ${place}`;
    const capacity = offered.get(key);
    return capacity === undefined || (capacity !== null && (used.get(key) ?? 0) + amount > capacity);
  });
  const pinned = new Set(claims.flatMap(pinsOf));
  const pinnedTwice = pinsOf(claim).filter((cpu) => pinned.has(cpu));
  return [
    ...exceeded.map(({ resource, place, amount }) => `${amount} ${resource} ${place}`),
    ...pinnedTwice.map((cpu) => `CPU ${cpu}`),
  ];
}

function pinsOf({ cells }: HostClaim): readonly number[] {
  return cells.flatMap((cell) => cell.pinnedCpus);
}

function withoutClaim(host: HostFacts, which: number): HostFacts {
  return { ...host, claims: host.claims.filter((_, index) => index !== which) };
}
