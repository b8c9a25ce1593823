import { existsSync } from 'node:fs';
import path from 'node:path';

/** `prisma/migrations` of this installation, wherever below its root this file was built to. */
export function findMigrations(): string {
  for (let folder = __dirname; ; folder = path.dirname(folder)) {
    const migrations = path.join(folder, 'prisma', 'migrations');
    if (existsSync(migrations)) return migrations;
    if (folder === path.dirname(folder)) throw new Error('The folder prisma/migrations is missing beside the program.');
  }
}
