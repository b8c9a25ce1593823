import { aHostClaim, aHostState, aNicRequest, aVmRequest, anInventory, aNumaNode, aPf } from '@iopath/testing';
import { openSolver } from '@iopath/solver';
import type { HostState } from '../fleet/host-state';
import type { VmRequest } from '../request/vm-request';
import type { LinearSolver } from './exact/linear-model';
import { replan } from './replan';
import type { ReplanPlan } from './replan-plan';
import type { ReplanGoal, ReplanLimits } from './replan-request';
import { NO_LIMITS } from './replan-request';
import { heldFleet, SPEC_POLICY, type HeldFleet, type Wish } from './spec-held-fleet';

const AMPLE_MS = 20_000;

/** A host of 32 CPUs that can all be pinned but two, with 4 VFs. */
function host(hostName: string, vfs = 4, cpus = 32): HostState {
  return aHostState(hostName, {
    inventory: anInventory({
      cpuDedicatedSet: Array.from({ length: cpus - 2 }, (_, index) => index + 2),
      cpuSharedSet: [0, 1],
      numaNodes: [aNumaNode({ cpus: Array.from({ length: cpus }, (_, cpu) => cpu) })],
      pfs: [aPf(vfs)],
    }),
  });
}

function pinned(name: string, vcpus: number, changes: Partial<VmRequest> = {}): VmRequest {
  return aVmRequest({
    name,
    flavor: { vcpus, ramMib: 2_048, diskGib: 10, extraSpecs: { 'hw:cpu_policy': 'dedicated' } },
    ...changes,
  });
}

const onVf = (name: string, vcpus = 4): VmRequest =>
  pinned(name, vcpus, { nics: [aNicRequest({ paths: ['sriov_vf'] })] });

