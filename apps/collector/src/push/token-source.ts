import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { type CallerAccess, readCallerAccess } from '@iopath/config';
import { openCallerSession } from '@iopath/openstack';
import { UsageError } from '../usage-error';

/** Where the token of a request comes from. */
export interface TokenSource {
  /** Null: requests carry none. */
  token(): Promise<string | null>;
  /** Another token than one that was refused; null when there is no other. */
  renewed(refused: string): Promise<string | null>;
  close(): Promise<void>;
}

/**
 * As whom the advisor is spoken to, and whose certificates are trusted: `OS_CLOUD` with `clouds.yaml`, and `OS_*` variables.
 *
 * @throws UsageError when they are not whole; it names entries and never their values
 */
export function readAccess(env: NodeJS.ProcessEnv): CallerAccess {
  const problems: string[] = [];
  const surroundings = { env, workingDirectory: process.cwd(), homeDirectory: homedir(), readText };
  const access = readCallerAccess(surroundings, problems);
  if (access === null) throw new UsageError(problems.join('; '));
  return access;
}

/**
 * The token of `--token-file` (read anew each time, since others renew it), of `OS_TOKEN`, or one that Keystone gives. None of
 * them: requests go out without.
 */
export function openTokenSource(tokenFile: string | null, { cloud, credentials }: CallerAccess): TokenSource {
  if (tokenFile !== null) return readingFrom(tokenFile);
  if (credentials === null) return fixed(null);
  if (credentials.kind === 'token') return fixed(credentials.token.reveal());
  return cloud === null ? fixed(null) : openCallerSession({ ...cloud, credentials });
}

function fixed(token: string | null): TokenSource {
  return {
    token: () => Promise.resolve(token),
    renewed: () => Promise.resolve(null),
    close: () => Promise.resolve(),
  };
}

function readingFrom(file: string): TokenSource {
  const token = () => {
    const text = readText(file)?.trim() ?? '';
    return text === ''
      ? Promise.reject(new Error(`${file} holds no token, or cannot be read.`))
      : Promise.resolve(text);
  };
  return {
    token,
    renewed: async (refused) => {
      const now = await token();
      return now === refused ? null : now;
    },
    close: () => Promise.resolve(),
  };
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
