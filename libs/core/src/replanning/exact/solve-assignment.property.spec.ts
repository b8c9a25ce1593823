import { openSolver } from '@iopath/solver';
import { optionTables } from '@iopath/testing';
import fc from 'fast-check';
import { weightsFor } from '../objective';
import { bestTargetCost, targetCost } from './all-targets.fixture';
import { assignmentModel } from './assignment-model';
import type { LinearSolver } from './linear-model';
import { relaxationBound } from './relaxation-bound';
import { solveAssignment } from './solve-assignment';
import { NO_TERMS } from './target-terms';

const AMPLE_S = 20;
const NO_TIME_S = 1e-6;
const TOLERANCE = 1e-5;
const WEIGHTS = { ...weightsFor({ kind: 'drain', hosts: [] }), hostInUse: 7, stuck: 1_000 };

const tables = optionTables({ hosts: 3, kinds: 3 }).filter(({ vms }) => vms.length <= 6);

describe('the best targets, on random small tables', () => {
  let solver: LinearSolver;

  beforeAll(async () => {
    solver = await openSolver((error) => {
      throw error;
    });
  });

  it('cost what the best of all choices costs, and that is proven', () => {
    fc.assert(
      fc.property(tables, (table) => {
        const assignment = assignmentModel(table, WEIGHTS, NO_TERMS);
        const found = solveAssignment(assignment, null, solver, AMPLE_S);
        const best = bestTargetCost(table, WEIGHTS, NO_TERMS) ?? NaN;
        const cost = targetCost(found?.choice ?? new Map(), table, WEIGHTS, NO_TERMS);
        expect(found?.boundBy).toBe('optimum');
        expect(Math.abs((found?.bound ?? NaN) - best)).toBeLessThan(TOLERANCE);
        expect(Math.abs((cost ?? NaN) - best)).toBeLessThan(TOLERANCE);
      }),
      { numRuns: 60 },
    );
  });

  it('are not cheaper than any bound, however it is proven and however soon time runs out', () => {
    fc.assert(
      fc.property(tables, fc.constantFrom(AMPLE_S, NO_TIME_S, 0), (table, timeLimitS) => {
        const best = bestTargetCost(table, WEIGHTS, NO_TERMS) ?? NaN;
        const assignment = assignmentModel(table, WEIGHTS, NO_TERMS);
        const relaxed = relaxationBound(assignment.model, solver, timeLimitS);
        const found = solveAssignment(assignment, null, solver, timeLimitS);
        expect(relaxed).toBeLessThanOrEqual(best + TOLERANCE);
        expect(found?.bound ?? -Infinity).toBeLessThanOrEqual(best + TOLERANCE);
      }),
      { numRuns: 100 },
    );
  });
});
