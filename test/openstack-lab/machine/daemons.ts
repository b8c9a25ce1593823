import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Places } from '../places';
import { isAlive, liveProcessOf, markOf, type ProcessMark, removePidFile, writePidFile } from './pid-file';
import { isTaken, TimedOut, until } from './until';

const END_WITHIN_MS = 20_000;
const POLL_MS = 100;

/** What a daemon or a command of the lab sees of the environment: nothing of the caller's. */
export const CLEAN_ENVIRONMENT: Readonly<Record<string, string>> = {
  PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
  LANG: 'C.UTF-8',
  PYTHONWARNINGS: 'ignore',
  PYTHONDONTWRITEBYTECODE: '1',
};

export interface DaemonProgram {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly environment?: Readonly<Record<string, string>>;
  /** The port that it will listen on. */
  readonly port?: number;
}

/** Another lab, or something else, listens where this one wants to. */
export class PortTaken extends Error {
  constructor(name: string, port: number) {
    super(`port ${port}, which ${name} needs, is taken by something that this lab did not start: is another lab up?`);
  }
}

/** The lab's processes, each known by its pid file. */
export class Daemons {
  constructor(private readonly places: Places) {
    mkdirSync(places.pidFiles, { recursive: true });
    mkdirSync(places.log('x').replace(/\/x\.log$/, ''), { recursive: true });
  }

  isUp(name: string): boolean {
    return liveProcessOf(this.places.pidFile(name)) !== null;
  }

  /** Names of the pid files there are, living or not, in order. */
  names(): readonly string[] {
    return readdirSync(this.places.pidFiles)
      .filter((file) => file.endsWith('.pid'))
      .map((file) => file.slice(0, -'.pid'.length))
      .sort();
  }

  live(name: string): ProcessMark | null {
    return liveProcessOf(this.places.pidFile(name));
  }

  /**
   * Starts it unless it lives. It is the leader of a session of its own, so that it outlives the caller.
   *
   * @throws PortTaken
   */
  async start({ name, command, environment, port }: DaemonProgram): Promise<void> {
    if (this.isUp(name)) return;
    if (port !== undefined && (await isTaken(port))) throw new PortTaken(name, port);
    const [program, ...args] = command;
    const output = openSync(this.places.log(`${name}.out`), 'a');
    const child = spawn(program, args, {
      cwd: this.places.root,
      detached: true,
      stdio: ['ignore', output, output],
      env: { ...CLEAN_ENVIRONMENT, ...environment },
    });
    closeSync(output);
    const failed = new Promise<never>((_, reject) => child.once('error', reject));
    await Promise.race([failed, new Promise((resolve) => child.once('spawn', resolve))]);
    child.unref();
    if (child.pid !== undefined) this.adopt(name, child.pid);
  }

  /** Keeps a process that somebody else started for the lab. */
  adopt(name: string, pid: number): void {
    const mark = markOf(pid);
    if (mark === null) throw new Error(`${name} ended at once: see ${this.places.log(`${name}.out`)}`);
    writePidFile(this.places.pidFile(name), mark);
  }

  /** Ends it: SIGTERM, and SIGKILL to its whole process group when it does not obey. */
  async stop(name: string): Promise<'stopped' | 'killed' | 'was not running'> {
    const file = this.places.pidFile(name);
    const mark = liveProcessOf(file);
    if (mark === null) {
      removePidFile(file);
      return 'was not running';
    }
    signal(mark.pid, 'SIGTERM');
    const how = (await gone(mark, END_WITHIN_MS)) ? 'stopped' : 'killed';
    if (how === 'killed') signal(-mark.pid, 'SIGKILL');
    await gone(mark, END_WITHIN_MS);
    removePidFile(file);
    return how;
  }

  /** @throws TimedOut, or at once when the process has ended meanwhile */
  async untilReady(name: string, ready: Promise<void>): Promise<void> {
    const ended = new AbortController();
    const watch = async (): Promise<never> => {
      for (;;) {
        await sleep(1000, undefined, { signal: ended.signal });
        if (!this.isUp(name)) throw new TimedOut(`${name} ended: see ${this.places.log(`${name}.out`)}`);
      }
    };
    try {
      await Promise.race([ready, watch()]);
    } finally {
      ended.abort();
    }
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function gone(mark: ProcessMark, withinMs: number): Promise<boolean> {
  try {
    await until('its end', withinMs, () => Promise.resolve(isAlive(mark) ? null : true), POLL_MS);
    return true;
  } catch (error) {
    if (error instanceof TimedOut) return false;
    throw error;
  }
}
