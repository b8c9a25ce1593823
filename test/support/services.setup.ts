import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

declare global {
  /** The process that owns this run's databases, keys and servers, and removes them when its input ends. */
  var iopathTestServices: ChildProcess | undefined;
}

const ROOT = path.resolve(__dirname, '../..');

/**
 * Finds or starts PostgreSQL and Redis before the first test that needs them. A process of its own does it, so that
 * everything is removed however Jest ends: by itself, by Ctrl-C, or killed.
 */
async function setUpServices(): Promise<void> {
  const services = spawn(
    process.execPath,
    ['-r', './scripts/register-typescript.cjs', path.join(__dirname, 'services.main.ts')],
    { cwd: ROOT, detached: true, stdio: ['pipe', 'pipe', 'inherit'] },
  );
  globalThis.iopathTestServices = services;
  const ended = once(services, 'exit').then(() => {
    throw new Error('There is no PostgreSQL and Redis to test with; the reason stands above.');
  });
  const [environment] = (await Promise.race([once(createInterface(services.stdout), 'line'), ended])) as [string];
  ended.catch(() => undefined);
  Object.assign(process.env, JSON.parse(environment));
}

export = setUpServices;
