import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PROBLEM_CODES } from './problem-codes';

describe('problem codes', () => {
  const documented = readFileSync(path.resolve(__dirname, '../../../../docs/problems.md'), 'utf8');

  it.each(Object.entries(PROBLEM_CODES))(
    '%s is documented with its status and retry',
    (code, [status, meaning, retry]) => {
      expect(documented).toContain(`| \`${code}\` | ${status} | ${retry} | ${meaning} |`);
    },
  );

  it.each(Object.keys(PROBLEM_CODES))('%s is dotted and lower case', (code) => {
    expect(code).toMatch(/^[a-z_]+(\.[a-z0-9_]+)+$/);
  });
});
