import { aHostState, aNicRequest, aNumaNode, anInventory, aPf, aVmRequest } from '@iopath/testing';
import { openSolver } from '@iopath/solver';
import fc from 'fast-check';
import type { HostState } from '../fleet/host-state';
import type { GroupPolicy, VmRequest } from '../request/vm-request';
import { fleetAfter } from './efficacy/fleet-after';
import type { LinearSolver } from './exact/linear-model';
import { replan } from './replan';
import type { ReplanPlan } from './replan-plan';
import { NO_LIMITS, type ReplanGoal, type ReplanLimits } from './replan-request';
import { heldFleet, SPEC_POLICY, type HeldFleet, type Wish } from './spec-held-fleet';

const AMPLE_MS = 60_000;

/** Two NUMA nodes of 8 CPUs, all but one of each pinned, with a PF of 4 VFs each. */
function host(hostName: string): HostState {
  const otherVfs = aPf(4).vfs.map((vf) => ({
    ...vf,
    address: vf.address.replace('3b', 'af'),
    iommuGroup: 90 + vf.index,
  }));
  return aHostState(hostName, {
    inventory: anInventory({
      cpuDedicatedSet: [1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15],
      cpuSharedSet: [0, 8],
      numaNodes: [0, 1].map((id) =>
        aNumaNode({
          id,
          socket: id,
          cpus: Array.from({ length: 8 }, (_, cpu) => cpu + id * 8),
          memoryMib: 32_768,
          pages: [{ sizeKib: 4, total: 8_388_608 }],
          distances: [],
        }),
      ),
      pfs: [aPf(4), aPf(4, { address: '0000:af:00.0', numaNode: 1, iommuGroup: 80, vfs: otherVfs })],
    }),
  });
}

const requests: fc.Arbitrary<VmRequest> = fc
  .record({
    vcpus: fc.constantFrom(1, 2, 4),
    ramMib: fc.constantFrom(2_048, 8_192),
    isPinned: fc.boolean(),
    hasVf: fc.boolean(),
    policy: fc.constantFrom<GroupPolicy | null>(null, null, null, 'anti-affinity', 'affinity'),
  })
  .map(({ vcpus, ramMib, isPinned, hasVf, policy }) =>
    aVmRequest({
      flavor: { vcpus, ramMib, diskGib: 10, extraSpecs: isPinned ? { 'hw:cpu_policy': 'dedicated' } : {} },
      nics: [aNicRequest({ paths: hasVf ? ['sriov_vf'] : ['vhost_net'] })],
      constraints: {
        ...aVmRequest().constraints,
        group: policy === null ? null : { id: policy, policy },
      },
    }),
  );

interface Instance {
  readonly held: HeldFleet;
  readonly goal: ReplanGoal;
  readonly limits: ReplanLimits;
}

const instances: fc.Arbitrary<Instance> = fc.integer({ min: 2, max: 5 }).chain((hosts) => {
  const names = Array.from({ length: hosts }, (_, nth) => `compute-${nth}`);
  const goals = fc.constantFrom<ReplanGoal>(
    { kind: 'drain', hosts: ['compute-0'] },
    { kind: 'failure', failed: [{ kind: 'host', hostName: 'compute-0' }] },
    { kind: 'failure', failed: [{ kind: 'pf', hostName: 'compute-1', address: '0000:3b:00.0' }] },
    { kind: 'rebalance', hosts: null, targets: [] },
    { kind: 'consolidate', hosts: null, free: { kind: 'hosts' } },
    { kind: 'consolidate', hosts: null, free: { kind: 'vfs', physicalNetwork: 'physnet1', vfs: 7 } },
  );
  return fc.record({
    held: fc
      .array(fc.record({ request: requests, hostName: fc.constantFrom(...names) }), { minLength: 1, maxLength: 12 })
      .map((wishes) => heldFleet(names.map(host), named(wishes))),
    goal: goals,
    limits: fc.constantFrom(NO_LIMITS, { ...NO_LIMITS, maxMoves: 2 }, { ...NO_LIMITS, keepGroups: false }),
  });
});

