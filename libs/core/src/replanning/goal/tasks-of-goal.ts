import type { Fleet } from '../../fleet/fleet';
import type { HeldVm } from '../held-vm';
import type { ReplanGoal } from '../replan-request';
import { consolidateTasks } from './consolidate.goal';
import { drainTask } from './drain.goal';
import { failureTask } from './failure.goal';
import { rebalanceTask } from './rebalance.goal';
import type { ReplanTask } from './replan-task';

/** What is to be searched for a goal: mostly one task, of several the one with the best plan; none where nothing is to do. */
export function tasksOf(goal: ReplanGoal, fleet: Fleet, vms: readonly HeldVm[]): readonly ReplanTask[] {
  switch (goal.kind) {
    case 'drain':
      return [drainTask(goal.hosts, fleet, vms)];
    case 'failure':
      return [failureTask(goal.failed, fleet, vms)];
    case 'rebalance':
      return [rebalanceTask(goal, fleet, vms)];
    case 'consolidate':
      return consolidateTasks(goal, fleet, vms);
  }
}
