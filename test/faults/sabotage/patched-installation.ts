import { cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** A change of the text of compiled files. */
export interface Patch {
  /** Below `dist`; every file in it that matches is changed. */
  readonly folder: string;
  readonly pattern: RegExp;
  readonly replacement: string;
}

const SHARED = ['node_modules', 'prisma', 'package.json'];

/**
 * A copy of what is built in `root`, with defects put in. The product has no hooks for this: who looks for a defect should
 * not find one that waits to be switched on.
 *
 * @throws Error when a patch matches nothing: the program has changed, and the patch has to follow
 */
export async function copyPatched(root: string, copy: string, patches: readonly Patch[]): Promise<void> {
  await mkdir(copy, { recursive: true });
  await cp(path.join(root, 'dist'), path.join(copy, 'dist'), { recursive: true });
  for (const name of SHARED) await symlink(path.join(root, name), path.join(copy, name));
  for (const patch of patches) await apply(path.join(copy, 'dist', patch.folder), patch);
}

async function apply(folder: string, { pattern, replacement }: Patch): Promise<void> {
  let changed = 0;
  for (const name of await readdir(folder, { recursive: true })) {
    if (!name.endsWith('.js')) continue;
    const file = path.join(folder, name);
    const text = await readFile(file, 'utf8');
    const patched = text.replace(pattern, replacement);
    if (patched === text) continue;
    await writeFile(file, patched);
    changed++;
  }
  if (changed === 0) throw new Error(`nothing in ${folder} matches ${String(pattern)}`);
}
