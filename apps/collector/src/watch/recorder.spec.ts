import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Inventory } from '@iopath/core';
import { anInventory } from '@iopath/testing';
import { SentMemory } from '../spool/last-sent';
import { Spool } from '../spool/spool';
import { Recorder } from './recorder';

const REFRESH_MS = 900_000;

let folder: string;
let nowMs = Date.UTC(2026, 10, 21);
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'recorder-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function recording() {
  const spool = new Spool(path.join(folder, 'spool'), 1, { snapshots: 3, bytes: 1_000_000 });
  const memory = new SentMemory(path.join(folder, 'last-sent.json'));
  const said: string[] = [];
  const say = (line: string) => said.push(line);
  const recorder = new Recorder({
    spool,
    memory,
    hostName: 'compute-01',
    refreshMs: REFRESH_MS,
    say,
    clock: () => nowMs,
  });
  const see = (rack: string, more: Partial<Inventory> = {}) =>
    recorder.record({ inventory: { ...anInventory(), rack, observedAtMs: nowMs, ...more }, warnings: [] });
  const accept = () => {
    const first = spool.first();
    if (first === null) throw new Error('nothing to accept');
    memory.set({ ...first, outcome: 'accepted', atMs: Date.parse(String(first.document['observed_at'])) });
    spool.remove(first.sequence);
  };
  return { spool, see, accept, said, recorder };
}

describe('what is put on its way', () => {
  it('is what is seen first, and what changed', () => {
    const { see, accept } = recording();

    expect(see('r1')).toBe(true);
    accept();
    expect(see('r1')).toBe(false);
    expect(see('r2')).toBe(true);
  });

  it('is not what waits already, though the advisor does not have it yet', () => {
    const { see, spool } = recording();

    expect([see('r1'), see('r1'), see('r2'), see('r2')]).toEqual([true, false, true, false]);
    expect(spool.size).toBe(2);
  });

  it('is a change back, too, though the advisor has no other yet', () => {
    const { see, accept } = recording();
    see('r1');
    accept();

    expect([see('r2'), see('r1')]).toEqual([true, true]);
  });

  it('is not what differs in free pages or time only', () => {
    const { see, accept } = recording();
    const withFree = (free: number) => ({
      numaNodes: anInventory().numaNodes.map((node) => ({ ...node, pages: [{ sizeKib: 2048, total: 10, free }] })),
    });
    see('r1', withFree(3));
    accept();
    nowMs += 1000;

    expect(see('r1', withFree(4))).toBe(false);
  });

  it('is the same again once the facts that the advisor has are old', () => {
    const { see, accept } = recording();
    see('r1');
    accept();

    nowMs += REFRESH_MS - 1;
    expect(see('r1')).toBe(false);
    nowMs += 1;
    expect(see('r1')).toBe(true);
  });

  it('is known across starts', () => {
    const before = recording();
    before.see('r1');
    before.accept();

    expect(recording().see('r1')).toBe(false);
  });

  it('takes the place of the oldest when there is no room, and that is told', () => {
    const { see, said, recorder } = recording();

    ['r1', 'r2', 'r3', 'r4', 'r5'].forEach((rack) => see(rack));

    expect(recorder.dropped).toBe(2);
    expect(said.at(-1)).toBe('the spool is full: the 1 oldest changes were given up, 2 since the start');
  });
});
