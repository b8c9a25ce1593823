import { openSolver } from '@iopath/solver';
import { optionTables } from '@iopath/testing';
import fc from 'fast-check';
import { weightsFor, type ObjectiveWeights } from '../objective';
import type { OptionTable } from '../options/move-option';
import { bestTargetCost, targetCost } from './all-targets.fixture';
import { assignmentModel } from './assignment-model';
import type { LinearSolver } from './linear-model';
import { NO_TERMS, type TargetTerms } from './target-terms';

const AMPLE_S = 20;
const TOLERANCE = 1e-5;
const WEIGHTS: ObjectiveWeights = {
  ...weightsFor({ kind: 'drain', hosts: [] }),
  hostInUse: 7,
  strandedVf: 3,
  stuck: 1_000,
};

interface Case {
  readonly table: OptionTable;
  readonly weights: ObjectiveWeights;
  readonly terms: TargetTerms;
}

const cases: fc.Arbitrary<Case> = optionTables({ hosts: 3, kinds: 3 })
  .filter(({ vms }) => vms.length <= 6)
  .chain((table) =>
    fc.record({
      table: fc.constant(table),
      weights: fc
        .record({ hostInUse: fc.constantFrom(0, 7), strandedVf: fc.constantFrom(0, 3) })
        .map((some) => ({ ...WEIGHTS, ...some })),
      terms: termsOf(table),
    }),
  );

describe('the assignment program, on random small tables', () => {
  let solver: LinearSolver;

  beforeAll(async () => {
    solver = await openSolver((error) => {
      throw error;
    });
  });

  it('chooses what trying all choices finds to be the best', () => {
    fc.assert(
      fc.property(cases, ({ table, weights, terms }) => {
        const best = bestTargetCost(table, weights, terms);
        const { model, read } = assignmentModel(table, weights, terms);
        const solution = solver.solve(model, AMPLE_S);
        const choice = read(solution);
        expect(choice === null).toBe(best === null);
        if (choice === null || best === null) return;
        expect(Math.abs((solution.objective ?? NaN) - best)).toBeLessThan(TOLERANCE);
        expect(Math.abs((targetCost(choice, table, weights, terms) ?? NaN) - best)).toBeLessThan(TOLERANCE);
      }),
      { numRuns: 150 },
    );
  });

  it('takes any allowed choice to begin with, at its own cost', () => {
    fc.assert(
      fc.property(cases, ({ table, weights, terms }) => {
        const first = assignmentModel(table, weights, NO_TERMS);
        const choice = first.read(solver.solve(first.model, AMPLE_S));
        const cost = choice === null ? null : targetCost(choice, table, weights, terms);
        fc.pre(choice !== null && cost !== null);
        const { model, valuesOf } = assignmentModel(table, weights, terms);
        const start = choice === null ? null : valuesOf(choice);
        expect(start).toHaveLength(model.columns.length);
        const solution = solver.solve(model, 1e-6, start ?? []);
        expect(solution.status).not.toBe('unknown');
        expect(solution.objective).toBeLessThanOrEqual((cost ?? NaN) + TOLERANCE);
      }),
      { numRuns: 50 },
    );
  });
});

function termsOf({ vms, rows }: OptionTable): fc.Arbitrary<TargetTerms> {
  const hosts = [...new Set(rows.map(({ hostName }) => hostName))];
  const end = fc.record({ vm: fc.constantFrom(...vms), hostName: fc.constantFrom(...hosts) });
  return fc.record({
    noGoods: fc.array(
      fc.record({ ends: fc.uniqueArray(end, { minLength: 1, maxLength: 2, selector: ({ vm }) => vm }) }),
      { maxLength: 2 },
    ),
    maxMoves: fc.option(fc.nat({ max: 3 })),
    alwaysInUse: fc.subarray(hosts).map((some) => new Set(some)),
    pockets: fc.subarray(hosts).map((some) =>
      some.map((host) => ({
        vfs: `${host}/vfs`,
        needs: [
          { row: `${host}/cpus`, amount: 2 },
          { row: `${host}/unlimited`, amount: 2 },
        ],
      })),
    ),
  });
}
