import type { ReplanProblem } from '../replan-problem';
import type { ReplanTask, ServerInTheWay } from './replan-task';

/** The task with those who must move whatever it is about; of them, servers that are not the advisor's are in the way. */
export function withUprooted(
  task: ReplanTask,
  { uprooted = [], vms }: Pick<ReplanProblem, 'uprooted' | 'vms'>,
): ReplanTask {
  if (uprooted.length === 0) return task;
  const ids = new Set(uprooted.map(({ reservationId }) => reservationId));
  const leaving = new Set(task.mustLeave.map(({ reservationId }) => reservationId));
  return {
    ...task,
    mustLeave: [
      ...task.mustLeave,
      ...vms.filter(({ reservationId }) => ids.has(reservationId) && !leaving.has(reservationId)),
    ],
    mayMove: task.mayMove.filter(({ reservationId }) => !ids.has(reservationId)),
    notOurs: [...task.notOurs, ...uprooted.filter(({ isForeign }) => isForeign).map(inTheWay)],
  };
}

function inTheWay({
  reservationId: serverId,
  projectId,
  hostName,
  devices,
}: NonNullable<ReplanProblem['uprooted']>[number]): ServerInTheWay {
  const gone = devices.length === 0 ? 'its host goes' : `${devices.join(', ')} of its host goes`;
  return { serverId, projectId, hostName, detail: `${gone}, and the advisor moves only what it placed` };
}