function named(wishes: readonly Wish[]): readonly Wish[] {
  return wishes.map((wish, nth) => ({ ...wish, request: { ...wish.request, name: `vm-${nth}` } }));
}

describe('a re-plan, on random small fleets', () => {
  let solver: LinearSolver;

  beforeAll(async () => {
    solver = await openSolver((error) => {
      throw error;
    });
  });

  function plan({ held, goal, limits }: Instance, timeLeftMs = AMPLE_MS): ReplanPlan {
    return replan(
      { ...held, goal, limits, policy: SPEC_POLICY, waiting: [] },
      { solver, timeLeftMs: () => timeLeftMs, onProgress: () => undefined },
    );
  }

  const always = (holds: (instance: Instance) => void, numRuns = 25): void => {
    fc.assert(fc.property(instances, holds), { numRuns });
  };

  it('oversells nothing in the end', () => {
    always((instance) => {
      const { fleet, vms } = instance.held;
      for (const { claims, inventory, capacity } of fleetAfter(fleet, vms, plan(instance).steps).hosts) {
        const addresses = claims.flatMap(({ devices }) => devices.map(({ address }) => address));
        expect(new Set(addresses).size).toBe(addresses.length);
        const pinned = claims.flatMap(({ cells }) => cells.flatMap(({ pinnedCpus }) => pinnedCpus));
        expect(new Set(pinned).size).toBe(pinned.length);
        expect(pinned.every((cpu) => inventory.cpuDedicatedSet?.includes(cpu))).toBe(true);
        expect(claims.reduce((sum, { memoryMib }) => sum + memoryMib, 0)).toBeLessThanOrEqual(capacity.memoryMib);
        expect(claims.reduce((sum, { vcpus }) => sum + vcpus, 0)).toBeLessThanOrEqual(capacity.vcpus);
      }
    });
  });

  it('brings nobody to a host that is closed, nor beside another of its anti-affinity group', () => {
    always((instance) => {
      const { goal, held, limits } = instance;
      const { steps } = plan(instance);
      const isClosed = goal.kind === 'drain' || (goal.kind === 'failure' && goal.failed[0]?.kind === 'host');
      if (isClosed) expect(steps.every(({ toHost }) => toHost !== 'compute-0')).toBe(true);
      if (!limits.keepGroups) return;
      const arrived = new Set(steps.map(({ toHost }) => toHost));
      for (const { hostName, groups } of fleetAfter(held.fleet, held.vms, steps).hosts) {
        const together = groups.get('anti-affinity') ?? 0;
        const before = held.fleet.hosts.find((each) => each.hostName === hostName)?.groups.get('anti-affinity') ?? 0;
        if (arrived.has(hostName)) expect(together).toBeLessThanOrEqual(Math.max(1, before));
      }
    });
  });

  it('makes no more moves than it may, and says of everybody who had to leave what became of him', () => {
    always((instance) => {
      const { goal, held, limits } = instance;
      const { steps, stuck, status } = plan(instance);
      if (limits.maxMoves !== null) expect(steps.length).toBeLessThanOrEqual(limits.maxMoves);
      expect(status).toBe(stuck.length === 0 ? 'complete' : 'partial');
      if (goal.kind !== 'drain') return;
      const told = new Set([...steps, ...stuck].map(({ vm }) => vm.reservationId));
      expect(
        held.vms.filter(({ hostName }) => hostName === 'compute-0').every((vm) => told.has(vm.reservationId)),
      ).toBe(true);
    });
  });

  it('is never worth less than its bound says, and never worse than doing nothing', () => {
    always((instance) => {
      const { objective } = plan(instance);
      const nothing = plan(instance, 0).objective;
      expect(objective.bound).toBeLessThanOrEqual(objective.value + 1e-6);
      expect(objective.gap).toBeGreaterThanOrEqual(0);
      expect(objective.value).toBeLessThanOrEqual(nothing.value + 1e-6);
    });
  });

  it('is the same for the same problem', () => {
    always((instance) => expect(plan(instance)).toEqual(plan(instance)), 10);
  });
});
