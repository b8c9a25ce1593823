import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SentMemory } from '../spool/last-sent';
import { Spool } from '../spool/spool';
import { ScriptedAdvisor } from './scripted-advisor.fixture';
import { Sender } from './sender';

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'sender-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A sender of these racks, whose pauses take no time but are counted. */
function sending(advisor: ScriptedAdvisor, ...racks: readonly string[]) {
  const spool = new Spool(path.join(folder, 'spool'), 1);
  const memory = new SentMemory(path.join(folder, 'last-sent.json'));
  const ending = new AbortController();
  const pauses: number[] = [];
  const said: string[] = [];
  let nowMs = Date.UTC(2026, 10, 21);
  for (const rack of racks) spool.put({ hostName: 'compute-01', hash: rack, document: { rack } });
  const sender = new Sender({
    spool,
    memory,
    advisor,
    backOff: { firstMs: 1000, longestMs: 8000 },
    say: (line) => said.push(line),
    tell: () => undefined,
    clock: () => nowMs,
    pause: (ms) => {
      pauses.push(ms);
      nowMs += ms;
      return Promise.resolve();
    },
    random: () => 1,
    ending: ending.signal,
  });
  return { sender, spool, memory, pauses, said, ending, nowMs: () => nowMs };
}

const racksOf = (advisor: ScriptedAdvisor) => advisor.accepted.map(({ rack }) => rack);

describe('sending what is spooled', () => {
  it('sends all of it in order, each on the generation that the advisor has', async () => {
    const advisor = new ScriptedAdvisor();
    const { sender, spool, memory } = sending(advisor, 'r1', 'r2', 'r3');

    expect(await sender.drain()).toBe('all sent');

    expect(advisor.accepted).toEqual([
      { rack: 'r1', generation: null },
      { rack: 'r2', generation: 1 },
      { rack: 'r3', generation: 2 },
    ]);
    expect(spool.size).toBe(0);
    expect(memory.get()).toMatchObject({ sequence: 3, hash: 'r3', outcome: 'accepted' });
  });

  it('goes on trying while the advisor is away, ever more seldom, and overtakes nothing', async () => {
    const advisor = new ScriptedAdvisor().answers('away', { status: 503 }, { status: 502 }, 'away', { status: 500 });
    const { sender, pauses } = sending(advisor, 'r1', 'r2');

    await sender.drain();

    expect(racksOf(advisor)).toEqual(['r1', 'r2']);
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 8000]);
  });

  it('waits as long as the advisor asks for', async () => {
    const advisor = new ScriptedAdvisor().answers({ status: 429, retryAfterMs: 30_000 });
    const { sender, pauses } = sending(advisor, 'r1');

    await sender.drain();

    expect(pauses).toEqual([30_000]);
  });

  it('reads the generation again when somebody else wrote the host', async () => {
    const advisor = new ScriptedAdvisor().answers({ status: 409, json: { code: 'host.generation_conflict' } });
    const { sender, pauses } = sending(advisor, 'r1');

    await sender.drain();

    expect([racksOf(advisor), pauses]).toEqual([['r1'], []]);
    expect(advisor.asked.filter((asked) => asked.startsWith('GET'))).toHaveLength(2);
  });

  it('leaves those alone for a while who write the host all the time', async () => {
    const conflict = { status: 409, json: { code: 'host.generation_conflict' } };
    const advisor = new ScriptedAdvisor().answers(...Array.from({ length: 5 }, () => conflict));
    const { sender, pauses } = sending(advisor, 'r1');

    await sender.drain();

    expect([racksOf(advisor), pauses]).toEqual([['r1'], [1000]]);
  });

  it('sets aside what the advisor will never have, names it, and goes on', async () => {
    const problem = {
      code: 'request.invalid',
      detail: 'The inventory contradicts itself',
      errors: [{ pointer: '/pfs/0' }],
    };
    const advisor = new ScriptedAdvisor().answers({ status: 422, json: problem });
    const { sender, said } = sending(advisor, 'r1', 'r2');

    expect(await sender.drain()).toBe('all sent');

    const file = path.join(folder, 'spool/refused/0000000000000001.json');
    expect(racksOf(advisor)).toEqual(['r2']);
    expect([sender.refused, existsSync(file)]).toEqual([1, true]);
    expect(said[0]).toContain(file);
    expect(said[0]).toContain('request.invalid; The inventory contradicts itself; {"pointer":"/pfs/0"}');
  });

  it('gives an operator some tries to put a role right, and does not try for ever', async () => {
    const advisor = new ScriptedAdvisor().answers(...Array.from({ length: 10 }, () => ({ status: 403 })));
    const { sender, pauses } = sending(advisor, 'r1', 'r2');

    await sender.drain();

    expect([racksOf(advisor), pauses.length]).toEqual([['r2'], 9]);
  });

  it('keeps everything when it gives up', async () => {
    const advisor = new ScriptedAdvisor().answers(...Array.from({ length: 20 }, () => 'away' as const));
    const { sender, spool, nowMs } = sending(advisor, 'r1', 'r2');

    expect(await sender.drain(nowMs() + 10_000)).toBe('given up');

    expect(spool.size).toBe(2);
  });

  it('keeps everything when the process is to end', async () => {
    const advisor = new ScriptedAdvisor();
    const { sender, spool, ending } = sending(advisor, 'r1');
    ending.abort();

    expect(await sender.drain()).toBe('ending');
    expect([racksOf(advisor), spool.size]).toEqual([[], 1]);
  });

  it('sends once more what was accepted by an answer that never came', async () => {
    const advisor = new ScriptedAdvisor();
    const before = sending(advisor, 'r1', 'r2');
    const [first] = [before.spool.first()];
    await advisor.put('/v1/hosts/compute-01/inventory', { ...first?.document, generation: null });

    await sending(advisor).sender.drain();

    expect(racksOf(advisor)).toEqual(['r1', 'r1', 'r2']);
    expect(readdirSync(path.join(folder, 'spool'))).toEqual(['refused']);
  });
});
