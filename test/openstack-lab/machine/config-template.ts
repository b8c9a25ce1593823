import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const TEMPLATES = path.resolve(__dirname, '../templates');

/**
 * Puts values in place of `{{name}}`.
 *
 * @throws RangeError when the text names a value that is not given, so that no file is ever half filled in
 */
export function fillIn(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_whole, name: string) => {
    const value = values[name];
    if (value === undefined) throw new RangeError(`the template asks for "${name}", which is not given`);
    return value;
  });
}

/** Writes a configuration file from a template of `templates/`. */
export function writeConfig(file: string, template: string, values: Readonly<Record<string, string>>): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, fillIn(readFileSync(path.join(TEMPLATES, template), 'utf8'), values), { mode: 0o600 });
}

/** A template filled in, to be put into another. */
export function section(template: string, values: Readonly<Record<string, string>>): string {
  return fillIn(readFileSync(path.join(TEMPLATES, template), 'utf8'), values).trimEnd();
}
