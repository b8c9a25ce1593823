import type { ConfigVariable } from './env';

/** Reads variables one by one and collects what is wrong with them. */
export class EnvReader {
  readonly problems: string[] = [];

  constructor(private readonly env: NodeJS.ProcessEnv) {}

  problem(variable: ConfigVariable, text: string): void {
    this.problems.push(`${variable}: ${text}`);
  }

  text(variable: ConfigVariable, fallback: string): string {
    return this.get(variable) ?? fallback;
  }

  integer(variable: ConfigVariable, range: { fallback: number; min: number; max: number }): number {
    const text = this.get(variable);
    if (text === null) return range.fallback;
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (value >= range.min && value <= range.max) return value;
    this.problem(variable, `"${text}" is not a whole number from ${range.min} to ${range.max}`);
    return range.fallback;
  }

  oneOf<T extends string>(variable: ConfigVariable, allowed: readonly T[], fallback: T): T {
    const text = this.get(variable);
    if (text === null) return fallback;
    const value = allowed.find((each) => each === text);
    if (value === undefined) this.problem(variable, `"${text}" is not one of ${allowed.join(', ')}`);
    return value ?? fallback;
  }

  url(variable: ConfigVariable, protocols: readonly string[]): string | null {
    const text = this.get(variable);
    if (text === null) return null;
    if (URL.canParse(text) && protocols.includes(new URL(text).protocol)) return text;
    this.problem(variable, `not a URL that starts with ${protocols.map((each) => `${each}//`).join(' or ')}`);
    return null;
  }

  /** A list parted by commas, each name once and in order of name; null when the variable is not set. */
  names(variable: ConfigVariable): readonly string[] | null {
    const text = this.get(variable);
    if (text === null) return null;
    const names = text.split(',').map((name) => name.trim());
    const wrong = names.find((name) => !/^[\w.-]+$/.test(name));
    if (wrong !== undefined) this.problem(variable, `"${wrong}" is not a name; names are parted by commas`);
    return [...new Set(names)].sort();
  }

  /** Parsed JSON; null when the variable is not set or not JSON. */
  json(variable: ConfigVariable): { readonly value: unknown } | null {
    const text = this.get(variable);
    if (text === null) return null;
    try {
      return { value: JSON.parse(text) as unknown };
    } catch {
      this.problem(variable, 'not JSON');
      return null;
    }
  }

  private get(variable: ConfigVariable): string | null {
    const text = this.env[variable]?.trim();
    return text === undefined || text === '' ? null : text;
  }
}
