import type { LinearColumn, LinearModel, LinearRow, LinearSolver } from '@iopath/core';
import { openSolver } from './open-solver';

/** Twenty seconds are more than any model here takes. */
const AMPLE_S = 20;
/** Time runs out before anything is looked at. */
const NO_TIME_S = 1e-6;

describe('the solver', () => {
  let solver: LinearSolver;
  const failures: unknown[] = [];

  beforeAll(async () => {
    solver = await openSolver((error) => failures.push(error));
  });

  afterEach(() => {
    expect(failures).toEqual([]);
  });

  it('solves a linear program', () => {
    // 30 chairs + 50 tables, 40 hours of carpentry, 50 of finishing.
    const model = aModel([aColumn(-30), aColumn(-50)], [aRow([1, 2], -Infinity, 40), aRow([2, 1], -Infinity, 50)]);
    const solution = solver.solve(model, AMPLE_S);
    expect(solution.status).toBe('optimal');
    expect(solution.objective).toBeCloseTo(-1100);
    expect(solution.bound).toBeCloseTo(-1100);
    expect(solution.values[0]).toBeCloseTo(20);
    expect(solution.values[1]).toBeCloseTo(10);
  });

  it('chooses what is best of whole things, where the best of parts is another', () => {
    // Room for 10: the densest (6 for 5) leaves room for nothing good, the other two are worth more.
    const weights = [6, 5, 5];
    const model = aModel(
      [-5, -4, -4].map((cost) => aBinary(cost)),
      [aRow(weights, -Infinity, 10)],
    );
    expect(solver.solve(model, AMPLE_S)).toMatchObject({
      status: 'optimal',
      objective: -8,
      bound: -8,
      values: [0, 1, 1],
    });
  });

  it('adds the offset to the objective and to the bound', () => {
    const model = { ...aModel([{ ...aBinary(3), lower: 1 }], []), offset: 4 };
    expect(solver.solve(model, AMPLE_S)).toMatchObject({ status: 'optimal', objective: 7, bound: 7, values: [1] });
  });

  it('takes columns without ends, and rows with two', () => {
    const free = { ...aColumn(1), lower: -Infinity };
    const solution = solver.solve(aModel([free, free], [aRow([1, 1], -3, 8)]), AMPLE_S);
    expect(solution).toMatchObject({ status: 'optimal', objective: -3 });
  });

  it('adds up what a row says of one column', () => {
    const twice: LinearRow = {
      lower: 6,
      upper: Infinity,
      entries: [
        { column: 0, factor: 1 },
        { column: 1, factor: 1 },
        { column: 0, factor: 2 },
      ],
    };
    const solution = solver.solve(aModel([aColumn(1), aColumn(1)], [twice]), AMPLE_S);
    expect(solution).toMatchObject({ status: 'optimal', objective: 2, values: [2, 0] });
  });

  it('knows a model that asks for the impossible', () => {
    const both = aModel([aBinary(1), aBinary(1)], [aRow([1, 1], 3, Infinity)]);
    expect(solver.solve(both, AMPLE_S)).toMatchObject({
      status: 'infeasible',
      objective: null,
      bound: Infinity,
      values: [],
    });
    expect(solver.solve(aModel([aBinary(1)], [aRow([], 1, 1)]), AMPLE_S).status).toBe('infeasible');
    expect(solver.solve(aModel([], [aRow([], 1, 1)]), AMPLE_S).status).toBe('infeasible');
  });

  it.each([true, false])('knows a model without a best solution, integer: %s', (isInteger) => {
    const solution = solver.solve(aModel([{ ...aColumn(-1), isInteger }], []), AMPLE_S);
    expect(solution).toMatchObject({ status: 'unbounded', objective: null, bound: -Infinity, values: [] });
  });

  it('solves a model without columns', () => {
    const nothing = { columns: [], rows: [], offset: 5 };
    expect(solver.solve(nothing, AMPLE_S)).toMatchObject({ status: 'optimal', objective: 5, bound: 5, values: [] });
  });

  it('refuses what is no number', () => {
    expect(() => solver.solve(aModel([aColumn(NaN)], []), AMPLE_S)).toThrow('colCost[0]');
  });

  it('finds nothing when there is no time', () => {
    expect(solver.solve(aModel([aBinary(-1)], []), 0).status).toBe('unknown');
  });

  it('says what is had and what is proven when time runs out', () => {
    const model = hardToSplit();
    const solution = solver.solve(model, 1, nothingTaken(model));
    expect(solution.status).toBe('feasible');
    expect(violationOf(model, solution.values)).toBeLessThan(1e-6);
    expect(solution.objective).toBeCloseTo(costOf(model, solution.values));
    expect(solution.bound).toBeLessThan(solution.objective ?? 0);
    expect(solution.bound).toBeGreaterThanOrEqual(0);
  });

  it('ends with the solution that it was given when there is no time to find a better one', () => {
    const model = hardToSplit();
    const start = nothingTaken(model);
    expect(solver.solve(model, NO_TIME_S, start)).toMatchObject({
      status: 'feasible',
      objective: costOf(model, start),
      bound: -Infinity,
      values: start,
    });
    expect(solver.solve(model, NO_TIME_S).status).toBe('unknown');
  });

  it('passes over a solution to begin with that is none', () => {
    const model = aModel([aBinary(1), aBinary(2)], [aRow([1, 1], 1, 1)]);
    expect(solver.solve(model, AMPLE_S, [1, 1])).toMatchObject({ status: 'optimal', values: [1, 0] });
  });

  it('proves a bound of a linear program that it has not ended', () => {
    const model = bigAssignment();
    const solution = solver.solve(model, NO_TIME_S);
    expect(solution.status).toBe('unknown');
    expect(solution.bound).toBeGreaterThanOrEqual(0);
    expect(solution.bound).toBeLessThanOrEqual(BIG_ASSIGNMENT_COSTS + 1e-6);
  });

  it('gives one answer to one question', () => {
    const model = knapsacks();
    const first = solver.solve(model, AMPLE_S);
    expect(first.status).toBe('optimal');
    expect({ ...solver.solve(model, AMPLE_S), tookS: first.tookS }).toEqual(first);
  });
});