describe('re-planning', () => {
  let solver: LinearSolver;

  beforeAll(async () => {
    solver = await openSolver((error) => {
      throw error;
    });
  });

  function plan(
    { fleet, vms }: HeldFleet,
    goal: ReplanGoal,
    limits: Partial<ReplanLimits> = {},
    timeLeftMs = AMPLE_MS,
  ): ReplanPlan {
    return replan(
      { fleet, vms, goal, limits: { ...NO_LIMITS, ...limits }, policy: SPEC_POLICY, waiting: [] },
      { solver, timeLeftMs: () => timeLeftMs, onProgress: () => undefined },
    );
  }

  const moves = ({ steps }: ReplanPlan) =>
    steps.map(({ vm, fromHost, toHost }) => `${vm.name}: ${fromHost} > ${toHost}`);
  const three = ['compute-1', 'compute-2', 'compute-3'].map((name) => host(name));
  const at = (hostName: string, request: VmRequest, changes: Wish['changes'] = {}): Wish => ({
    request,
    hostName,
    changes,
  });

  it('empties a drained host, with nobody else moved where there is room', () => {
    const held = heldFleet(three, [
      at('compute-1', onVf('a')),
      at('compute-1', pinned('b', 8)),
      at('compute-2', pinned('c', 8)),
    ]);
    const found = plan(held, { kind: 'drain', hosts: ['compute-1'] });
    expect(found.status).toBe('complete');
    expect(moves(found).every((move) => /^[ab]: compute-1 > compute-[23]$/.test(move))).toBe(true);
    expect(found.steps).toHaveLength(2);
    expect(found.objective).toMatchObject({ gap: 0 });
    expect(found.efficacy.hostsFreed).toEqual(['compute-1']);
  });

  it('has others make room where there is none, at the price of one move more', () => {
    const small = [host('compute-1'), host('compute-2', 1), host('compute-3', 0)];
    const held = heldFleet(small, [at('compute-1', onVf('needs-vf', 8)), at('compute-2', pinned('fills', 24))]);
    const found = plan(held, { kind: 'drain', hosts: ['compute-1'] });
    expect(moves(found)).toEqual(['fills: compute-2 > compute-3', 'needs-vf: compute-1 > compute-2']);
  });

  it('says of a VM without any place why each host refuses, and what would let it in', () => {
    const held = heldFleet([host('compute-1'), host('compute-2', 0)], [at('compute-1', onVf('a'))]);
    const found = plan(held, { kind: 'drain', hosts: ['compute-1'] });
    expect(found.status).toBe('partial');
    expect(found.steps).toEqual([]);
    expect(found.stuck).toMatchObject([{ vm: { name: 'a' }, code: 'vm.no_place' }]);
    expect(found.stuck[0]?.rejections.length).toBeGreaterThan(0);
    expect(found.stuck[0]?.relaxations.length).toBeGreaterThan(0);
  });

  it('names servers that are not the advisor’s, and leaves them', () => {
    const foreign = aHostClaim({ reservationId: 'theirs', isForeign: true });
    const held = heldFleet([aHostState('compute-1', { claims: [foreign] }), host('compute-2')], []);
    const found = plan(held, { kind: 'drain', hosts: ['compute-1'] });
    expect(found.stuck).toMatchObject([{ code: 'vm.not_ours', vm: { serverId: 'theirs', recommendationId: null } }]);
  });

  it('leaves a VM that the others of its group hold, unless groups need not hold', () => {
    const group = { id: 'web', policy: 'affinity' } as const;
    const inGroup = (name: string) => pinned(name, 2, { constraints: { ...aVmRequest().constraints, group } });
    const held = heldFleet(three, [at('compute-1', inGroup('a')), at('compute-1', inGroup('b'))]);
    const goal: ReplanGoal = { kind: 'drain', hosts: ['compute-1'] };
    expect(plan(held, goal).stuck.map(({ code }) => code)).toEqual(['vm.group_holds_it', 'vm.group_holds_it']);
    expect(plan(held, goal, { keepGroups: false }).status).toBe('complete');
  });

  it('leaves a VM that would have to be shut down where only live moves are allowed', () => {
    const vm = at('compute-1', pinned('a', 4), { extraSpecs: { 'pci_passthrough:alias': 'gpu:1' } });
    const found = plan(heldFleet(three, [vm]), { kind: 'drain', hosts: ['compute-1'] }, { liveOnly: true });
    expect(found.stuck.map(({ code }) => code)).toEqual(['vm.not_live_migratable']);
  });

  it('makes as many moves as it may', () => {
    const held = heldFleet(
      three,
      ['a', 'b', 'c'].map((name) => at('compute-1', pinned(name, 2))),
    );
    const found = plan(held, { kind: 'drain', hosts: ['compute-1'] }, { maxMoves: 2 });
    expect(found.steps).toHaveLength(2);
    expect(found.stuck.map(({ code }) => code)).toEqual(['vm.over_max_moves']);
  });

  it('gives a plan without steps when there is no time at all', () => {
    const found = plan(
      heldFleet(three, [at('compute-1', pinned('a', 2))]),
      { kind: 'drain', hosts: ['compute-1'] },
      {},
      0,
    );
    expect(found.steps).toEqual([]);
    expect(found.stuck.map(({ code }) => code)).toEqual(['vm.no_time']);
  });

  describe('after a failure', () => {
    const wishes = [
      at('compute-1', onVf('on-vf')),
      at('compute-1', pinned('on-bridge', 4)),
      at('compute-2', onVf('other')),
    ];
    const names = (found: ReplanPlan) => found.steps.map(({ vm }) => vm.name).sort();

    it('evacuates everybody from a lost host', () => {
      const found = plan(heldFleet(three, wishes), {
        kind: 'failure',
        failed: [{ kind: 'host', hostName: 'compute-1' }],
      });
      expect(names(found)).toEqual(['on-bridge', 'on-vf']);
      expect(found.steps.every(({ mechanism }) => mechanism === 'evacuate')).toBe(true);
    });

    it('moves those on a failed PF, and those on the bridge that hung on it', () => {
      const failed = [{ kind: 'pf', hostName: 'compute-1', address: '0000:3b:00.0' }] as const;
      expect(names(plan(heldFleet(three, wishes), { kind: 'failure', failed }))).toEqual(['on-bridge', 'on-vf']);
    });

    it('finds nobody a place on a network that is gone everywhere', () => {
      const failed = [{ kind: 'physical_network', physicalNetwork: 'PHYSNET1', hostName: null }] as const;
      const found = plan(heldFleet(three, wishes), { kind: 'failure', failed });
      expect(found.stuck.map(({ code }) => code)).toEqual(['vm.no_place', 'vm.no_place', 'vm.no_place']);
    });
  });

  describe('for a better fleet', () => {
    it('makes the move that the operator wants, and no other', () => {
      const held = heldFleet(three, [at('compute-1', pinned('a', 4)), at('compute-1', pinned('b', 4))]);
      const targets = [{ recommendationId: 'rec-1', member: 0, toHost: 'compute-3' }];
      expect(moves(plan(held, { kind: 'rebalance', hosts: null, targets }))).toEqual(['b: compute-1 > compute-3']);
    });

    it('moves nobody where that is not worth it', () => {
      const held = heldFleet(three, [at('compute-1', pinned('a', 4)), at('compute-2', pinned('b', 4))]);
      expect(plan(held, { kind: 'rebalance', hosts: null, targets: [] }).steps).toEqual([]);
    });

    it('brings VMs together on few hosts', () => {
      const held = heldFleet(
        three,
        three.map(({ hostName }) => at(hostName, pinned(`vm-${hostName}`, 4))),
      );
      const found = plan(held, { kind: 'consolidate', hosts: null, free: { kind: 'hosts' } });
      expect(found.efficacy.hostsFreed).toHaveLength(2);
      expect(found.steps).toHaveLength(2);
      expect(found.efficacy.after.hostsInUse).toBe(1);
    });

    it('frees VFs in one piece by the fewest moves', () => {
      const held = heldFleet(three, [
        at('compute-1', onVf('a')),
        at('compute-1', onVf('b')),
        at('compute-2', onVf('c')),
        at('compute-3', onVf('d')),
        at('compute-3', onVf('e')),
      ]);
      const free = { kind: 'vfs', physicalNetwork: 'physnet1', vfs: 4 } as const;
      expect(moves(plan(held, { kind: 'consolidate', hosts: null, free }))).toEqual([
        expect.stringMatching(/^c: compute-2 > compute-[13]$/),
      ]);
    });

    it('moves nobody for VFs that are free already', () => {
      const free = { kind: 'vfs', physicalNetwork: 'physnet1', vfs: 4 } as const;
      const held = heldFleet(three, [at('compute-1', onVf('a'))]);
      expect(plan(held, { kind: 'consolidate', hosts: null, free }).steps).toEqual([]);
    });
  });

  it('tells how many requests that wait would then fit', () => {
    const { fleet, vms } = heldFleet(
      [host('compute-1'), host('compute-2'), host('compute-3')],
      [at('compute-1', pinned('a', 4)), at('compute-2', pinned('b', 4)), at('compute-3', pinned('c', 4))],
    );
    const found = replan(
      {
        fleet,
        vms,
        goal: { kind: 'consolidate', hosts: null, free: { kind: 'hosts' } },
        limits: NO_LIMITS,
        policy: SPEC_POLICY,
        waiting: [pinned('whole-host', 30), pinned('too-large', 64)],
      },
      { solver, timeLeftMs: () => AMPLE_MS, onProgress: () => undefined },
    );
    expect(found.efficacy.waitingRequests).toEqual({ asked: 2, fitBefore: 0, fitAfter: 1 });
  });
});
