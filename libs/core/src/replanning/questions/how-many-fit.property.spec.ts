import { aNicRequest, aVmRequest, hostFacts, roomyHosts, vmRequests } from '@iopath/testing';
import fc from 'fast-check';
import { buildFleet } from '../../fleet/build-fleet';
import { compileHost, type HostFacts } from '../../fleet/compile-host';
import type { Fleet } from '../../fleet/fleet';
import { placeMembers } from '../../planning/place-members';
import type { VmRequest } from '../../request/vm-request';
import { howManyFit } from './how-many-fit';

const POLICY = { release: '2025.1' } as const;
const TOOLS = { timeLeftMs: () => 1 };
/** Small hosts fill up with a few of these. */
const LARGE = { ramMib: 2_048, diskGib: 1_000 };

function request(asked: VmRequest): VmRequest {
  const { constraints } = aVmRequest();
  return { ...asked, profile: 'balanced', count: 1, constraints, flavor: { ...asked.flavor, ...LARGE } };
}

function fleetOf(facts: readonly HostFacts[]): Fleet {
  return buildFleet(facts.map((host, at) => compileHost({ ...host, hostName: `compute-${at}` })));
}

describe('how many fit', () => {
  it('is as many as the planner places one after the other on one host, and no more', () => {
    fc.assert(
      fc.property(roomyHosts(), vmRequests(), (facts, asked) => {
        const fleet = fleetOf([facts]);
        const vm = request(asked);
        const { fits } = howManyFit(vm, fleet, POLICY, TOOLS);

        if (fits > 0) expect(placeMembers({ ...vm, count: fits }, fleet, POLICY).stuck).toBeNull();
        expect(placeMembers({ ...vm, count: fits + 1 }, fleet, POLICY).stuck).not.toBeNull();
      }),
      { numRuns: 15 },
    );
  });

  it('is the sum over the hosts, alike or not', () => {
    fc.assert(
      fc.property(fc.array(roomyHosts(), { minLength: 1, maxLength: 3 }), (facts) => {
        const vm = request(aVmRequest({ nics: [aNicRequest()] }));
        const fleet = fleetOf([...facts, ...facts, hostFacts()]);
        const { byHost } = howManyFit(vm, fleet, POLICY, TOOLS);
        const alone = fleet.hosts.map((host) => howManyFit(vm, buildFleet([host]), POLICY, TOOLS).fits);

        const together = fleet.hosts.map(({ hostName }) => byHost.find((each) => each.hostName === hostName)?.vms ?? 0);
        expect(together).toEqual(alone);
      }),
      { numRuns: 5 },
    );
  });
});
