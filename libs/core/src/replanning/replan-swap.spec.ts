import { openSolver } from '@iopath/solver';
import { aHostState, anInventory, aNicRequest, aPf, aVmRequest, checkReplan } from '@iopath/testing';
import type { LinearSolver } from './exact/linear-model';
import { replan } from './replan';
import type { ReplanPlan } from './replan-plan';
import type { ReplanProblem } from './replan-problem';
import { NO_LIMITS } from './replan-request';
import { heldFleet, SPEC_POLICY } from './spec-held-fleet';

const AMPLE_MS = 20_000;

/** Hosts with so many VFs each, and one VM on a VF of each of the first two, which are to change places. */
function swap(vfs: readonly number[], maxMoves: number | null = null): ReplanProblem {
  const hosts = vfs.map((count, nth) =>
    aHostState(`compute-${nth + 1}`, { inventory: anInventory({ pfs: [aPf(count)] }) }),
  );
  const nics = [aNicRequest({ paths: ['sriov_vf'] })];
  const { fleet, vms } = heldFleet(
    hosts,
    ['compute-1', 'compute-2'].map((hostName) => ({ hostName, request: aVmRequest({ name: `on-${hostName}`, nics }) })),
  );
  const targets = vms.map(({ recommendationId, member, hostName }) => ({
    recommendationId,
    member,
    toHost: hostName === 'compute-1' ? 'compute-2' : 'compute-1',
  }));
  const goal = { kind: 'rebalance', hosts: null, targets } as const;
  return { fleet, vms, goal, limits: { ...NO_LIMITS, maxMoves }, policy: SPEC_POLICY, waiting: [] };
}

describe('two VMs that are to change places', () => {
  let solver: LinearSolver;

  beforeAll(async () => {
    solver = await openSolver((error) => {
      throw error;
    });
  });

  function planned(problem: ReplanProblem): ReplanPlan {
    const plan = replan(problem, { solver, timeLeftMs: () => AMPLE_MS, onProgress: () => undefined });
    expect(checkReplan(problem, plan, 1, 1)).toMatchObject({ breaches: [], orders: null });
    return plan;
  }

  it('do so by the spare VF of one of their hosts', () => {
    const { status, steps } = planned(swap([1, 2]));

    expect(status).toBe('complete');
    expect(steps.map(({ toHost, waitsFor }) => [toHost, waitsFor.map(({ step }) => step)])).toEqual([
      ['compute-2', []],
      ['compute-1', ['s1']],
    ]);
  });

  it('do so by the spare VF of a third host, where one of them steps aside', () => {
    const { status, steps } = planned(swap([1, 1, 1]));

    expect(status).toBe('complete');
    expect(steps.map(({ isTemporary }) => isTemporary)).toEqual([true, false, false]);
    expect(steps.map(({ waitsFor }) => waitsFor.map(({ step }) => step))).toEqual([[], ['s1'], ['s1', 's2']]);
  });

  it.each([
    ['there is no spare VF', swap([1, 1, 0]), 'vm.in_cycle'],
    ['max_moves leaves no move to step aside with', swap([1, 1, 1], 2), 'vm.over_max_moves'],
  ])('cannot where %s, and both are named', (_, problem, code) => {
    const { status, steps, stuck } = planned(problem);

    expect(status).toBe('partial');
    expect(steps).toEqual([]);
    expect(stuck.map((each) => each.code)).toEqual([code, code]);
    for (const { inTheWay } of stuck) {
      expect(inTheWay.map(({ name }) => name)).toEqual(['on-compute-1', 'on-compute-2']);
    }
  });
});
