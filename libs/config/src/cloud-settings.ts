import { SETTING_VARIABLES } from './cloud-variables';

/** What one entry says, and where it stands, in words for a message. */
interface Setting {
  readonly value: unknown;
  readonly source: string;
}

/** Older names of the same thing (openstacksdk, config/loader.py `_fix_backwards_*`). */
const RENAMED: Readonly<Record<string, string>> = {
  tenant_name: 'project_name',
  tenant_id: 'project_id',
  endpoint_type: 'interface',
  auth_plugin: 'auth_type',
};

const TRUE: readonly string[] = ['true', 'yes', '1', 'on'];
const FALSE: readonly string[] = ['false', 'no', '0', 'off'];

/**
 * Entries by their name in `clouds.yaml`, whichever source they are of. Later layers win over earlier ones. Problems
 * name the entry and never its value, which may be a secret written in the wrong place.
 */
export class CloudSettings {
  readonly problems: string[] = [];
  private readonly settings = new Map<string, Setting>();

  /** Entries of a cloud in a file; those below `auth` count as if they stood beside it. */
  addEntry(entry: Readonly<Record<string, unknown>>, place: string): void {
    const { auth, ...rest } = entry;
    const nested = typeof auth === 'object' && auth !== null ? (auth as Record<string, unknown>) : {};
    const told = [...Object.entries(rest), ...Object.entries(nested)]
      .filter(([, value]) => value !== null && value !== '')
      .map(([name, value]) => ({ key: name.replaceAll('-', '_'), value }));
    // An old name first, so that the new one wins where a file has both.
    told.sort((left, right) => Number(right.key in RENAMED) - Number(left.key in RENAMED));
    for (const { key, value } of told) this.set(key, { value, source: `${key} of ${place}` });
  }

  /** Every variable that is set, an empty one counting as unset. */
  addEnvironment(env: NodeJS.ProcessEnv): void {
    for (const variable of SETTING_VARIABLES) {
      const value = env[variable]?.trim();
      if (value === undefined || value === '') continue;
      this.set(variable.slice('OS_'.length).toLowerCase(), { value, source: variable });
    }
  }

  has(key: string): boolean {
    return this.settings.has(key);
  }

  problem(key: string, text: string): void {
    this.problems.push(`${this.source(key)}: ${text}`);
  }

  /** Where it stands; the variable that would say it when it stands nowhere. */
  source(key: string): string {
    return this.settings.get(key)?.source ?? `OS_${key.toUpperCase()}`;
  }

  raw(key: string): unknown {
    return this.settings.get(key)?.value;
  }

  text(key: string): string | null {
    const value = this.raw(key);
    if (value === undefined) return null;
    if (typeof value === 'string') return value;
    if (typeof value === 'number') return String(value);
    this.problem(key, 'is not text');
    return null;
  }

  flag(key: string): boolean | null {
    const value = this.raw(key);
    if (value === undefined || typeof value === 'boolean') return value ?? null;
    const text = typeof value === 'string' ? value.toLowerCase() : '';
    if (TRUE.includes(text)) return true;
    if (FALSE.includes(text)) return false;
    this.problem(key, 'is neither true nor false');
    return null;
  }

  url(key: string): string | null {
    const text = this.text(key);
    if (text === null) return null;
    const url = URL.canParse(text) ? new URL(text) : null;
    if (url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '') return text;
    this.problem(key, 'not a URL that starts with http:// or https:// and holds no password');
    return null;
  }

  private set(name: string, setting: Setting): void {
    this.settings.set(RENAMED[name] ?? name, setting);
  }
}
