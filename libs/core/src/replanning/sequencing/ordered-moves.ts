import type { Fleet } from '../../fleet/fleet';
import type { RejectionCount } from '../../planning/decision';
import type { PlanningPolicy } from '../../planning/planning-policy';
import type { VmRequest } from '../../request/vm-request';
import type { HeldVm } from '../held-vm';
import type { ObjectiveWeights } from '../objective';
import type { NoGood } from '../options/move-option';
import type { ReplanStep, VmRef } from '../replan-plan';
import type { ReplanLimits } from '../replan-request';

/** Where VMs are, and where they are to be. */
export interface TargetAssignment {
  /** Everybody where he is. A host or device that takes nobody is closed in it. */
  readonly fleet: Fleet;
  readonly policy: PlanningPolicy;
  readonly limits: ReplanLimits;
  readonly weights: ObjectiveWeights;
  /** Everybody who may move, whether he is to or not. */
  readonly vms: readonly HeldVm[];
  /** A VM at most once. */
  readonly moves: readonly TargetMove[];
  /** Hosts that are gone: nothing on them comes free, nobody goes there, and a server group has nobody there. */
  readonly lostHosts: ReadonlySet<string>;
  /** Milliseconds that are left; at 0 or less nothing is searched that could be done without. */
  readonly timeLeftMs: () => number;
}

export interface TargetMove {
  readonly vm: HeldVm;
  /** Another host than the VM's own. */
  readonly toHost: string;
  /** What the VM asks of a place, on whichever host: of `count` alike it is one, and each device keeps its kind of path. */
  readonly request: VmRequest;
}

/** A target as a graph of steps, as far as there is a way to it. */
export interface OrderedMoves {
  /** In an order that the graph allows. */
  readonly steps: readonly ReplanStep[];
  /** Moves of the target that are not among the steps; empty when the whole target is reached. */
  readonly impossible: readonly ImpossibleMove[];
  /** What of the target cannot come true, for the next target to be without it; empty when nothing is impossible. */
  readonly noGoods: readonly NoGood[];
}

export interface ImpossibleMove {
  readonly move: TargetMove;
  /** `vm.no_place`, `vm.in_cycle`, `vm.over_max_moves`, or why it must not be moved in the one way that there is. */
  readonly code: string;
  readonly detail: string;
  /** Why the target host refuses it once everybody has left who can; empty for a VM that only has no turn. */
  readonly rejections: readonly RejectionCount[];
  /** The smallest set of VMs in each other's way, itself among them; empty when nobody is in its way. */
  readonly inTheWay: readonly VmRef[];
}
