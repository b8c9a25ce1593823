import { UnreadableImport } from '../import/import-reader';
import type { IniSections, IniValue } from './ini-sections';

/** A value with where it stands, for who has to say what is wrong with it. */
export interface NovaOption {
  readonly value: string;
  /** `[pci]device_spec, line 12`. */
  readonly where: string;
}

/** The option, and the names that it had before. */
export type OptionNames = readonly (readonly [section: string, name: string])[];

const MAX_REFERENCES = 8;
const MAX_LENGTH = 64 * 1024;
const REFERENCE = /\\\$|\$(\$|[_a-z][._a-z0-9]{0,200}|\{[_a-z][._a-z0-9]{0,200}\})/gi;

/** What holds credentials is never put into anything that is kept, told or logged. */
const SECRET = /pass|secret|token|key|url|connection|auth|credential|cert|user/i;

/** Options of a file by their names, with references to other options (`$name`, `${section.name}`) put in. */
export class NovaOptions {
  constructor(private readonly sections: IniSections) {}

  hasSection(name: string): boolean {
    return this.sections.has(name);
  }

  /** Every value of an option that may stand there more than once; those under older names come first, as in oslo.config. */
  all(...names: OptionNames): readonly NovaOption[] {
    return names
      .flatMap(([section, name]) => [{ section, name, values: this.sections.get(section)?.get(name) ?? [] }])
      .reverse()
      .flatMap(({ section, name, values }) => values.map((value) => this.resolved(section, name, value)));
  }

  /** The value that counts: the last one, under the newest name. Null when it is not set, or set to nothing. */
  one(...names: OptionNames): NovaOption | null {
    for (const [section, name] of names) {
      const last = this.sections.get(section)?.get(name)?.at(-1);
      if (last === undefined) continue;
      const option = this.resolved(section, name, last);
      return option.value.trim() === '' ? null : option;
    }
    return null;
  }

  private resolved(section: string, name: string, { value, line }: IniValue): NovaOption {
    const where = `[${section}]${name}, line ${line}`;
    return { value: new Substitution(this.sections, where).of(value, section, 0), where };
  }
}

/** Puts options in place of references to them, and gives up on what grows. */
class Substitution {
  private put = 0;

  constructor(
    private readonly sections: IniSections,
    private readonly where: string,
  ) {}

  of(value: string, section: string, depth: number): string {
    if (!value.includes('$')) return value;
    if (depth > MAX_REFERENCES) throw this.refused('options refer to each other');
    return value.replace(REFERENCE, (_whole, reference: string | undefined) => {
      if (reference === undefined || reference === '$') return '$';
      const referred = this.referred(reference.replace(/[{}]/g, ''), section, depth);
      this.put += referred.length + 1;
      if (this.put > MAX_LENGTH) throw this.refused('options refer to too much');
      return referred;
    });
  }

  /** `name` is looked for in the section and in `[DEFAULT]`, `section.name` where it says. */
  private referred(reference: string, section: string, depth: number): string {
    const dot = reference.lastIndexOf('.');
    const name = reference.slice(dot + 1);
    if (SECRET.test(name)) throw this.refused(`it refers to ${name}, which is not put in here`);
    const places = dot < 0 ? [section, 'DEFAULT'] : [reference.slice(0, dot)];
    for (const place of places) {
      const value = this.sections
        .get(place === 'DEFAULT' ? place : place.toLowerCase())
        ?.get(name)
        ?.at(-1)?.value;
      if (value !== undefined) return this.of(value, place, depth + 1);
    }
    throw this.refused(`it refers to ${reference}, which the file does not set`);
  }

  private refused(message: string): UnreadableImport {
    return new UnreadableImport('import.malformed', message, this.where);
  }
}
