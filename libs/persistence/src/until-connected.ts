import { setTimeout as pause } from 'node:timers/promises';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/**
 * Tries to connect until it works: a server may just be starting, or have as many clients as it takes.
 *
 * @throws the last error when it has not worked within `withinMs`
 */
export async function untilConnected<T>(connect: () => Promise<T>, withinMs: number): Promise<T> {
  const deadlineMs = Date.now() + withinMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    try {
      return await connect();
    } catch (error) {
      if (Date.now() + pauseMs > deadlineMs) throw error;
    }
    await pause(pauseMs);
  }
}
