import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { LOOPBACK } from '../places';

const POLL_MS = 250;

/** What does not come to pass in time. */
export class TimedOut extends Error {}

/**
 * Asks again and again until there is an answer.
 *
 * @param ask its answer, or null when it is not there yet; what it throws counts as null, and is told at the end
 * @throws TimedOut
 */
export async function until<Answer>(
  what: string,
  withinMs: number,
  ask: () => Promise<Answer | null>,
  pollMs = POLL_MS,
): Promise<Answer> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    let why = '';
    try {
      const answer = await ask();
      if (answer !== null) return answer;
    } catch (error) {
      why = `: ${error instanceof Error ? error.message : String(error)}`;
    }
    if (Date.now() > deadline) {
      throw new TimedOut(`${what} did not come within ${Math.round(withinMs / 1000)} s${why}`);
    }
    await sleep(pollMs);
  }
}

/** Whether something listens on a port of the loopback address. */
export function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: LOOPBACK, port });
    const answer = (taken: boolean) => () => {
      socket.destroy();
      resolve(taken);
    };
    socket.once('connect', answer(true));
    socket.once('error', answer(false));
  });
}

export async function untilListening(what: string, port: number, withinMs: number): Promise<void> {
  await until(`${what} on port ${port}`, withinMs, async () => ((await isTaken(port)) ? true : null));
}

/** Any answer of HTTP will do, but an error of the server: 300 is how OpenStack lists versions. */
export async function untilAnswering(what: string, url: string, withinMs: number): Promise<void> {
  await until(`${what} at ${url}`, withinMs, async () => {
    const { status } = await fetch(url, { signal: AbortSignal.timeout(20_000) });
    return status < 500 ? true : null;
  });
}
