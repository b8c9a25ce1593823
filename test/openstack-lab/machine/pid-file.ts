import { readFileSync, rmSync, writeFileSync } from 'node:fs';

/** A process that may be ended: its number, and when it started, for numbers are used again. */
export interface ProcessMark {
  readonly pid: number;
  /** Clock ticks from boot to its start (`proc(5)`, field 22 of `/proc/PID/stat`). */
  readonly startTicks: number;
}

/**
 * Reads `/proc/PID/stat`. The name in parentheses may hold spaces and parentheses, so fields are counted from the last.
 *
 * @returns null for a zombie: where the first process of a container reaps nothing, the dead stay listed for good
 */
export function readProcessStat(stat: string): { readonly startTicks: number } | null {
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .trim()
    .split(' ');
  const [state] = fields;
  const startTicks = Number(fields[19]);
  if (state === undefined || state === 'Z' || state === 'X' || !Number.isInteger(startTicks)) return null;
  return { startTicks };
}

/** The mark of a process that lives; null when there is none of that number. */
export function markOf(pid: number): ProcessMark | null {
  const stat = textOf(`/proc/${pid}/stat`);
  const read = stat === null ? null : readProcessStat(stat);
  return read === null ? null : { pid, startTicks: read.startTicks };
}

export function isAlive({ pid, startTicks }: ProcessMark): boolean {
  return markOf(pid)?.startTicks === startTicks;
}

export function writePidFile(file: string, { pid, startTicks }: ProcessMark): void {
  writeFileSync(file, `${pid} ${startTicks}\n`);
}

/** The process that a pid file names; null when there is no file, it says nothing, or that process is gone. */
export function liveProcessOf(file: string): ProcessMark | null {
  const match = /^(\d+) (\d+)\s*$/.exec(textOf(file) ?? '');
  if (match === null) return null;
  const mark = { pid: Number(match[1]), startTicks: Number(match[2]) };
  return isAlive(mark) ? mark : null;
}

export function removePidFile(file: string): void {
  rmSync(file, { force: true });
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
