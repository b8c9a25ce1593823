import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/**
 * Where spool and memory lie, made when it is not there: as given, as systemd says (`StateDirectory=`), else where such
 * things go.
 */
export function stateFolder(given: string | null, env: NodeJS.ProcessEnv): string {
  const folder = path.resolve(given ?? ofSystemd(env) ?? usual(env));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** The first of them, where the unit has several. */
function ofSystemd(env: NodeJS.ProcessEnv): string | null {
  const [first = ''] = (env['STATE_DIRECTORY'] ?? '').split(':');
  return first === '' ? null : first;
}

function usual(env: NodeJS.ProcessEnv): string {
  if (process.getuid?.() === 0) return '/var/lib/iopath-collector';
  const state = env['XDG_STATE_HOME'] ?? '';
  return path.join(state === '' ? path.join(homedir(), '.local/state') : state, 'iopath-collector');
}
