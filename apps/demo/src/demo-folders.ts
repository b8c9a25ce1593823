import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { startEmbeddedPostgres } from '@iopath/persistence';

/** The folder `examples` of this installation, wherever below its root this file was built to. */
export function findExamples(): string {
  for (let folder = __dirname; ; folder = path.dirname(folder)) {
    const examples = path.join(folder, 'examples');
    if (existsSync(path.join(examples, 'fleet.ndjson'))) return examples;
    if (folder === path.dirname(folder)) throw new Error('The folder examples is missing beside the program.');
  }
}

/** An empty data folder for this run, so that the demo comes out the same each time. */
export async function newRunFolder(runs: string): Promise<string> {
  await mkdir(runs, { recursive: true });
  for (const name of await readdir(runs)) await clearAbandoned(path.join(runs, name));
  return mkdtemp(path.join(runs, 'run-'));
}

/** A run that was killed may have left its PostgreSQL behind: whoever starts it can also end it. */
async function clearAbandoned(run: string): Promise<void> {
  try {
    const server = await startEmbeddedPostgres(run);
    await server.stop();
  } catch {
    // Another demo is using it.
    return;
  }
  await rm(run, { recursive: true, force: true });
}
