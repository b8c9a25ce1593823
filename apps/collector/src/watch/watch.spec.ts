import type { Collected } from '../collect/collect';
import type { Sender } from '../push/sender';
import type { Bell } from './bell';
import type { Recorder } from './recorder';
import { watch } from './watch';

const NOTHING = {} as Collected;
const FOR_EVER_MS = 3_600_000;

/** Ends after so many looks, each of which something rings for. */
async function watching(looks: number, look: (index: number) => void = () => undefined) {
  const ending = new AbortController();
  const bells: Bell[] = [];
  const said: string[] = [];
  let looked = 0;
  let drained = 0;
  await watch({
    look: () => {
      looked += 1;
      if (looked === looks) ending.abort();
      else setImmediate(() => bells[0]?.ring());
      look(looked);
      return Promise.resolve(NOTHING);
    },
    recorder: { record: () => true } as unknown as Recorder,
    sender: { drain: () => Promise.resolve((drained += 1)) } as unknown as Sender,
    everyMs: FOR_EVER_MS,
    listen: (bell) => {
      bells.push(bell);
      return () => bells.pop();
    },
    say: (line) => said.push(line),
    ending: ending.signal,
  });
  return { looked, drained, said, listeners: bells.length };
}

describe('staying', () => {
  it('looks at once when something rings, and ends when it is to end', async () => {
    const { looked, drained, listeners } = await watching(3);

    expect(looked).toBe(3);
    expect(drained).toBeGreaterThan(1);
    expect(listeners).toBe(0);
  });

  it('goes on when one look fails', async () => {
    const { looked, said } = await watching(3, (index) => {
      if (index === 2) throw new Error('ENOSPC');
    });

    expect([looked, said]).toEqual([3, ['could not look: ENOSPC']]);
  });
});
