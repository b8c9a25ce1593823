/**
 * Builds apps and libs into dist/, unless dist/ was built from exactly the sources that are there now.
 * It speaks on stderr only: what is started after it may have an answer for stdout.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const dist = path.join(root, 'dist');
const stampFile = path.join(dist, '.sources-sha256');

const SOURCE_FOLDERS = ['apps', 'libs', 'examples'];
const SETTINGS = ['package-lock.json', 'scripts/bundle.mjs', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json'];
const NOT_BUILT = /\.((it-|e2e-)?spec|contract|fixture)\.ts$|^libs\/[^/]+\/src\/spec-[^/]+$|^libs\/testing\//;

run('scripts/prisma-generate.mjs', []);
const sources = listSources();
const stamp = stampOf(sources);
if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) build();

function build() {
  console.error('building ...');
  rmSync(stampFile, { force: true });
  removeOrphans();
  run('node_modules/@nestjs/cli/bin/nest.js', ['build']);
  run('scripts/bundle.mjs', []);
  mkdirSync(dist, { recursive: true });
  writeFileSync(stampFile, stamp);
}

function listSources() {
  return SOURCE_FOLDERS.filter((folder) => existsSync(path.join(root, folder)))
    .flatMap((folder) => listFiles(folder))
    .filter((file) => /\.(ts|json)$/.test(file) && !NOT_BUILT.test(file));
}

/** Relative to the repository, with slashes, in one order everywhere. */
function listFiles(folder) {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name)).replaceAll('\\', '/'))
    .sort();
}

function stampOf(files) {
  const hash = createHash('sha256');
  for (const file of [...SETTINGS, ...files]) hash.update(`${file}\0`).update(readFileSync(path.join(root, file)));
  return hash.digest('hex');
}

/** What an earlier build made of a source that is gone; the compiler only ever adds. */
function removeOrphans() {
  if (!existsSync(dist)) return;
  const kept = new Set(sources.map((file) => path.posix.join('dist', file.replace(/\.ts$/, '.js'))));
  for (const file of listFiles('dist').filter((each) => /\.(js|json)(\.map)?$/.test(each))) {
    if (!kept.has(file.replace(/\.map$/, ''))) rmSync(path.join(root, file));
  }
}

function run(script, args) {
  const { status } = spawnSync(process.execPath, [path.join(root, script), ...args], {
    cwd: root,
    stdio: ['ignore', process.stderr, 'inherit'],
  });
  if (status !== 0) process.exit(status ?? 1);
}
