/**
 * Writes the pages of docs/ that are made from the code; PAGES below has them. With --check
 * it writes nothing and fails when a page is not what would be written.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const require = createRequire(import.meta.url);
require('./register-typescript.cjs');

const PAGES = [
  { file: 'docs/paths.md', text: () => require('./docs/paths-page.ts').pathsPage() },
  { file: 'docs/flavors.md', text: () => require('./docs/flavors-page.ts').flavorsPage() },
  { file: 'docs/sync.md', text: () => require('./docs/sync-page.ts').syncPage() },
  { file: 'docs/inventory-import.md', text: () => require('./docs/inventory-import-page.ts').inventoryImportPage() },
  { file: 'docs/scoring.md', text: () => require('./docs/scoring-page.ts').scoringPage() },
  { file: 'docs/nics.md', text: () => require('./docs/nics-page.ts').nicsPage() },
  { file: 'docs/access.md', text: () => require('./docs/access-page.ts').accessPage() },
];

const head = '<!-- Generated from the code by `npm run docs`. Change the code, or scripts/docs/, not this page. -->\n';

for (const { file, text } of PAGES) {
  const wanted = `${head}${text()}\n`;
  const target = path.join(root, file);
  if (!process.argv.includes('--check')) {
    writeFileSync(target, wanted);
  } else if (readFileSync(target, 'utf8') !== wanted) {
    process.stderr.write(`${file} is not what the code says. Run \`npm run docs\` and review the diff.\n`);
    process.exitCode = 1;
  }
}
