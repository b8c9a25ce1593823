/**
 * Writes the Prisma client into libs/persistence/src/generated, unless it is already that of this schema.
 *
 * Prisma 7 wants to download a native engine before every command. `generate` never executes it, so naming any
 * existing file keeps the command offline, and the same online.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const schemaFile = path.join(root, 'prisma/schema.prisma');
const stampFile = path.join(root, 'libs/persistence/src/generated/.schema-sha256');
const prismaManifest = createRequire(import.meta.url).resolve('prisma/package.json');

if (!existsSync(schemaFile)) {
  console.log('prisma: there is no prisma/schema.prisma, nothing to generate');
  process.exit(0);
}

const stamp = createHash('sha256').update(readFileSync(schemaFile)).update(readFileSync(prismaManifest)).digest('hex');
if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) process.exit(0);

const prismaCli = path.join(path.dirname(prismaManifest), 'build/index.js');
const { status, stdout, stderr } = spawnSync(process.execPath, [prismaCli, 'generate', '--schema', schemaFile], {
  cwd: root,
  encoding: 'utf8',
  env: {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  },
});
if (status !== 0) {
  console.error(`prisma generate failed:\n${stdout}${stderr}`);
  process.exit(1);
}
mkdirSync(path.dirname(stampFile), { recursive: true });
writeFileSync(stampFile, stamp);
console.log('prisma: client generated');
