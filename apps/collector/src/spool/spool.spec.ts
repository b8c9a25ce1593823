import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Spool } from './spool';
import { lockSpool, SpoolInUse } from './spool-lock';

const ROOM = { snapshots: 100, bytes: 1_000_000 };

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'spool-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const snapshot = (hash: string) => ({ hostName: 'compute-01', hash, document: { rack: hash } });
const opened = (first = 1, limits = ROOM) => new Spool(folder, first, limits);

/** Takes everything out, in the order in which it would be sent. */
function drained(spool: Spool): string[] {
  const hashes: string[] = [];
  for (let first = spool.first(); first !== null; first = spool.first()) {
    hashes.push(first.hash);
    spool.remove(first.sequence);
  }
  return hashes;
}

describe('the spool', () => {
  it('gives snapshots back in the order in which they were seen', () => {
    const spool = opened();
    ['a', 'b', 'c'].forEach((hash) => spool.put(snapshot(hash)));

    expect(drained(spool)).toEqual(['a', 'b', 'c']);
  });

  it('keeps them, and their order, when the process is gone', () => {
    ['a', 'b'].forEach((hash) => opened().put(snapshot(hash)));

    const again = opened();

    expect(again.newestHash).toBe('b');
    again.put(snapshot('c'));
    expect(drained(again)).toEqual(['a', 'b', 'c']);
  });

  it('goes on counting where it had stopped, so that what was sent never comes after what was not', () => {
    const spool = opened(8);
    spool.put(snapshot('a'));

    expect(spool.first()?.sequence).toBe(8);
  });

  it('knows nothing of a snapshot that was being written when the process ended', () => {
    opened().put(snapshot('a'));
    writeFileSync(path.join(folder, '0000000000000002.json.tmp'), '{"sequence":2,"ho');

    expect(drained(opened())).toEqual(['a']);
    expect(readdirSync(folder)).toEqual(['refused']);
  });

  it('sets a broken file aside and goes on with the next', () => {
    writeFileSync(path.join(folder, '0000000000000001.json'), 'no JSON');
    const spool = opened();
    spool.put(snapshot('b'));

    expect(drained(spool)).toEqual(['b']);
    expect(readdirSync(path.join(folder, 'refused'))).toEqual(['0000000000000001.json']);
  });

  it('gives up the oldest when it is full, and tells how many', () => {
    const spool = opened(1, { snapshots: 2, bytes: 1_000_000 });

    expect(['a', 'b', 'c'].map((hash) => spool.put(snapshot(hash)))).toEqual([0, 0, 1]);
    expect(drained(opened())).toEqual(['b', 'c']);
  });

  it('keeps the newest, however large it is', () => {
    const spool = opened(1, { snapshots: 100, bytes: 10 });
    spool.put(snapshot('a'));
    spool.put(snapshot('b'));

    expect(drained(spool)).toEqual(['b']);
  });

  it('bears that a snapshot was given up while it was on its way', () => {
    const spool = opened(1, { snapshots: 1, bytes: 1_000_000 });
    spool.put(snapshot('a'));
    spool.put(snapshot('b'));

    spool.setAside(1);
    spool.remove(1);

    expect(drained(spool)).toEqual(['b']);
  });

  it('keeps the newest of what was refused', () => {
    const spool = opened();
    for (let i = 0; i < 25; i += 1) {
      spool.put(snapshot(`${i}`));
      spool.setAside(i + 1);
    }

    expect(readdirSync(path.join(folder, 'refused')).at(0)).toBe('0000000000000006.json');
    expect(spool.newestHash).toBeNull();
  });
});

describe('the lock of a spool', () => {
  it('is had by one at a time', async () => {
    const lock = await lockSpool(folder);

    await expect(lockSpool(folder)).rejects.toThrow(SpoolInUse);

    await new Promise((resolve) => lock.close(resolve));
    const next = await lockSpool(folder);
    await new Promise((resolve) => next.close(resolve));
  });
});
