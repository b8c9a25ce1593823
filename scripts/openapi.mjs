/**
 * Writes openapi/advisor.v1.yaml from the decorators of the API. With --check it writes nothing and fails when the
 * file is not what would be written.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { stringify } from 'yaml';

const root = path.resolve(import.meta.dirname, '..');
const file = path.join(root, 'openapi/advisor.v1.yaml');
const require = createRequire(import.meta.url);
require('./register-typescript.cjs');
const { describeApi } = require('../apps/api/src/openapi/describe-api.ts');

const head = '# Generated from apps/api by `npm run openapi`. Change the decorators there, not this file.\n';
const text = head + stringify(await describeApi(), { lineWidth: 120, aliasDuplicateObjects: false });

if (!process.argv.includes('--check')) {
  writeFileSync(file, text);
} else if (readFileSync(file, 'utf8') !== text) {
  process.stderr.write(
    'openapi/advisor.v1.yaml is not what the code says. Run `npm run openapi` and review the diff.\n',
  );
  process.exitCode = 1;
}
