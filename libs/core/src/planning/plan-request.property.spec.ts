import { roomyHosts, vmRequests } from '@iopath/testing';
import fc from 'fast-check';
import { buildFleet } from '../fleet/build-fleet';
import { compileHost, type HostFacts } from '../fleet/compile-host';
import type { Fleet } from '../fleet/fleet';
import type { HostClaim } from '../fleet/host-claims';
import { guestTopologyOf } from '../nova-fit/guest-topology';
import { checkExtraSpecs } from '../nova/extra-spec-check';
import { OPENSTACK_RELEASES, type OpenStackRelease } from '../nova/openstack-release';
import type { VmRequest } from '../request/vm-request';
import { expectNothingOverdrawn } from '../spec-overdrawn';
import type { Explanation, PathReason, Placement, RejectionCount } from './decision';
import { explainFleet } from './explanation/explain-fleet';
import { explainedHost } from './explanation/explained-host';
import { placeMembers } from './place-members';
import { planRequest } from './plan-request';
import { requestContext } from './request-context';

const POLICY = { release: '2025.1' } as const;

const RUNS = { numRuns: 60 };

/** Runs of those that need whole answers: what would help a request that fits nowhere takes the most time. */
const WHOLE_RUNS = { numRuns: 10 };

/** Up to three hosts, some of them with VMs on them that this planner put there. */
const hostsFacts: fc.Arbitrary<readonly HostFacts[]> = fc
  .tuple(fc.array(roomyHosts(), { minLength: 1, maxLength: 3 }), fc.array(vmRequests(), { maxLength: 3 }))
  .map(([facts, requests]) => requests.reduce(withPlaced, facts.map(named)));

function named(facts: HostFacts, index: number): HostFacts {
  return { ...facts, hostName: `compute-${index + 1}` };
}

function withPlaced(facts: readonly HostFacts[], request: VmRequest): readonly HostFacts[] {
  const members = membersOf({ ...request, projectId: 'others' }, fleetOf(facts));
  return facts.map((host) => ({ ...host, claims: [...host.claims, ...claimsOn(host, members, request)] }));
}

const releases = fc.constantFrom(...OPENSTACK_RELEASES);

function fleetOf(facts: readonly HostFacts[]): Fleet {
  return buildFleet(facts.map(compileHost));
}

function membersOf(request: VmRequest, fleet: Fleet, release: OpenStackRelease = POLICY.release): readonly Placement[] {
  const { placements, stuck } = placeMembers(request, fleet, { release });
  return stuck === null ? placements : [];
}

function everyPlacement(request: VmRequest, fleet: Fleet, release: OpenStackRelease): readonly Placement[] {
  if (membersOf(request, fleet, release).length === 0) return [];
  const { decision } = planRequest(request, fleet, { release });
  return decision.status === 'ready' ? [...decision.members, ...decision.alternatives] : [];
}

describe('planning any request on any fleet', () => {
  it('does not depend on the order of the hosts', () => {
    fc.assert(
      fc.property(vmRequests(), hostsFacts, (request, facts) => {
        const turned = planRequest(request, fleetOf([...facts].reverse()), POLICY);

        expect(turned).toEqual(planRequest(request, fleetOf(facts), POLICY));
      }),
      WHOLE_RUNS,
    );
  });

  it('gives the same answer to the same input', () => {
    fc.assert(
      fc.property(vmRequests(), hostsFacts, releases, (request, facts, release) => {
        const again = planRequest(structuredClone(request), fleetOf(structuredClone(facts)), { release });

        expect(again).toEqual(planRequest(request, fleetOf(facts), { release }));
      }),
      WHOLE_RUNS,
    );
  });

  it('places all of the VMs or none', () => {
    fc.assert(
      fc.property(vmRequests(), hostsFacts, (request, facts) => {
        expect([0, request.count]).toContain(membersOf(request, fleetOf(facts)).length);
      }),
      RUNS,
    );
  });
});

describe('what a decision takes', () => {
  it('is there: no amount below zero, no CPU and no device twice, no PF beside one of its VFs', () => {
    fc.assert(
      fc.property(vmRequests(), hostsFacts, (request, facts) => {
        const members = membersOf(request, fleetOf(facts));
        for (const before of facts) {
          const taken = claimsOn(before, members, request);
          expectNothingOverdrawn(compileHost({ ...before, claims: [...before.claims, ...taken] }));
        }
      }),
      RUNS,
    );
  });

  it('is what the answer says: one device for each NIC on hardware, at the node that was predicted', () => {
    fc.assert(
      fc.property(vmRequests(), hostsFacts, (request, facts) => {
        for (const { nics, devices } of membersOf(request, fleetOf(facts))) {
          for (const { name, vnicType, numaNode } of nics) {
            const own = devices.filter(({ device }) => device === name);
            expect(own.map((device) => device.numaNode)).toEqual(vnicType === 'normal' ? [] : [numaNode]);
          }
        }
      }),
      RUNS,
    );
  });
});

function claimsOn({ hostName, claims }: HostFacts, members: readonly Placement[], request: VmRequest): HostClaim[] {
  return members
    .filter((member) => member.hostName === hostName)
    .map(({ compute, devices }, index) => ({
      ...compute,
      devices,
      reservationId: `${hostName}-${claims.length + index}`,
      projectId: request.projectId,
      groupId: request.constraints.group?.id ?? null,
    }));
}

