import type { ReplanStore, ReplanSummary } from '@iopath/usecases';
import type { Ending } from '../ending';
import { progressEvents } from '../events/progress-events';
import { fromSummary } from './replan.dto';

/** The events of one re-plan until planning has ended. The plan is not among them: it is read once, when it is there. */
export function replanEvents(first: ReplanSummary, replans: ReplanStore, ending: Ending): AsyncGenerator<string> {
  return progressEvents({ first, look: () => replans.find(first.id), isOver, toWire: fromSummary }, ending);
}

function isOver({ status }: ReplanSummary): boolean {
  return status !== 'queued' && status !== 'running';
}
