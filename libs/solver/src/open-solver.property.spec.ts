import type { LinearModel, LinearSolver } from '@iopath/core';
import fc from 'fast-check';
import { openSolver } from './open-solver';

const AMPLE_S = 20;
const TOLERANCE = 1e-6;

const factors = fc.integer({ min: -9, max: 9 });

/** Up to eight binaries, so that all of their 256 choices can be tried. */
const binaryPrograms: fc.Arbitrary<LinearModel> = fc.integer({ min: 1, max: 8 }).chain((columns) =>
  fc.record({
    offset: factors,
    columns: fc.array(
      factors.map((cost) => ({ cost, lower: 0, upper: 1, isInteger: true })),
      { minLength: columns, maxLength: columns },
    ),
    rows: fc.array(
      fc.record({
        lower: fc.oneof(fc.constant(-Infinity), fc.integer({ min: -12, max: 4 })),
        upper: fc.oneof(fc.constant(Infinity), fc.integer({ min: 4, max: 15 })),
        entries: fc.array(fc.record({ column: fc.nat({ max: columns - 1 }), factor: factors }), { maxLength: 10 }),
      }),
      { maxLength: 5 },
    ),
  }),
);

describe('the solver, on random small programs', () => {
  let solver: LinearSolver;

  beforeAll(async () => {
    solver = await openSolver((error) => {
      throw error;
    });
  });

  it('finds what trying all choices finds', () => {
    fc.assert(
      fc.property(binaryPrograms, (model) => {
        const best = bestOfAllChoices(model);
        const solution = solver.solve(model, AMPLE_S);
        expect(solution.status).toBe(best === null ? 'infeasible' : 'optimal');
        if (best === null) return;
        expect(Math.abs((solution.objective ?? NaN) - best)).toBeLessThan(TOLERANCE);
        expect(Math.abs(solution.bound - best)).toBeLessThan(TOLERANCE);
        expect(isAllowed(model, solution.values)).toBe(true);
        expect(costOf(model, solution.values)).toBe(best);
      }),
      { numRuns: 300 },
    );
  });

  it('is never above that with parts allowed, however soon time runs out', () => {
    fc.assert(
      fc.property(binaryPrograms, fc.constantFrom(AMPLE_S, TOLERANCE), (model, timeLimitS) => {
        const columns = model.columns.map((column) => ({ ...column, isInteger: false }));
        const relaxed = solver.solve({ ...model, columns }, timeLimitS);
        const best = bestOfAllChoices(model) ?? Infinity;
        expect(relaxed.bound).toBeLessThanOrEqual(best + TOLERANCE);
      }),
      { numRuns: 200 },
    );
  });
});

/** Null where no choice is allowed. */
function bestOfAllChoices(model: LinearModel): number | null {
  const choices = Array.from({ length: 2 ** model.columns.length }, (_, bits) =>
    model.columns.map((_column, index) => (bits >> index) & 1),
  );
  const costs = choices.filter((values) => isAllowed(model, values)).map((values) => costOf(model, values));
  return costs.length === 0 ? null : Math.min(...costs);
}

function isAllowed({ rows }: LinearModel, values: readonly number[]): boolean {
  return rows.every(({ lower, upper, entries }) => {
    const activity = entries.reduce((sum, { column, factor }) => sum + factor * (values[column] ?? 0), 0);
    return lower <= activity && activity <= upper;
  });
}

function costOf({ columns, offset }: LinearModel, values: readonly number[]): number {
  return columns.reduce((sum, { cost }, index) => sum + cost * (values[index] ?? 0), offset);
}
