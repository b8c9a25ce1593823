import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';

/** The account a PostgreSQL server runs as. */
export interface ServerAccount {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root, so root lends it one of these. */
const UNPRIVILEGED_ACCOUNTS = ['postgres', 'nobody'];

const OTHERS_MAY_ENTER = 0o001;
const GROUP_MAY_ENTER = 0o010;
const OWNER_MAY_ENTER = 0o100;

/**
 * The account to start PostgreSQL with; null when the own one will do, which is always unless it is root.
 *
 * @throws Error when this is root and the machine has no account to lend
 */
export async function findServerAccount(): Promise<ServerAccount | null> {
  if (process.getuid?.() !== 0) return null;
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const name of UNPRIVILEGED_ACCOUNTS) {
    const [, , uid, gid] = lines.find(([account]) => account === name) ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error(`PostgreSQL refuses to run as root, and there is no account ${UNPRIVILEGED_ACCOUNTS.join(' or ')}`);
}

/** Whether `account` may enter `folder` and every folder above it. */
export async function canEnter(folder: string, account: ServerAccount | null): Promise<boolean> {
  if (account === null) return true;
  for (let each = path.resolve(folder); ; each = path.dirname(each)) {
    const { mode, uid, gid } = await stat(each);
    const needed = uid === account.uid ? OWNER_MAY_ENTER : gid === account.gid ? GROUP_MAY_ENTER : OTHERS_MAY_ENTER;
    if ((mode & needed) === 0) return false;
    if (each === path.dirname(each)) return true;
  }
}
