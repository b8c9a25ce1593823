import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');
const BUNDLE = 'iopath-collector.cjs';

/** Bundles it from the sources as they are, into this folder. */
export function bundleCollector(folder: string): void {
  execFileSync(process.execPath, [path.join(ROOT, 'scripts/bundle.mjs'), folder], { cwd: ROOT });
}

export interface CollectorRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The collector as it is shipped: its one file, alone in a folder. */
export class Collector {
  private readonly program: string;
  readonly stateFolder: string;
  private readonly started: StartedCollector[] = [];

  /**
   * @param bundles where it was bundled to
   * @param folder where it runs
   */
  constructor(
    bundles: string,
    private readonly folder: string,
  ) {
    this.program = path.join(folder, 'bin', BUNDLE);
    this.stateFolder = path.join(folder, 'state');
    mkdirSync(path.dirname(this.program), { recursive: true });
    copyFileSync(path.join(bundles, BUNDLE), this.program);
  }

  start(args: readonly string[], env: Readonly<Record<string, string>> = {}): StartedCollector {
    const options = { cwd: this.folder, env: { PATH: process.env['PATH'], ...env } };
    const started = new StartedCollector(spawn(process.execPath, [this.program, ...args], options));
    this.started.push(started);
    return started;
  }

  /** Those that a spec did not end. */
  async endAll(): Promise<void> {
    await Promise.all(this.started.map((each) => each.end('SIGKILL')));
  }

  async run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<CollectorRun> {
    return this.start(args, env).ended;
  }

  /** Snapshots that wait in the spool. */
  get spooled(): number {
    const spool = path.join(this.stateFolder, 'spool');
    return existsSync(spool) ? readdirSync(spool).filter((name) => name.endsWith('.json')).length : 0;
  }
}

export class StartedCollector {
  readonly ended: Promise<CollectorRun>;
  stdout = '';
  stderr = '';

  constructor(private readonly child: ChildProcess) {
    child.stdout?.on('data', (chunk) => (this.stdout += String(chunk)));
    child.stderr?.on('data', (chunk) => (this.stderr += String(chunk)));
    this.ended = once(child, 'close').then(([status]) => {
      return { status: status as number | null, stdout: this.stdout, stderr: this.stderr };
    });
  }

  async end(signal: NodeJS.Signals): Promise<CollectorRun> {
    this.child.kill(signal);
    return this.ended;
  }
}
