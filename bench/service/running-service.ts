import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { type FleetShape, syntheticHostFacts } from '@iopath/testing';
import { inventoryDocument } from '@iopath/host-facts';

/*
 * The service as built in `dist/`, in processes of its own, as benches drive it.
 */

const ROOT = path.resolve(__dirname, '../..');

/** A process of the service, which tells nothing but warnings and its address. */
export function start(app: 'api' | 'worker', env: NodeJS.ProcessEnv, processes: ChildProcess[]): ChildProcess {
  const main = path.join(ROOT, 'dist/apps', app, 'src/main.js');
  const child = spawn(process.execPath, [main], {
    cwd: ROOT,
    env: { ...process.env, PORT: '0', LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  processes.push(child);
  return child;
}

/** The first URL that the process prints: it prints it once it serves. */
export async function addressOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the process has no output to read');
  for await (const line of createInterface(child.stdout)) {
    const url = /http:\/\/[\d.]+:\d+/.exec(line);
    if (url !== null) return url[0];
  }
  throw new Error('the API ended before it served');
}

/** Asks each process to end, and waits until all have. */
export async function end(processes: readonly ChildProcess[]): Promise<void> {
  for (const child of processes) child.kill('SIGTERM');
  await Promise.all(processes.filter((child) => child.exitCode === null).map((child) => once(child, 'exit')));
}

/** Writes the inventories of so many synthetic hosts, `compute-00000` …, as collectors do. */
export async function loadFleet(url: string, hosts: number, shape?: FleetShape): Promise<void> {
  const lines = syntheticHostFacts(hosts, shape).map(({ hostName, inventory }) =>
    JSON.stringify({ host_name: hostName, ...inventoryDocument(inventory, 0), generation: null }),
  );
  const answer = await fetch(`${url}/v1/hosts:bulk`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: lines.join('\n'),
  });
  const results = (await answer.text()).trim().split('\n');
  const failed = results.filter((line) => (JSON.parse(line) as { status: number }).status >= 400);
  if (failed.length > 0) throw new Error(`${failed.length} hosts were refused, the first: ${failed[0]}`);
}
