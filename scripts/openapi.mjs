/**
 * Writes openapi/advisor.v1.yaml from the decorators of the API, and the types of its client from that. With --check it
 * writes nothing and fails when a file is not what would be written.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { stringify } from 'yaml';
import { clientTypes } from './openapi/client-types.mjs';

const root = path.resolve(import.meta.dirname, '..');
const require = createRequire(import.meta.url);
require('./register-typescript.cjs');
const { describeApi } = require('../apps/api/src/openapi/describe-api.ts');

const head = '# Generated from apps/api by `npm run openapi`. Change the decorators there, not this file.\n';
const document = await describeApi();
const files = {
  'openapi/advisor.v1.yaml': head + stringify(document, { lineWidth: 120, aliasDuplicateObjects: false }),
  'libs/api-client/src/generated/advisor.v1.ts': await clientTypes(document),
};

for (const [name, text] of Object.entries(files)) {
  const file = path.join(root, name);
  if (!process.argv.includes('--check')) {
    writeFileSync(file, text);
  } else if (readFileSync(file, 'utf8') !== text) {
    process.stderr.write(`${name} is not what the code says. Run \`npm run openapi\` and review the diff.\n`);
    process.exitCode = 1;
  }
}
