import { flawedHosts, roomyHosts, vmRequests } from '@iopath/testing';
import fc from 'fast-check';
import { buildFleet } from '../../fleet/build-fleet';
import { compileHost, type HostFacts } from '../../fleet/compile-host';
import type { Fleet } from '../../fleet/fleet';
import type { HostState } from '../../fleet/host-state';
import type { NicPathName } from '../../io-path/io-path';
import type { VmRequest } from '../../request/vm-request';
import type { Explanation } from '../decision';
import { requestContext } from '../request-context';
import { searchFleet } from '../search/search-fleet';
import { explainedHost } from './explained-host';
import { explainFleet } from './explain-fleet';
import { RULE_LISTS, type RuleLists } from './rule-lists';

const POLICY = { release: '2025.1' } as const;
const RUNS = { numRuns: 60 };

const hosts: fc.Arbitrary<readonly HostState[]> = fc
  .array(fc.oneof(roomyHosts(), flawedHosts()), { minLength: 1, maxLength: 4 })
  .map((all) => all.map(named));

function named(facts: HostFacts, index: number): HostState {
  return compileHost({ ...facts, hostName: `compute-${index + 1}` });
}

/** A group makes hosts depend on each other; these properties look at them one by one. */
const requests: fc.Arbitrary<VmRequest> = vmRequests().map((request) => ({
  ...request,
  count: 1,
  constraints: { ...request.constraints, group: null },
}));

function explained(request: VmRequest, fleet: Fleet, lists?: RuleLists): Explanation {
  return explainFleet(fleet, requestContext(request, fleet, POLICY), lists);
}

/** Whether the search finds a way to run the VM on some host of the fleet. */
function runs(request: VmRequest, fleet: Fleet): boolean {
  return searchFleet(fleet, requestContext(request, fleet, POLICY)).winner !== null;
}

function openPaths(explanation: Explanation): string[] {
  return explanation.hosts.flatMap((hostName, position) =>
    explainedHost(explanation, position)
      .paths.filter(({ blocking }) => blocking.length === 0)
      .map(({ subject, path }) => `${hostName} ${subject} ${path}`),
  );
}

function shuffled<Item>(items: readonly Item[]): fc.Arbitrary<readonly Item[]> {
  return fc.shuffledSubarray([...items], { minLength: items.length });
}

const anyOrder: fc.Arbitrary<RuleLists> = fc.record({
  host: shuffled(RULE_LISTS.host),
  nicPath: shuffled(RULE_LISTS.nicPath),
  nicHost: shuffled(RULE_LISTS.nicHost),
  nicDevice: shuffled(RULE_LISTS.nicDevice),
  diskPath: shuffled(RULE_LISTS.diskPath),
  diskHost: shuffled(RULE_LISTS.diskHost),
  diskDevice: shuffled(RULE_LISTS.diskDevice),
});

/** What must not depend on the order of the rules. */
function whateverTheOrder(explanation: Explanation) {
  const byRule = explanation.waterfall.map(({ rule, alone, onlyThis }) => ({ rule, alone, onlyThis }));
  return {
    byRule: new Map(byRule.map((step) => [step.rule, step])),
    left: explanation.waterfall.at(-1)?.together.out,
    open: openPaths(explanation),
    blocking: explanation.hosts.map((_, position) =>
      explainedHost(explanation, position).paths.map(({ subject, path, blocking }) => [
        subject,
        path,
        // A rule may say one thing of one device and another of the next: the example is of the one that got furthest.
        blocking.map(({ rule, devices }) => JSON.stringify([rule, devices])).sort(),
      ]),
    ),
  };
}

describe('whatever the order of the rules', () => {
  it('the same paths are open, each rule refuses as many hosts alone, and the same rules block each path', () => {
    fc.assert(
      fc.property(requests, hosts, anyOrder, (request, all, order) => {
        const fleet = buildFleet(all);

        expect(whateverTheOrder(explained(request, fleet, order))).toEqual(whateverTheOrder(explained(request, fleet)));
      }),
      RUNS,
    );
  });
});

describe('the explanation and the search', () => {
  it('agree on every path of a NIC: open on a host that can take the VM is what the search can carry it by', () => {
    fc.assert(
      fc.property(requests, hosts, (request, all) => {
        const explanation = explained(request, buildFleet(all));
        for (const [position, host] of all.entries()) {
          const { paths, takesVm } = explainedHost(explanation, position);
          const fleet = buildFleet([host]);
          for (const { subject, path, blocking } of paths) {
            const nic = requestContext(request, fleet, POLICY).nics.findIndex((each) => each.nic.name === subject);
            if (nic < 0) continue;
            const nics = request.nics.map((other, at) =>
              at === nic ? { ...other, paths: [path as NicPathName] } : other,
            );

            expect([path, takesVm && blocking.length === 0]).toEqual([path, runs({ ...request, nics }, fleet)]);
          }
        }
      }),
      RUNS,
    );
  });

  it('agree on how many hosts can take the VM', () => {
    fc.assert(
      fc.property(requests, hosts, (request, all) => {
        const feasible = all.filter((host) => runs(request, buildFleet([host]))).length;

        expect(explained(request, buildFleet(all)).waterfall.at(-1)?.together.out).toBe(feasible);
      }),
      RUNS,
    );
  });

  it('agree on which hosts can take the VM, and leave none out without a reason', () => {
    fc.assert(
      fc.property(requests, hosts, (request, all) => {
        const explanation = explained(request, buildFleet(all));
        for (const [position, host] of all.entries()) {
          const { reasons, takesVm } = explainedHost(explanation, position);

          expect(takesVm).toBe(runs(request, buildFleet([host])));
          if (!takesVm) expect(reasons).not.toEqual([]);
        }
      }),
      RUNS,
    );
  });
});

describe('the waterfall', () => {
  it('hands from each rule to the next what it leaves', () => {
    fc.assert(
      fc.property(requests, hosts, (request, all) => {
        const { waterfall } = explained(request, buildFleet(all));
        let left = all.length;
        for (const { together, alone } of waterfall) {
          expect(together.in).toBe(left);
          expect(together.out).toBeLessThanOrEqual(together.in);
          expect(alone.in).toBe(all.length);
          left = together.out;
        }
      }),
      RUNS,
    );
  });

  it('counts as refused by one rule only the hosts that come in without it', () => {
    fc.assert(
      fc.property(requests, hosts, fc.nat({ max: RULE_LISTS.host.length - 1 }), (request, all, which) => {
        const fleet = buildFleet(all);
        const { waterfall } = explained(request, fleet);
        const without = explained(request, fleet, {
          ...RULE_LISTS,
          host: RULE_LISTS.host.filter((_, at) => at !== which),
        });
        const gained = (without.waterfall.at(-1)?.together.out ?? 0) - (waterfall.at(-1)?.together.out ?? 0);

        expect(waterfall[which]?.onlyThis).toBe(gained);
      }),
      RUNS,
    );
  });
});
