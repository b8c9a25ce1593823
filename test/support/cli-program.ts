import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');

export interface CliResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line tool as it is shipped: one file, in a process of its own, in a shell where little is set. */
export class CliProgram {
  private constructor(
    private readonly folder: string,
    /** Variables of the shell beside `PATH`. */
    readonly env: NodeJS.ProcessEnv,
  ) {}

  /** Bundles it from the sources as they are. */
  static build(env: NodeJS.ProcessEnv): CliProgram {
    const folder = mkdtempSync(path.join(tmpdir(), 'iopath-cli-'));
    execFileSync(process.execPath, [path.join(ROOT, 'scripts/bundle.mjs'), folder], { cwd: ROOT });
    return new CliProgram(folder, env);
  }

  get file(): string {
    return path.join(this.folder, 'iopath.mjs');
  }

  /** Runs it in the repository's folder, so that paths in a command line are those of the docs. */
  run(
    args: readonly string[],
    { stdin = '', env = this.env }: { readonly stdin?: string; readonly env?: NodeJS.ProcessEnv } = {},
  ): Promise<CliResult> {
    return this.spawned(process.execPath, [this.file, ...args], stdin, env);
  }

  private spawned(command: string, args: readonly string[], stdin: string, env: NodeJS.ProcessEnv): Promise<CliResult> {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], HOME: this.folder, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const out = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => (out.stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (out.stderr += chunk.toString()));
    // It may have ended before it has read anything.
    child.stdin.on('error', () => undefined);
    child.stdin.end(stdin);
    return new Promise((resolve) => child.once('close', (status) => resolve({ status, ...out })));
  }

  /** What a line of a shell prints, standard error included, where `iopath` is this program. */
  async shell(line: string): Promise<string> {
    const script = `iopath() { "${process.execPath}" "${this.file}" "$@"; }\n${line}`;
    const { stdout } = await this.spawned('bash', ['-c', `exec 2>&1\n${script}`], '', this.env);
    return stdout;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
