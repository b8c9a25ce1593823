/**
 * Programs of one file each, that run with nothing but Node: what they import is in them. `build.mjs` makes them after
 * the compiler has seen everything.
 */
import { chmodSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '..');
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

/** `node` is the oldest that the program has to run on. A single executable takes CommonJS only. */
const PROGRAMS = [
  { from: 'apps/cli/src/main.ts', to: 'iopath.mjs', node: '20.19' },
  { from: 'apps/collector/src/main.ts', to: 'iopath-collector.cjs', node: '20' },
];

/** dist/, or where a test wants them. */
const folder = path.resolve(root, process.argv[2] ?? 'dist');

const SHEBANG = '#!/usr/bin/env node';

/** Libraries that are CommonJS require what Node brings along; an ES module has no `require` of its own. */
const ESM_BANNER = [
  SHEBANG,
  "import { createRequire as __createRequire } from 'node:module';",
  'const require = __createRequire(import.meta.url);',
].join('\n');

for (const { from, to, node } of PROGRAMS) {
  const outfile = path.join(folder, to);
  const isEsm = to.endsWith('.mjs');
  await build({
    entryPoints: [path.join(root, from)],
    outfile,
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    format: isEsm ? 'esm' : 'cjs',
    target: `node${node}`,
    tsconfig: path.join(root, 'tsconfig.json'),
    banner: { js: isEsm ? ESM_BANNER : SHEBANG },
    define: { IOPATH_VERSION: JSON.stringify(version) },
    // Names of classes are in messages of errors.
    keepNames: true,
    logLevel: 'warning',
  });
  chmodSync(outfile, 0o755);
}
