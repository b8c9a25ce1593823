import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

export type App = 'api' | 'worker';

/** A process of the service that ended although nobody had told it to. */
export interface UnexpectedEnd {
  readonly name: string;
  readonly atMs: number;
  readonly exit: string;
  /** Whether it had said that it was ready. */
  readonly wasReady: boolean;
  /** The last lines of its output. */
  readonly lastLines: readonly string[];
}

const READY: Readonly<Record<App, RegExp>> = { api: /listening on/, worker: /worker ready/ };
const RESTART_AFTER_MS = 500;
const LAST_LINES = 15;

/**
 * One API or worker as a supervisor would run it: started again whenever it ends, whoever ended it. Its port and name
 * stay the same.
 */
export class ServiceProcess {
  readonly unexpectedEnds: UnexpectedEnd[] = [];
  private child: ChildProcess | null = null;
  private log: WriteStream;
  private lastLines: string[] = [];
  private isWanted = false;
  private isToldToEnd = false;
  private isReady = false;
  private waiters: (() => void)[] = [];

  /**
   * @param root folder of the installation: `dist`, `prisma` and `node_modules` lie in it
   * @param logFile takes all that the process says, through all of its lives
   */
  constructor(
    readonly name: string,
    readonly app: App,
    private readonly root: string,
    private readonly environment: Readonly<Record<string, string>>,
    logFile: string,
  ) {
    this.log = createWriteStream(logFile, { flags: 'a' });
  }

  /** Starts it and keeps it running; does not wait. */
  start(): void {
    this.isWanted = true;
    if (this.child === null) this.spawn();
  }

  /** Resolves once it has said that it is ready, in this life or a later one. */
  async ready(): Promise<void> {
    while (!this.isReady) await new Promise<void>((resolve) => this.waiters.push(resolve));
  }

  /** `kill -9`. @param comesBack whether the supervisor starts it again */
  async kill(comesBack = true): Promise<void> {
    this.isWanted = comesBack;
    await this.end('SIGKILL');
  }

  /** As an operator ends it; it stays down. Gives its exit status, null when a signal ended it. */
  async terminate(): Promise<number | null> {
    this.isWanted = false;
    return this.end('SIGTERM');
  }

  /** Stops it where it stands; it notices nothing until `resume`. */
  pause(): void {
    this.child?.kill('SIGSTOP');
  }

  resume(): void {
    this.child?.kill('SIGCONT');
  }

  private spawn(): void {
    const main = path.join(this.root, 'dist/apps', this.app, 'src/main.js');
    const child = spawn(process.execPath, ['--enable-source-maps', main], {
      cwd: this.root,
      env: { PATH: process.env['PATH'], ...this.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    this.isToldToEnd = false;
    this.isReady = false;
    this.log.write(`--- started as process ${child.pid}\n`);
    for (const stream of [child.stdout, child.stderr]) createInterface(stream).on('line', (line) => this.hear(line));
    child.once('exit', (status, signal) => void this.ended(signal ?? `status ${status}`));
  }

  private hear(line: string): void {
    this.log.write(`${line}\n`);
    this.lastLines = [...this.lastLines.slice(1 - LAST_LINES), line];
    if (this.isReady || !READY[this.app].test(line)) return;
    this.isReady = true;
    for (const tell of this.waiters.splice(0)) tell();
  }

  private async ended(exit: string): Promise<void> {
    this.log.write(`--- ended: ${exit}\n`);
    const { name, lastLines, isReady: wasReady } = this;
    if (!this.isToldToEnd) this.unexpectedEnds.push({ name, atMs: Date.now(), exit, wasReady, lastLines });
    this.child = null;
    this.isReady = false;
    if (!this.isToldToEnd || !wasReady) await sleep(RESTART_AFTER_MS);
    if (this.isWanted && this.child === null) this.spawn();
  }

  private async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const { child } = this;
    if (child === null) return null;
    this.isToldToEnd = true;
    const exited = once(child, 'exit') as Promise<[number | null]>;
    child.kill(signal);
    const [status] = await exited;
    return status;
  }
}
