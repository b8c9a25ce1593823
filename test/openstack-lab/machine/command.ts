import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Places } from '../places';
import { CLEAN_ENVIRONMENT } from './daemons';

/** The distribution's Python: the one that sees the distribution's packages. */
export const PYTHON = '/usr/bin/python3';

const TOLD_OF_A_FAILURE = 2000;

/**
 * Runs a command to its end; what it says goes to a log of the lab.
 *
 * @returns its standard output
 * @throws with the end of what it said when it fails
 */
export function run(
  places: Places,
  log: string,
  [program, ...args]: readonly [string, ...string[]],
  environment: Readonly<Record<string, string>> = {},
  input = '',
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: places.root, env: { ...CLEAN_ENVIRONMENT, ...environment } });
    let output = '';
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      said += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.once('error', reject);
    child.once('close', (status) => {
      const file = places.log(log);
      mkdirSync(path.dirname(file), { recursive: true });
      appendFileSync(file, `$ ${path.basename(program)} ${args.join(' ')}\n${said}\n`);
      if (status === 0) resolve(output);
      else {
        const line = [path.basename(program), ...args].join(' ').slice(0, 200);
        reject(new Error(`${line} ended with ${status}: see ${file}\n${said.slice(-TOLD_OF_A_FAILURE)}`));
      }
    });
    child.stdin.end(input);
  });
}

/** Does what is done once in the life of the state folder, and remembers it. */
export async function once(places: Places, step: string, action: () => Promise<void>): Promise<void> {
  const mark = places.mark(step);
  if (existsSync(mark)) return;
  await action();
  mkdirSync(path.dirname(mark), { recursive: true });
  writeFileSync(mark, `${new Date().toISOString()}\n`);
}
