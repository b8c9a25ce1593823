import { readFileSync } from 'node:fs';
import path from 'node:path';
import { INVENTORY_CHANGE_CODES } from './inventory-change-codes.data';

describe('codes of changes', () => {
  const page = readFileSync(path.resolve(__dirname, '../../../../../docs/inventory-changes.md'), 'utf8');

  it('are those of docs/inventory-changes.md, with what they mean', () => {
    const documented = page.split('\n').filter((line) => /^\| `[a-z_]+\.[a-z_]+` \|/u.test(line));

    expect(documented).toEqual(
      Object.entries(INVENTORY_CHANGE_CODES).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`),
    );
  });
});
