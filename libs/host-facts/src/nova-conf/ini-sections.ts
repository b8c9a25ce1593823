import { UnreadableImport } from '../import/import-reader';

export interface IniValue {
  readonly value: string;
  /** Line of the file that the option begins in, from 1. */
  readonly line: number;
}

/** Values by option by section. Sections have small letters but for `DEFAULT`; a repeated option keeps all its values. */
export type IniSections = ReadonlyMap<string, ReadonlyMap<string, readonly IniValue[]>>;

/**
 * Reads a configuration file as oslo.config does (`oslo_config/iniparser.py`): `[section]`, `name = value` or `name: value`,
 * lines that begin with white space go on with the value above, `#` and `;` begin comments, a pair of quotes around a value
 * falls away. Nothing of a line is ever told on: it may be a password.
 *
 * @throws UnreadableImport on what oslo.config refuses, with the line
 */
export function iniSections(text: string): IniSections {
  return new IniReader().read(text);
}

class IniReader {
  private readonly sections = new Map<string, Map<string, IniValue[]>>();
  private section: Map<string, IniValue[]> | null = null;
  private open: { readonly key: string; readonly line: number; readonly values: string[] } | null = null;

  read(text: string): IniSections {
    for (const [index, line] of text.split('\n').entries()) this.take(line.trimEnd(), index + 1);
    this.close();
    return this.sections;
  }

  private take(line: string, number: number): void {
    if (line === '') this.close();
    else if (/^[ \t]/.test(line)) this.goOn(line, number);
    else {
      this.close();
      if (line.startsWith('[')) this.begin(line, number);
      else if (!line.startsWith('#') && !line.startsWith(';')) this.assign(line, number);
    }
  }

  private goOn(line: string, number: number): void {
    if (this.open === null) throw malformed('a line begins with white space and goes on with nothing', number);
    this.open.values.push(line.trimStart());
  }

  private begin(line: string, number: number): void {
    if (!line.endsWith(']') || line.length <= 2) throw malformed('a section is not [name]', number);
    const name = line.slice(1, -1);
    const key = name === 'DEFAULT' ? name : name.toLowerCase();
    this.section = this.sections.get(key) ?? new Map<string, IniValue[]>();
    this.sections.set(key, this.section);
  }

  private assign(line: string, number: number): void {
    if (this.section === null) {
      throw new UnreadableImport('import.not_this_format', 'something stands before any section', `line ${number}`);
    }
    const at = line.search(/[=:]/);
    if (at < 0) throw malformed('an option has neither = nor :', number);
    const key = line.slice(0, at).trim();
    if (key === '') throw malformed('an option has no name', number);
    this.open = { key, line: number, values: [unquoted(line.slice(at + 1).trim())] };
  }

  private close(): void {
    if (this.open === null || this.section === null) return;
    const { key, line, values } = this.open;
    const before = this.section.get(key) ?? [];
    before.push({ value: values.join('\n'), line });
    this.section.set(key, before);
    this.open = null;
  }
}

function unquoted(value: string): string {
  const first = value.charAt(0);
  if (value.length < 2 || (first !== '"' && first !== "'") || !value.endsWith(first)) return value;
  return value.slice(1, -1);
}

function malformed(message: string, line: number): UnreadableImport {
  return new UnreadableImport('import.malformed', message, `line ${line}`);
}
