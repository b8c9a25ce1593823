import type { Collected } from '../collect/collect';
import type { Sender } from '../push/sender';
import { Bell } from './bell';
import type { Recorder } from './recorder';

export interface WatchPorts {
  readonly look: () => Promise<Collected>;
  readonly recorder: Recorder;
  readonly sender: Sender;
  readonly everyMs: number;
  /** Rings when it is worth looking at once; the returned function ends that. */
  readonly listen: (bell: Bell) => () => void;
  readonly say: (line: string) => void;
  readonly ending: AbortSignal;
}

/**
 * Looks again and again, and sends what changed, until it is to end. Looking does not wait for sending: what happens while the
 * advisor is away is spooled.
 */
export async function watch(ports: WatchPorts): Promise<void> {
  const looking = new Bell();
  const sending = new Bell();
  const { ending } = ports;
  const endAll = () => [looking, sending].forEach((bell) => bell.ring());
  ending.addEventListener('abort', endAll);
  const stopListening = ports.listen(looking);
  try {
    await Promise.all([lookAgainAndAgain(ports, looking, sending), sendWhatComes(ports, sending)]);
  } finally {
    stopListening();
    ending.removeEventListener('abort', endAll);
  }
}

async function lookAgainAndAgain(ports: WatchPorts, looking: Bell, sending: Bell): Promise<void> {
  const { look, recorder, everyMs, say, ending } = ports;
  while (!ending.aborted) {
    try {
      if (recorder.record(await look())) sending.ring();
    } catch (error) {
      // A full disk, a look in the middle of a driver's reload: the next one may do better.
      say(`could not look: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (!ending.aborted) await looking.wait(everyMs);
  }
}

async function sendWhatComes({ sender, everyMs, say, ending }: WatchPorts, sending: Bell): Promise<void> {
  while (!ending.aborted) {
    let waitMs = Infinity;
    try {
      await sender.drain();
    } catch (error) {
      // The spool's disk is full or broken; what is there stays there.
      say(`could not send: ${error instanceof Error ? error.message : String(error)}`);
      waitMs = everyMs;
    }
    if (!ending.aborted) await sending.wait(waitMs);
  }
}
