import type { Fleet } from '../../fleet/fleet';
import type { RejectionCount, Relaxation } from '../../planning/decision';
import { explainFleet } from '../../planning/explanation/explain-fleet';
import { findRelaxations } from '../../planning/relaxations/find-relaxations';
import { requestContext } from '../../planning/request-context';
import { withProfile } from '../../planning/request-profile';
import type { ServerInTheWay } from '../goal/replan-task';
import type { HeldVm } from '../held-vm';
import { narrowedRequest } from '../mechanism/narrowed-request';
import type { PlannedTask } from '../plan-task';
import type { StuckVm } from '../replan-plan';
import type { ReplanProblem } from '../replan-problem';
import type { ImpossibleMove } from '../sequencing/ordered-moves';
import type { TimeLeft } from '../time-share';
import { vmRef } from '../vm-ref';

/** Relaxations are found by planning again and again: so many VMs get them, and only while there is time. */
const MOST_RELAXED = 3;
/** More VMs are named without asking every rule of every host. */
const MOST_EXPLAINED = 50;

/** Why those that had to move do not. */
export function stuckVms(
  { task, choices, ordered }: PlannedTask,
  fleetAfter: Fleet,
  { policy, limits }: ReplanProblem,
  timeLeftMs: TimeLeft,
): readonly StuckVm[] {
  const moved = new Set(ordered.steps.filter(({ isTemporary }) => !isTemporary).map(({ vm }) => vm.reservationId));
  const refused = new Map(ordered.impossible.map((each) => [each.move.vm.reservationId, each]));
  const stuck = task.mustLeave.filter(({ reservationId }) => !moved.has(reservationId));
  let relaxed = 0;
  return [
    ...stuck.map((vm, nth): StuckVm => {
      const isOverMoves = limits.maxMoves !== null && ordered.steps.length >= limits.maxMoves;
      const why = reasonOf(vm, refused.get(vm.reservationId), isOverMoves);
      const request = narrowedRequest(vm, {
        paths: 'kin',
        keepGroups: limits.keepGroups,
        toHosts: toHostsOf(task.onlyTo.get(vm.reservationId)),
      });
      const ofProfile = withProfile(policy, vm.profile);
      const isExplained = why.code === 'vm.no_place' && nth < MOST_EXPLAINED;
      const isRelaxed = isExplained && relaxed < MOST_RELAXED && timeLeftMs() > 0;
      if (isRelaxed) relaxed++;
      const rejections: readonly RejectionCount[] = isExplained
        ? explainFleet(fleetAfter, requestContext(request, fleetAfter, ofProfile)).rejections
        : [];
      const relaxations: readonly Relaxation[] = isRelaxed ? findRelaxations(request, fleetAfter, ofProfile) : [];
      return {
        vm: vmRef(vm),
        hostName: vm.hostName,
        ...why,
        rejections: why.rejections.length > 0 ? why.rejections : rejections,
        relaxations,
      };
    }),
    ...task.notOurs.map(stuckServer),
  ];

  function reasonOf(vm: HeldVm, impossible: ImpossibleMove | undefined, isOverMoves: boolean): Reason {
    if (choices.isHeld(vm)) return { ...NOBODY, code: 'vm.group_holds_it', detail: heldByGroup(vm) };
    if (impossible !== undefined) {
      const { code, detail, rejections, inTheWay } = impossible;
      return { code, detail, rejections, inTheWay };
    }
    if (isOverMoves) return { ...NOBODY, code: 'vm.over_max_moves', detail: 'max_moves is used up by other moves' };
    const refusal = choices.refusalOf(vm);
    if (refusal !== null) return { ...NOBODY, ...refusal };
    if (timeLeftMs() <= 0) {
      return { ...NOBODY, code: 'vm.no_time', detail: 'time ran out before a place was found for it' };
    }
    return { ...NOBODY, code: 'vm.no_place', detail: 'no other host has a place for it' };
  }
}

type Reason = Pick<StuckVm, 'code' | 'detail' | 'rejections' | 'inTheWay'>;

const NOBODY = { rejections: [], inTheWay: [] } as const;

function heldByGroup({ request }: HeldVm): string {
  return `other VMs of group ${request.constraints.group?.id ?? ''} keep it on their host (policy affinity)`;
}

function toHostsOf(only: string | undefined): readonly string[] | null {
  return only === undefined ? null : [only];
}

function stuckServer({ serverId, projectId, hostName, detail }: ServerInTheWay): StuckVm {
  return {
    vm: { reservationId: serverId, recommendationId: null, member: 0, serverId, name: serverId, projectId },
    hostName,
    code: 'vm.not_ours',
    detail,
    rejections: [],
    relaxations: [],
    inTheWay: [],
  };
}
