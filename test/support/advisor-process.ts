import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = path.resolve(__dirname, '../..');

/** One of the apps as a process of its own, from the sources as they are. */
export interface AdvisorProcess {
  readonly child: ChildProcess;
  /** The first line of its output that matches: the one that says it is ready. */
  readonly readyLine: string;
  /** Ends it as an operator would, and gives its exit status. */
  end(): Promise<number | null>;
}

/**
 * @param heard takes every line that it writes
 * @throws when it ends before it is ready, with what it said
 */
export async function startAdvisorProcess(
  app: 'api' | 'worker' | 'standalone',
  ready: RegExp,
  environment: Readonly<Record<string, string>>,
  heard: (line: string) => void = () => undefined,
): Promise<AdvisorProcess> {
  const main = path.join(ROOT, 'apps', app, 'src/main.ts');
  const child = spawn(process.execPath, ['-r', './scripts/register-typescript.cjs', main], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const readyLine = await Promise.race([lineThat(ready, child, heard), exited.then(() => null)]);
  if (readyLine === null) throw new Error(`The ${app} ended before it was ready.`);
  const end = async () => {
    child.kill('SIGTERM');
    const [status] = await exited;
    return status;
  };
  return { child, readyLine, end };
}

function lineThat(matches: RegExp, { stdout, stderr }: ChildProcess, heard: (line: string) => void): Promise<string> {
  return new Promise((resolve) => {
    for (const stream of [stdout, stderr]) {
      if (stream === null) continue;
      // Kept flowing to the end: a full pipe would stop the process.
      createInterface(stream).on('line', (line) => {
        heard(line);
        if (matches.test(line)) resolve(line);
      });
    }
  });
}
