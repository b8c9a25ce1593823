import { setTimeout as sleep } from 'node:timers/promises';
import type { Ending } from '../ending';

/** Progress is written twice a second at most. */
const LOOK_EVERY_MS = 500;
/** Proxies hang up on connections that are silent for half a minute or so. */
const HEARTBEAT_EVERY_MS = 10_000;

/** A job that a client follows. */
export interface Followed<Job> {
  readonly first: Job;
  /** As it stands now; null when it is there no more. */
  readonly look: () => Promise<Job | null>;
  readonly isOver: (job: Job) => boolean;
  readonly toWire: (job: Job) => object;
  /** What is to be told of a change; left out: the job as it stands, if anything of it has changed. */
  readonly newsOf?: (before: Job, now: Job) => readonly string[];
}

/**
 * The events of one job, in the form of `text/event-stream`: where it stands at once (`progress`), then what changes, and
 * `end` last. It is read from the database, so any API can tell of what any worker does. Ends with the API too; a client
 * that comes again is told where it stands by then.
 */
export async function* progressEvents<Job>(
  { first, look, isOver, toWire, newsOf }: Followed<Job>,
  ending: Ending,
): AsyncGenerator<string> {
  let told = first;
  let silentMs = 0;
  yield event('progress', toWire(first));
  while (!isOver(told) && !ending.hasBegun) {
    await sleep(LOOK_EVERY_MS);
    const now = await look();
    if (now === null) return;
    const news = newsOf?.(told, now) ?? wholeIfChanged(told, now, toWire);
    told = now;
    silentMs = news.length > 0 ? 0 : silentMs + LOOK_EVERY_MS;
    yield* news;
    if (silentMs >= HEARTBEAT_EVERY_MS) {
      silentMs = 0;
      yield ': still there\n\n';
    }
  }
  if (isOver(told)) yield event('end', toWire(told));
}

export function event(name: string, data: object): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

function wholeIfChanged<Job>(before: Job, now: Job, toWire: (job: Job) => object): readonly string[] {
  return JSON.stringify(before) === JSON.stringify(now) ? [] : [event('progress', toWire(now))];
}
