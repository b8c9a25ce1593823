import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DRIFT_CODES } from './drift-codes';

describe('codes of drift', () => {
  const page = readFileSync(path.resolve(__dirname, '../../../../docs/drift.md'), 'utf8');

  it('are those of docs/drift.md, with what they mean', () => {
    const documented = page.split('\n').filter((line) => /^\| `[a-z_]+` \|/u.test(line));
    const rows = Object.entries(DRIFT_CODES).map(
      ([code, { severity, repair, meaning }]) => `| \`${code}\` | ${severity} | ${repair} | ${meaning} |`,
    );
    expect(documented).toEqual(rows);
  });
});
