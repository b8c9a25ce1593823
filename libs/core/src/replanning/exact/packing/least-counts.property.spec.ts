import { openSolver } from '@iopath/solver';
import { optionTables } from '@iopath/testing';
import fc from 'fast-check';
import { weightsFor, type ObjectiveWeights } from '../../objective';
import type { OptionTable } from '../../options/move-option';
import { bestTargetCost } from '../all-targets.fixture';
import { assignmentModel } from '../assignment-model';
import type { LinearSolver } from '../linear-model';
import { NO_TERMS, type TargetTerms } from '../target-terms';
import { leastCounts } from './least-counts';

const AMPLE_S = 20;
const TOLERANCE = 1e-5;
const DRAIN = weightsFor({ kind: 'drain', hosts: [] });
const WEIGHTS: ObjectiveWeights = { ...DRAIN, hostInUse: 7, stuck: 1_000 };
const ONLY_STUCK: ObjectiveWeights = { ...DRAIN, stuck: 1, hostInUse: 0 };
const ONLY_HOSTS: ObjectiveWeights = { ...DRAIN, stuck: 0, hostInUse: 1 };

const cases: fc.Arbitrary<{ readonly table: OptionTable; readonly terms: TargetTerms }> = optionTables({
  hosts: 3,
  kinds: 3,
})
  .filter(({ vms }) => vms.length <= 6)
  .chain((table) => {
    const hosts = [...new Set(table.rows.map(({ hostName }) => hostName))];
    const alwaysInUse = fc.subarray(hosts).map((some) => new Set(some));
    return alwaysInUse.map((some) => ({ table, terms: { ...NO_TERMS, alwaysInUse: some } }));
  });

describe('the least that is stuck and in use, on random small tables', () => {
  let solver: LinearSolver;

  beforeAll(async () => {
    solver = await openSolver((error) => {
      throw error;
    });
  });

  it('is no more than in the choice that has the least of it, however soon time runs out', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 0, max: 9 }), ({ table, terms }, calls) => {
        const least = leastCounts(table, WEIGHTS, terms, null, endsAfter(calls, solver), AMPLE_S);
        const stuck = bestTargetCost(free(table), ONLY_STUCK, terms) ?? NaN;
        const hosts = (bestTargetCost(free(table), ONLY_HOSTS, terms) ?? NaN) - terms.alwaysInUse.size;
        expect(least.stuck).toBeLessThanOrEqual(stuck);
        expect(least.hostsInUse).toBeLessThanOrEqual(hosts);
      }),
      { numRuns: 50 },
    );
  });

  it('changes nothing of the best choice', () => {
    fc.assert(
      fc.property(cases, ({ table, terms }) => {
        const plain = assignmentModel(table, WEIGHTS, terms);
        const first = solver.solve(plain.model, AMPLE_S);
        const least = leastCounts(table, WEIGHTS, terms, plain.read(first), solver, AMPLE_S);
        const told = solver.solve(assignmentModel(table, WEIGHTS, { ...terms, least }).model, AMPLE_S);
        expect(Math.abs((told.objective ?? NaN) - (first.objective ?? NaN))).toBeLessThan(TOLERANCE);
      }),
      { numRuns: 20 },
    );
  });
});

describe('hosts in use at least', () => {
  it('are as many as whole guests need, where parts of them would need fewer', async () => {
    const solver = await openSolver((error) => {
      throw error;
    });
    const least = leastCounts(threeOnThree(), WEIGHTS, NO_TERMS, null, solver, AMPLE_S);
    expect(least).toEqual({ stuck: 0, hostsInUse: 3 });
  });
});

/** Two hosts of five CPUs have the nine that the VMs need, and room for two of them. */
function threeOnThree(): OptionTable {
  const hosts = ['compute-0', 'compute-1', 'compute-2'];
  const vms = hosts.map((_, index) => `vm-${index}`);
  return {
    vms,
    options: vms.map((vm, home) =>
      hosts.map((hostName, host) => ({
        vm,
        hostName,
        spot: 'floating',
        mechanism: home === host ? null : 'transparent',
        score: 1,
        cost: home === host ? 0 : 1,
        takes: [{ row: `${hostName}/cpus`, amount: 3 }],
      })),
    ),
    mustLeave: new Set(),
    rows: hosts.map((hostName) => ({ key: `${hostName}/cpus`, hostName, capacity: 5 })),
    isWhole: true,
  };
}

/** Moves cost nothing. */
function free(table: OptionTable): OptionTable {
  return { ...table, options: table.options.map((options) => options.map((option) => ({ ...option, cost: 0 }))) };
}

/** The solver, which takes all time there is after so many calls. */
function endsAfter(calls: number, solver: LinearSolver): LinearSolver {
  let left = calls;
  return { solve: (model, limitS) => ({ ...solver.solve(model, limitS), tookS: left-- > 0 ? 0 : limitS }) };
}
