import { aHostClaim, aNicRequest, aVfClaim, aVmRequest, roomyHosts, vmRequests } from '@iopath/testing';
import fc from 'fast-check';
import { HOST_RULES } from '../../feasibility/rules';
import { buildFleet } from '../../fleet/build-fleet';
import { compileHost, type HostFacts } from '../../fleet/compile-host';
import type { Fleet } from '../../fleet/fleet';
import type { HostState } from '../../fleet/host-state';
import type { VmRequest } from '../../request/vm-request';
import { agree } from './contests';
import { bestCandidate, hostTrial, type Candidate } from './evaluate-host';
import { hostOptions, type NicOption } from './host-options';
import { RequestRefusedByNovaError, requestContext, type RequestContext } from '../request-context';
import { searchFleet } from './search-fleet';

const RUNS = { numRuns: 100 };

/** Four or five NICs, some of them alike, that may have any path. */
const manyNics: fc.Arbitrary<VmRequest> = fc
  .array(fc.constantFrom(null, 1_000, 10_000), { minLength: 4, maxLength: 5 })
  .map((rates) =>
    aVmRequest({
      nics: rates.map((bandwidthMbps, index) => aNicRequest({ name: `nic${index}`, bandwidthMbps })),
      disks: [],
    }),
  );

/** No more contests than combinations that are tried one by one. */
const MOST_CONTESTS = 256;

/** Hosts, each with twins: other name, other PCI addresses, other VMs, of which the first may hold a VF. */
const fleets: fc.Arbitrary<Fleet> = fc
  .array(fc.tuple(roomyHosts(), fc.array(fc.nat({ max: 2 }), { minLength: 1, maxLength: 3 })), {
    minLength: 1,
    maxLength: 3,
  })
  .map((kinds) =>
    buildFleet(
      kinds.flatMap(([facts, vms], kind) => vms.map((count, twin) => compileHost(twinOf(facts, kind, twin, count)))),
    ),
  );

/** Names alternate between kinds; addresses move to another bus, which keeps their order. */
function twinOf(facts: HostFacts, kind: number, twin: number, vms: number): HostFacts {
  const moved = JSON.parse(
    JSON.stringify(facts.inventory).replaceAll('"0000:', `"000${twin}:`),
  ) as HostFacts['inventory'];
  const [pf] = moved.pfs;
  const claims = Array.from({ length: vms }, (_, vm) => {
    const vf = vm === 0 ? pf?.vfs[twin] : undefined;
    const devices = vf === undefined ? [] : [aVfClaim(vf.address, pf?.address, 1_000 * twin)];
    return aHostClaim({ reservationId: `${kind}-${twin}-${vm}`, projectId: `p${twin}`, devices });
  });
  return { ...facts, hostName: `compute-${twin}${kind}`, inventory: moved, claims };
}

function contextOf(request: VmRequest, fleet: Fleet): RequestContext {
  try {
    return requestContext(request, fleet, { release: '2025.1' });
  } catch (error) {
    fc.pre(!(error instanceof RequestRefusedByNovaError));
    throw error;
  }
}

/** Every candidate of every host, host by host and combination by combination. */
function everyCandidate({ hosts }: Fleet, context: RequestContext): readonly Candidate[] {
  return hosts.flatMap((host) => candidatesOf(host, context));
}

function candidatesOf(host: HostState, context: RequestContext): readonly Candidate[] {
  if (HOST_RULES.some((rule) => rule.reject(host, context) !== null)) return [];
  const trial = hostTrial(host, context);
  const options = trial.anchors.refusalOfFlavor() === null ? hostOptions(host, context) : null;
  if (options === null) return [];
  return productOf(options.nics).flatMap((nics) => bestCandidate(nics, options.disks, trial) ?? []);
}

function productOf(options: readonly (readonly NicOption[])[]): readonly (readonly NicOption[])[] {
  return options.reduce<readonly (readonly NicOption[])[]>(
    (combinations, own) =>
      combinations.flatMap((nics) =>
        own.filter(({ path }) => nics.every((other) => agree(other.path, path))).map((option) => [...nics, option]),
      ),
    [[]],
  );
}

/** The better score first, then the smaller host name; of equals the earlier stays. */
function bestOf(candidates: readonly Candidate[]): Candidate | null {
  return candidates.reduce<Candidate | null>((best, other) => {
    if (best === null || other.score > best.score) return other;
    return other.score === best.score && other.host.hostName < best.host.hostName ? other : best;
  }, null);
}

function told(candidate: Candidate | null): unknown {
  if (candidate === null) return null;
  const { host, score, nicPaths, assignment } = candidate;
  const devices = [
    ...assignment.nics.map(({ pf }) => pf?.pf.address ?? null),
    ...assignment.disks.map(({ path, device }) => [path.name, device?.address ?? null]),
  ];
  return { host: host.hostName, score, nicPaths, nodes: assignment.anchor.nodes, devices };
}

describe('a search over a fleet', () => {
  it('finds the winner that trying everything finds, with its own devices', () => {
    fc.assert(
      fc.property(vmRequests(), fleets, (request, fleet) => {
        const context = contextOf(request, fleet);

        expect(told(searchFleet(fleet, context).winner)).toEqual(told(bestOf(everyCandidate(fleet, context))));
      }),
      RUNS,
    );
  });

  it('finds the best host of every combination of NIC paths, and how many hosts carry it', () => {
    fc.assert(
      fc.property(vmRequests(), fleets, (request, fleet) => {
        const context = contextOf(request, fleet);
        const all = everyCandidate(fleet, context);
        const search = searchFleet(fleet, context);
        const combinations = [...new Set(all.map(({ nicPaths }) => nicPaths))].sort();

        const found = search.champions.map(({ host, score, tried }) => [
          tried.nicPaths,
          host.hostName,
          score,
          search.hostsLike(tried),
        ]);

        expect(found.sort()).toEqual(
          combinations.map((nicPaths) => {
            const own = all.filter((each) => each.nicPaths === nicPaths);
            const best = bestOf(own);
            return [nicPaths, best?.host.hostName, best?.score, own.length];
          }),
        );
      }),
      RUNS,
    );
  });

  it('of a VM with more NICs than all combinations could be contests for, finds a winner as good as any', () => {
    fc.assert(
      fc.property(manyNics, fleets, (request, fleet) => {
        const context = contextOf(request, fleet);
        const best = bestOf(everyCandidate(fleet, context));
        const { winner, champions } = searchFleet(fleet, context);

        expect([winner?.score, winner?.host.hostName]).toEqual([best?.score, best?.host.hostName]);
        expect(champions.length).toBeLessThanOrEqual(MOST_CONTESTS);
      }),
      { numRuns: 25 },
    );
  });

  it('counts every host that can take the VM', () => {
    fc.assert(
      fc.property(vmRequests(), fleets, (request, fleet) => {
        const context = contextOf(request, fleet);
        const hosts = new Set(everyCandidate(fleet, context).map(({ host }) => host.hostName));

        expect(searchFleet(fleet, context).feasibleHosts).toBe(hosts.size);
      }),
      RUNS,
    );
  });
});
