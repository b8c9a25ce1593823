import { openSolver } from '@iopath/solver';
import { checkReplan, crowdedFleets, replanGoals } from '@iopath/testing';
import fc from 'fast-check';
import { buildFleet } from '../fleet/build-fleet';
import { compileHost } from '../fleet/compile-host';
import { exactOptimum } from './exact-optimum.fixture';
import type { LinearSolver } from './exact/linear-model';
import { replan } from './replan';
import type { ReplanProblem } from './replan-problem';
import { NO_LIMITS } from './replan-request';

/** More instances, and larger ones: `npm run test:replan`. */
const RUNS = 10;
const ORDERS = 9;
const ALLOWED_AVERAGE_GAP = 0.02;
const AMPLE_MS = 20_000;

const problems: fc.Arbitrary<ReplanProblem> = crowdedFleets({ hosts: 4, vms: 12 }).chain((crowded) =>
  fc.record({ goal: replanGoals(crowded), maxMoves: fc.constantFrom(null, null, 4) }).map(({ goal, maxMoves }) => ({
    fleet: buildFleet(crowded.hosts.map(compileHost)),
    vms: crowded.vms,
    policy: { release: '2025.1' as const },
    waiting: [],
    goal,
    limits: { ...NO_LIMITS, maxMoves },
  })),
);

describe('re-planning any crowded fleet', () => {
  let solver: LinearSolver;

  beforeAll(async () => {
    solver = await openSolver((error) => {
      throw error;
    });
  });

  const planOf = (problem: ReplanProblem) =>
    replan(problem, { solver, timeLeftMs: () => AMPLE_MS, onProgress: () => undefined });

  it('gives plans that do what was asked and are safe at every moment of every order', () => {
    fc.assert(
      fc.property(problems, fc.nat(), (problem, seed) => {
        expect(checkReplan(problem, planOf(problem), ORDERS, seed).breaches).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  it('comes within two in a hundred of the exact optimum on average, and never below it', () => {
    const gaps = fc.sample(problems, { seed: 7, numRuns: RUNS }).map((problem) => {
      const optimum = exactOptimum(problem, solver, () => AMPLE_MS);
      return (planOf(problem).objective.value - optimum.value) / Math.max(1, Math.abs(optimum.value));
    });

    for (const gap of gaps) expect(gap).toBeGreaterThan(-1e-6);
    expect(gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length).toBeLessThanOrEqual(ALLOWED_AVERAGE_GAP);
  });
});
