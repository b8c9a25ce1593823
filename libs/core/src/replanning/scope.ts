import type { ReplanTask } from './goal/replan-task';
import { RankedHosts } from './heuristic/ranked-hosts';
import { PlaceBook } from './options/place-book';
import type { PlannedTask } from './plan-task';
import type { ReplanProblem } from './replan-problem';

/** Up to so many VMs times hosts everybody may move from the start. */
const SMALL = 20_000;
/** Hosts whose VMs are asked to make room for one that is stuck. */
const NEIGHBOURS = 12;

/**
 * In a large fleet only those move who must, at first: mostly there is room elsewhere, and the search need not look at
 * everybody else. Goals that nobody must leave for are about everybody.
 */
export function withinReach(task: ReplanTask): ReplanTask {
  const pairs = (task.mustLeave.length + task.mayMove.length) * task.fleet.hosts.length;
  return task.mustLeave.length === 0 || pairs <= SMALL ? task : { ...task, mayMove: [] };
}

/** Lets those move, too, who are on the hosts where the stuck would be best off; null where nobody is stuck or there. */
export function withNeighbours(
  task: ReplanTask,
  { choices, ordered }: PlannedTask,
  { policy, limits }: Pick<ReplanProblem, 'policy' | 'limits'>,
): ReplanTask | null {
  const moved = new Set(ordered.steps.map(({ vm }) => vm.reservationId));
  const book = new PlaceBook(task, policy, limits.keepGroups);
  const ranked = new RankedHosts(book);
  const hosts = new Set(
    task.mustLeave
      .filter((vm) => !moved.has(vm.reservationId) && !choices.isHeld(vm))
      .flatMap((vm) => {
        const only = task.onlyTo.get(vm.reservationId);
        if (only !== undefined) return [only];
        return ranked
          .of(book.kindOf(vm))
          .slice(0, NEIGHBOURS)
          .map(({ host }) => host.hostName);
      }),
  );
  const mayMove = task.mayMove.filter(({ hostName }) => hosts.has(hostName));
  return mayMove.length === 0 ? null : { ...task, mayMove };
}
