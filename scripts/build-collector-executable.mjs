/**
 * Makes dist/iopath-collector: the collector and this Node in one executable (Node's documentation, "Single executable
 * applications"). It runs where this Node would: same system, same architecture, a C library no older.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inject } from 'postject';

const root = path.resolve(import.meta.dirname, '..');
const bundle = path.join(root, 'dist/iopath-collector.cjs');
const executable = path.join(root, 'dist/iopath-collector');
/** What postject looks for in the Node binary, and Node for in itself. */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

const work = mkdtempSync(path.join(tmpdir(), 'iopath-collector-'));
try {
  const output = path.join(work, 'collector.blob');
  const config = path.join(work, 'sea.json');
  writeFileSync(config, JSON.stringify({ main: bundle, output, disableExperimentalSEAWarning: true }));
  execFileSync(process.execPath, ['--experimental-sea-config', config], { stdio: ['ignore', 'ignore', 'inherit'] });
  copyFileSync(process.execPath, executable);
  chmodSync(executable, 0o755);
  await inject(executable, 'NODE_SEA_BLOB', readFileSync(output), { sentinelFuse: FUSE });
  console.log(execFileSync(executable, ['--version'], { encoding: 'utf8' }).trim(), executable);
} finally {
  rmSync(work, { recursive: true, force: true });
}
