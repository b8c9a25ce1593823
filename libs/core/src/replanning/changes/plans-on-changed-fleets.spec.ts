import { openSolver } from '@iopath/solver';
import {
  aHostClaim,
  aHostState,
  aNicRequest,
  anInventory,
  aNumaNode,
  aPf,
  aVfClaim,
  aVmRequest,
} from '@iopath/testing';
import type { HostState } from '../../fleet/host-state';
import type { VmRequest } from '../../request/vm-request';
import type { LinearSolver } from '../exact/linear-model';
import { replan } from '../replan';
import type { ReplanPlan } from '../replan-plan';
import { NO_LIMITS, type ReplanGoal } from '../replan-request';
import { heldFleet, SPEC_POLICY, type HeldFleet } from '../spec-held-fleet';
import { changeFleet } from './change-fleet';
import type { FleetChange } from './fleet-change';

const DRAIN: ReplanGoal = { kind: 'drain', hosts: ['compute-1'] };
const PF = '0000:3b:00.0';

/** 16 CPUs, so that a VM of 12 fills it, and four VFs of eight that are possible. */
function host(hostName: string): HostState {
  const inventory = anInventory({
    cpuDedicatedSet: Array.from({ length: 14 }, (_, index) => index + 2),
    cpuSharedSet: [0, 1],
    numaNodes: [aNumaNode({ cpus: Array.from({ length: 16 }, (_, cpu) => cpu) })],
    pfs: [aPf(4, { totalVfs: 8 })],
  });
  return aHostState(hostName, { inventory });
}

function vm(name: string, vcpus: number): VmRequest {
  return aVmRequest({
    name,
    flavor: { vcpus, ramMib: 2_048, diskGib: 10, extraSpecs: { 'hw:cpu_policy': 'dedicated' } },
    nics: [aNicRequest({ paths: ['sriov_vf'] })],
  });
}

describe('plans on changed fleets', () => {
  let solver: LinearSolver;

  beforeAll(async () => {
    solver = await openSolver((error) => {
      throw error;
    });
  });

  function plan({ fleet, vms }: HeldFleet, goal: ReplanGoal, ...changes: readonly FleetChange[]): ReplanPlan {
    const changed = changeFleet(fleet, SPEC_POLICY, changes);
    expect(changed.faults).toEqual([]);
    const problem = { ...changed, vms, goal, limits: NO_LIMITS, waiting: [] };
    return replan(problem, { solver, timeLeftMs: () => 20_000, onProgress: () => undefined });
  }

  const moves = ({ steps }: ReplanPlan) => steps.map((step) => `${step.vm.name}: ${step.fromHost} > ${step.toHost}`);
  const two = [host('compute-1'), host('compute-2')];
  const full = heldFleet(two, [
    { request: vm('a', 12), hostName: 'compute-1' },
    { request: vm('b', 12), hostName: 'compute-2' },
  ]);

  it('empty a host with hosts that are yet to come, where there is no room today', () => {
    const more = { op: 'add_hosts_like', hostName: 'compute-1', count: 1 } as const;

    expect(plan(full, DRAIN)).toMatchObject({ status: 'partial', stuck: [{ code: 'vm.no_place' }] });
    expect(plan(full, DRAIN, more).status).toBe('complete');
    expect(moves(plan(full, DRAIN, more))).toEqual(['a: compute-1 > compute-1-like-1']);
  });

  it('move the VMs of a host that goes, whatever they are for', () => {
    const held = heldFleet(two, [{ request: vm('a', 4), hostName: 'compute-1' }]);
    const goals: readonly ReplanGoal[] = [
      DRAIN,
      { kind: 'rebalance', hosts: null, targets: [] },
      { kind: 'consolidate', hosts: null, free: { kind: 'hosts' } },
    ];
    for (const goal of goals) {
      const found = plan(held, goal, { op: 'remove_host', hostName: 'compute-1' });

      expect(found.status).toBe('complete');
      expect(moves(found)).toEqual(['a: compute-1 > compute-2']);
      expect(found.steps[0]?.mechanism).toBe('unplug_replug');
    }
  });

  it('say who cannot leave a host that goes', () => {
    const found = plan(
      full,
      { kind: 'rebalance', hosts: [], targets: [] },
      { op: 'remove_host', hostName: 'compute-1' },
    );

    expect(found).toMatchObject({ status: 'partial', stuck: [{ vm: { name: 'a' }, code: 'vm.no_place' }] });
  });

  it('keep VMs of an affinity group on a host that goes: Nova moves none of them away from the others', () => {
    const { constraints } = aVmRequest();
    const together = (name: string): VmRequest => ({
      ...vm(name, 4),
      constraints: { ...constraints, group: { id: 'web', policy: 'affinity' } },
    });
    const held = heldFleet(two, [
      { request: together('a'), hostName: 'compute-1' },
      { request: together('b'), hostName: 'compute-1' },
    ]);
    const found = plan(held, DRAIN, { op: 'remove_host', hostName: 'compute-1' });

    expect(found.stuck.map(({ code }) => code)).toEqual(['vm.group_holds_it', 'vm.group_holds_it']);
  });

  it.each([2, 8])('move who holds a VF of a PF that is to have %i', (vfs) => {
    const held = heldFleet(two, [{ request: vm('a', 4), hostName: 'compute-1' }]);
    const found = plan(
      held,
      { kind: 'rebalance', hosts: [], targets: [] },
      {
        op: 'set_sriov_numvfs',
        hostName: 'compute-1',
        address: PF,
        vfs,
      },
    );

    expect(moves(found)).toEqual(['a: compute-1 > compute-2']);
  });

  it('name servers that are not the advisor’s and lose what they hold', () => {
    const claims = [
      aHostClaim({ reservationId: 'server', projectId: 'p7', isForeign: true, devices: [aVfClaim('0000:3b:01.2')] }),
    ];
    const { inventory } = host('compute-1');
    const held = heldFleet([aHostState('compute-1', { inventory, claims })], []);
    const found = plan(
      held,
      { kind: 'rebalance', hosts: null, targets: [] },
      {
        op: 'remove_pf',
        hostName: 'compute-1',
        address: PF,
      },
    );

    expect(found.stuck).toMatchObject([{ code: 'vm.not_ours', vm: { serverId: 'server', projectId: 'p7' } }]);
  });
});
