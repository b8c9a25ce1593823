import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CONFIG_VARIABLES } from '@iopath/config';

const DOCS = path.resolve(__dirname, '../docs');

describe('the documentation', () => {
  const pages = readdirSync(DOCS).filter((name) => name.endsWith('.md'));
  const texts = [...pages.map((name) => path.join(DOCS, name)), path.resolve(DOCS, '../README.md')];
  const documented = texts.map((file) => readFileSync(file, 'utf8')).join('\n');

  it.each(CONFIG_VARIABLES)('names %s', (variable) => {
    expect(documented).toMatch(new RegExp(`\\b${variable}\\b`));
  });
});
