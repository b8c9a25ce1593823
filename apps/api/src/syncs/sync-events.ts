import type { Sync, SyncStore } from '@iopath/usecases';
import type { Ending } from '../ending';
import { event, progressEvents } from '../events/progress-events';
import { fromStage, fromSync } from './sync.dto';

/** The events of one synchronisation: a stage that begins or ends is told on its own, as `stage`. */
export function syncEvents(first: Sync, syncs: SyncStore, ending: Ending): AsyncGenerator<string> {
  return progressEvents({ first, look: () => syncs.get(first.id), isOver, toWire: fromSync, newsOf }, ending);
}

function newsOf(before: Sync, now: Sync): readonly string[] {
  const stages = now.stages.filter(
    ({ name, state }) => before.stages.find((stage) => stage.name === name)?.state !== state,
  );
  if (stages.length > 0) return stages.map((stage) => event('stage', fromStage(stage)));
  return JSON.stringify(before) === JSON.stringify(now) ? [] : [event('progress', fromSync(now))];
}

function isOver({ state }: Sync): boolean {
  return state !== 'queued' && state !== 'running';
}
