import type { Fleet } from '../fleet/fleet';
import type { PlanningPolicy } from '../planning/planning-policy';
import type { VmRequest } from '../request/vm-request';
import type { UprootedClaim } from './changes/changed-fleet';
import type { LinearSolver } from './exact/linear-model';
import type { HeldVm } from './held-vm';
import type { ReplanProgress } from './replan-plan';
import type { ReplanGoal, ReplanLimits } from './replan-request';

/** Everything that a plan depends on. Plain data. */
export interface ReplanProblem {
  readonly fleet: Fleet;
  /** Every VM of the advisor's on these hosts; servers that are not the advisor's are claims of the fleet, and stay. */
  readonly vms: readonly HeldVm[];
  /**
   * Who must move whatever the goal says: a `what_if` took away their host, which is then no host of the fleet, or a device
   * that they hold. Left out: nobody.
   */
  readonly uprooted?: readonly UprootedClaim[];
  readonly goal: ReplanGoal;
  readonly limits: ReplanLimits;
  readonly policy: PlanningPolicy;
  /** Requests that were rejected lately: the plan tells how many of them would fit. */
  readonly waiting: readonly VmRequest[];
}

/** What the search may use of the world. */
export interface ReplanTools {
  readonly solver: LinearSolver;
  /** Milliseconds that are left; 0 or less ends the search with the best plan so far. Never asked for a decision's content. */
  readonly timeLeftMs: () => number;
  readonly onProgress: (progress: ReplanProgress) => void;
}
