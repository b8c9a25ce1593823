import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isAlive, liveProcessOf, markOf, readProcessStat, type ProcessMark, writePidFile } from './pid-file';

const stat = (name: string, state: string, startTicks: number): string =>
  `4242 (${name}) ${state} 1 4242 4242 0 -1 4194560 ${'0 '.repeat(12)}${startTicks} 1000 200\n`;

describe('reading /proc/PID/stat', () => {
  it('finds the start', () => {
    expect(readProcessStat(stat('mariadbd', 'S', 98_765))).toEqual({ startTicks: 98_765 });
  });

  it('is not led astray by a name with spaces and parentheses', () => {
    expect(readProcessStat(stat('a) S 1 (b', 'R', 7))).toEqual({ startTicks: 7 });
  });

  it('takes a zombie for dead', () => {
    expect(readProcessStat(stat('uwsgi', 'Z', 7))).toBeNull();
  });
});

describe('a pid file', () => {
  let folder = '';
  const file = (): string => path.join(folder, 'service.pid');

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'pid-file-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** This process, which lives. */
  const own = (): ProcessMark => {
    const mark = markOf(process.pid);
    if (mark === null) throw new Error('this process has no mark');
    return mark;
  };

  it('names a process that lives', () => {
    writePidFile(file(), own());

    expect(liveProcessOf(file())).toEqual(own());
    expect(isAlive(own())).toBe(true);
  });

  it('names nobody when its number has been given to another process since', () => {
    writePidFile(file(), { ...own(), startTicks: own().startTicks - 1 });

    expect(liveProcessOf(file())).toBeNull();
  });

  it.each([
    ['there is none', null],
    ['it is cut short', '12'],
    ['it holds something else', 'no process\n'],
  ])('names nobody when %s', (_case, text) => {
    if (text !== null) writeFileSync(file(), text);

    expect(liveProcessOf(file())).toBeNull();
  });
});
