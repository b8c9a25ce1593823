import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, mkdtemp, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { canEnter, type ServerAccount } from './server-account';
import { runProgram, type ServerPlace } from './server-process';

/** A server's files, created and with a password. */
export interface ServerFolder extends ServerPlace {
  readonly password: string;
}

/** Where root keeps the files when the account it lends to PostgreSQL cannot enter the data folder, such as in /root. */
const ELSEWHERE = '/var/lib/iopath-advisor';

/** Written to the data folder then; names the folder that is used instead. */
const POINTER = 'postgres-folder';

const PASSWORD_BYTES = 24;
const ENTERED_BY_ALL = 0o711;
const OWNER_ONLY = 0o700;
const OWNER_READS = 0o600;

/**
 * Opens the server's files under `dataDir` (`postgres/data`, `postgres/password`, `postgres/log`). The first time they
 * are made aside and put in place by one rename: half a database is never found.
 *
 * @param superuser the only one who may connect, with the password
 */
export async function openServerFolder(
  dataDir: string,
  superuser: string,
  binaries: string,
  account: ServerAccount | null,
): Promise<ServerFolder> {
  await mkdir(dataDir, { recursive: true });
  const home = path.join(await findReachable(dataDir, account), 'postgres');
  const place = { binaries, account, data: path.join(home, 'data'), logFile: path.join(home, 'log') };
  const password = (await readPassword(home)) ?? (await create(home, superuser, place));
  return { ...place, password };
}

async function findReachable(dataDir: string, account: ServerAccount | null): Promise<string> {
  const pointer = path.join(dataDir, POINTER);
  const elsewhere = await readFile(pointer, 'utf8').catch(() => null);
  if (elsewhere !== null) return elsewhere.trim();
  if (await canBeEntered(dataDir, account)) return dataDir;
  await mkdir(ELSEWHERE, { recursive: true, mode: 0o755 });
  const folder = await mkdtemp(path.join(ELSEWHERE, 'data-'));
  await chmod(folder, ENTERED_BY_ALL);
  try {
    await writeFile(pointer, `${folder}\n`, { flag: 'wx' });
    return folder;
  } catch {
    // Another process has chosen first.
    await rm(folder, { recursive: true });
    return (await readFile(pointer, 'utf8')).trim();
  }
}

/** Opens `dataDir` itself where it alone is closed, as a fresh temporary folder is; its listing stays closed. */
async function canBeEntered(dataDir: string, account: ServerAccount | null): Promise<boolean> {
  if (await canEnter(dataDir, account)) return true;
  if (!(await canEnter(path.dirname(path.resolve(dataDir)), account))) return false;
  await chmod(dataDir, ENTERED_BY_ALL);
  return true;
}

async function readPassword(home: string): Promise<string | null> {
  return readFile(path.join(home, 'password'), 'utf8').then(
    (text) => text.trim(),
    () => null,
  );
}

/** @returns the password, of our files or of those that a rival has put in place meanwhile */
async function create(home: string, superuser: string, place: ServerPlace): Promise<string> {
  const staging = await mkdtemp(`${home}.new-`);
  try {
    await chmod(staging, ENTERED_BY_ALL);
    const password = randomBytes(PASSWORD_BYTES).toString('hex');
    await writeFile(path.join(staging, 'password'), password, { mode: OWNER_READS });
    await createCluster(staging, { ...place, data: path.join(staging, 'data') }, { superuser, password });
    await rename(staging, home);
    return password;
  } catch (error) {
    const rivals = await readPassword(home);
    if (rivals === null) throw error;
    return rivals;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function createCluster(
  staging: string,
  place: ServerPlace,
  { superuser, password }: { readonly superuser: string; readonly password: string },
): Promise<void> {
  const passwordFile = path.join(staging, 'initial-password');
  await mkdir(place.data, { mode: OWNER_ONLY });
  await writeFile(passwordFile, password, { mode: OWNER_READS });
  if (place.account !== null) {
    for (const file of [place.data, passwordFile]) await chown(file, place.account.uid, place.account.gid);
  }
  await runProgram(place, 'initdb', [
    ...['--pgdata', place.data, '--username', superuser, '--pwfile', passwordFile],
    ...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--no-locale'],
  ]);
  await rm(passwordFile);
  await flush(place.data);
}

/** The rename must not reach the disk before the files it puts in place; `initdb` has flushed their content. */
async function flush(folder: string): Promise<void> {
  const handle = await open(path.dirname(folder), 'r');
  await handle.sync().finally(() => handle.close());
}