describe('more to choose from', () => {
  it('never makes a request fail: another host', () => {
    fc.assert(
      fc.property(vmRequests(), hostsFacts, roomyHosts(), (request, facts, another) => {
        // A host with a member of the group on it would narrow affinity.
        fc.pre(request.constraints.group?.policy !== 'affinity' && membersOf(request, fleetOf(facts)).length > 0);

        expect(membersOf(request, fleetOf([...facts, { ...another, hostName: 'compute-0' }]))).not.toEqual([]);
      }),
      RUNS,
    );
  });

  it('never makes a request fail: more memory and disk in a host', () => {
    fc.assert(
      fc.property(vmRequests(), hostsFacts, fc.nat({ max: 2 }), (request, facts, which) => {
        fc.pre(!dependsOnNodeOrder(request) && membersOf(request, fleetOf(facts)).length > 0);
        const roomier = facts.map((each, index) => (index === which ? withMoreRoom(each) : each));

        expect(membersOf(request, fleetOf(roomier))).not.toEqual([]);
      }),
      RUNS,
    );
  });
});

/** Nova settles on a page size, and remembers what did not fit, in its order of nodes, which follows free memory. */
function dependsOnNodeOrder({ flavor }: VmRequest): boolean {
  const { 'hw:mem_page_size': pageSize, 'hw:numa_nodes': nodes } = flavor.extraSpecs;
  return pageSize === 'any' || pageSize === 'large' || (nodes !== undefined && nodes !== '1');
}

function withMoreRoom(facts: HostFacts): HostFacts {
  const { numaNodes, localDisk } = facts.inventory;
  const roomier = numaNodes.map((node, index) =>
    index > 0
      ? node
      : {
          ...node,
          memoryMib: (node.memoryMib ?? 0) + 4_096,
          pages: node.pages.map((pool) => (pool.sizeKib === 4 ? { ...pool, total: pool.total + 1_048_576 } : pool)),
        },
  );
  const disk = localDisk && { ...localDisk, totalGib: localDisk.totalGib + 100 };
  return { ...facts, inventory: { ...facts.inventory, numaNodes: roomier, localDisk: disk } };
}

describe('what Nova is told', () => {
  it('is taken by its flavor API, in every release', () => {
    fc.assert(
      fc.property(vmRequests(), hostsFacts, releases, (request, facts, release) => {
        for (const { nova } of everyPlacement(request, fleetOf(facts), release)) {
          expect(checkExtraSpecs(nova.flavor.extraSpecs, release)).toEqual([]);
        }
      }),
      RUNS,
    );
  });

  it('goes together at server create, and makes the guest that was planned', () => {
    fc.assert(
      fc.property(vmRequests(), hostsFacts, releases, (request, facts, release) => {
        for (const { nova, compute } of everyPlacement(request, fleetOf(facts), release)) {
          const { osId, properties } = request.image;
          const guest = guestTopologyOf(nova.flavor, { osId, properties: { ...properties, ...nova.imageProperties } });
          expect(guest).toMatchObject({ ok: true });
          expect(guest.ok && (guest.topology?.cells.length ?? 0)).toBe(compute.cells.length);
        }
      }),
      RUNS,
    );
  });
});

describe('the explanation', () => {
  it('has every refusal once: a host as a whole, or its paths one by one, and none that was feasible', () => {
    fc.assert(
      fc.property(vmRequests(), hostsFacts, (request, facts) => {
        const fleet = fleetOf(facts);
        const explanation = explainFleet(fleet, requestContext(request, fleet, POLICY));
        for (const { hostName } of facts) {
          const subjects = reasonsOf(explanation, hostName).map(({ subject, path }) => `${subject} ${path}`);
          expect(new Set(subjects).size).toBe(subjects.length);
          if (subjects.includes('host null')) expect(subjects).toEqual(['host null']);
        }
        for (const { hostName, nics, disks } of everyPlacement({ ...request, count: 1 }, fleet, POLICY.release)) {
          const refused = reasonsOf(explanation, hostName).map(({ subject, path }) => `${subject} ${path}`);
          for (const { name, path } of [...nics, ...disks]) expect(refused).not.toContain(`${name} ${path}`);
        }
      }),
      RUNS,
    );
  });

  it('of no valid host leaves no host without a reason, and its counts add up', () => {
    fc.assert(
      fc.property(vmRequests(), hostsFacts, (request, facts) => {
        const fleet = fleetOf(facts);
        fc.pre(membersOf({ ...request, count: 1 }, fleet).length === 0);
        const context = requestContext(request, fleet, POLICY);
        const explanation = explainFleet(fleet, context);
        const { nics, disks } = context;
        const pairs = [...nics, ...disks].reduce((sum, { paths, ruledOut }) => sum + paths.length + ruledOut.length, 0);

        expect(facts.every(({ hostName }) => reasonsOf(explanation, hostName).length > 0)).toBe(true);
        expect(countsOf(explanation.rejections)).toEqual(recount(explanation, pairs));
      }),
      RUNS,
    );
  });
});

function reasonsOf(explanation: Explanation, hostName: string): readonly PathReason[] {
  return explainedHost(explanation, explanation.hosts.indexOf(hostName)).reasons;
}

type Counts = Readonly<Record<string, { readonly hosts: number; readonly paths: number }>>;

function countsOf(rejections: readonly RejectionCount[]): Counts {
  return Object.fromEntries(rejections.map(({ code, hosts, paths }) => [code, { hosts, paths }]));
}

function recount(explanation: Explanation, pairs: number): Counts {
  const counts: Record<string, { hosts: number; paths: number }> = {};
  for (const hostName of explanation.hosts) {
    const reasons = reasonsOf(explanation, hostName);
    for (const code of new Set(reasons.map((reason) => reason.code))) {
      const own = reasons.filter((reason) => reason.code === code);
      const count = (counts[code] ??= { hosts: 0, paths: 0 });
      count.hosts++;
      count.paths += own.reduce((sum, { path }) => sum + (path === null ? pairs : 1), 0);
    }
  }
  return counts;
}