function aModel(columns: readonly LinearColumn[], rows: readonly LinearRow[]): LinearModel {
  return { columns, rows, offset: 0 };
}

function aColumn(cost: number): LinearColumn {
  return { cost, lower: 0, upper: Infinity, isInteger: false };
}

function aBinary(cost: number): LinearColumn {
  return { cost, lower: 0, upper: 1, isInteger: true };
}

function aRow(factors: readonly number[], lower: number, upper: number): LinearRow {
  return { lower, upper, entries: factors.map((factor, column) => ({ column, factor })) };
}

function costOf(model: LinearModel, values: readonly number[]): number {
  return model.columns.reduce((sum, { cost }, index) => sum + cost * (values[index] ?? 0), model.offset);
}

function violationOf(model: LinearModel, values: readonly number[]): number {
  const violations = model.rows.map(({ lower, upper, entries }) => {
    const activity = entries.reduce((sum, { column, factor }) => sum + factor * (values[column] ?? 0), 0);
    return Math.max(lower - activity, activity - upper);
  });
  return Math.max(0, ...violations);
}

/** Market split (Cornuéjols and Dawande): halves of several sums at once; a few dozen binaries take minutes. */
function hardToSplit(): LinearModel {
  const sums = 5;
  const things = 40;
  const factors = Array.from({ length: sums }, (_, row) =>
    Array.from({ length: things }, (_, column) => ((row + 1) * 7_919 + (column + 1) * 104_729 * (row + 3)) % 97),
  );
  const slacks = Array.from({ length: 2 * sums }, () => aColumn(1));
  return {
    columns: [...Array.from({ length: things }, () => aBinary(0)), ...slacks],
    rows: factors.map((row, index) => {
      const half = Math.floor(row.reduce((sum, factor) => sum + factor, 0) / 2);
      const entries = row.map((factor, column) => ({ column, factor }));
      const over = { column: things + 2 * index, factor: -1 };
      const under = { column: things + 2 * index + 1, factor: 1 };
      return { lower: half, upper: half, entries: [...entries, over, under] };
    }),
    offset: 0,
  };
}

/** The slacks make up for it. */
function nothingTaken({ columns, rows }: LinearModel): number[] {
  const start = columns.map(() => 0);
  rows.forEach(({ lower, entries }) => {
    const under = entries.at(-1);
    if (under !== undefined) start[under.column] = lower;
  });
  return start;
}

const BIG_ASSIGNMENT_COSTS = 600;

/** Each of 300 goes to one of 100 places, which take three each; nobody pays less than 2. */
function bigAssignment(): LinearModel {
  const [people, places] = [300, 100];
  const index = (person: number, place: number) => person * places + place;
  return aModel(
    Array.from({ length: people * places }, (_, at) => ({
      ...aColumn(
        2 +
          (((at % places) * 31 + Math.floor(at / places) * 17 + 5) % 7) *
            Number(at % places !== Math.floor(at / places / 3)),
      ),
      upper: 1,
    })),
    [
      ...Array.from({ length: people }, (_, person) => ({
        lower: 1,
        upper: 1,
        entries: Array.from({ length: places }, (_, place) => ({ column: index(person, place), factor: 1 })),
      })),
      ...Array.from({ length: places }, (_, place) => ({
        lower: -Infinity,
        upper: 3,
        entries: Array.from({ length: people }, (_, person) => ({ column: index(person, place), factor: 1 })),
      })),
    ],
  );
}

function knapsacks(): LinearModel {
  const sizes = [12, 7, 11, 8, 9, 5, 14, 6, 10, 13];
  return aModel(
    sizes.map((size, index) => aBinary(-(size + (index % 3)))),
    [aRow(sizes, -Infinity, 37), aRow([...sizes].reverse(), -Infinity, 41)],
  );
}
