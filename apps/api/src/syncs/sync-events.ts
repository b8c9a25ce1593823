import { setTimeout as sleep } from 'node:timers/promises';
import type { Sync, SyncStore } from '@iopath/usecases';
import type { Ending } from '../ending';
import { fromStage, fromSync } from './sync.dto';

/** Progress is written twice a second at most. */
const LOOK_EVERY_MS = 500;
/** Proxies hang up on connections that are silent for half a minute or so. */
const HEARTBEAT_EVERY_MS = 10_000;

/**
 * The events of one synchronisation, in the form of `text/event-stream`: where it stands at once, then what changes, and
 * `end` last. It is read from the database, so any API can tell of what any worker does. Ends with the API too; a client that
 * comes again is told where it stands by then.
 */
export async function* syncEvents(first: Sync, syncs: SyncStore, ending: Ending): AsyncGenerator<string> {
  let told = first;
  let silentMs = 0;
  yield event('progress', fromSync(first));
  while (!isOver(told) && !ending.hasBegun) {
    await sleep(LOOK_EVERY_MS);
    const now = await syncs.get(first.id);
    if (now === null) return;
    const news = newsOf(told, now);
    told = now;
    silentMs = news.length > 0 ? 0 : silentMs + LOOK_EVERY_MS;
    yield* news;
    if (silentMs >= HEARTBEAT_EVERY_MS) {
      silentMs = 0;
      yield ': still there\n\n';
    }
  }
  if (isOver(told)) yield event('end', fromSync(told));
}

/** A stage that begins or ends is told on its own; anything else by the whole as it stands. */
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

function event(name: 'progress' | 'stage' | 'end', data: object): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
