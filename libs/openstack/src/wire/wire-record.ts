import { CloudError, type CloudServiceType } from '@iopath/usecases';

type Fields = Readonly<Record<string, unknown>>;

/**
 * One object of an answer. What is missing or null is null where the record may lack it; what has another shape than the
 * service documents is an error that names it: nothing is guessed.
 */
export class WireRecord {
  private constructor(
    private readonly fields: Fields,
    private readonly service: CloudServiceType,
    /** For messages: `servers[].flavor`. */
    private readonly path: string,
  ) {}

  /** @throws CloudError when the value is no object */
  static of(value: unknown, service: CloudServiceType, path: string): WireRecord {
    if (isFields(value)) return new WireRecord(value, service, path);
    throw malformed(service, path, 'an object');
  }

  has(key: string): boolean {
    return this.value(key) !== null;
  }

  isText(key: string): boolean {
    return typeof this.value(key) === 'string';
  }

  text(key: string): string {
    return this.textOrNull(key) ?? this.fail(key, 'text');
  }

  textOrNull(key: string): string | null {
    const value = this.value(key);
    return value === null || typeof value === 'string' ? value : this.fail(key, 'text');
  }

  oneOf<T extends string>(key: string, allowed: readonly T[]): T {
    const text = this.text(key);
    return allowed.find((each) => each === text) ?? this.fail(key, `one of ${allowed.join(', ')}`);
  }

  number(key: string): number {
    return this.numberOrNull(key) ?? this.fail(key, 'a number');
  }

  numberOrNull(key: string): number | null {
    const value = this.value(key);
    return value === null || (typeof value === 'number' && Number.isFinite(value)) ? value : this.fail(key, 'a number');
  }

  /** `otherwise` when it is not told. */
  flag(key: string, otherwise?: boolean): boolean {
    const value = this.value(key) ?? otherwise ?? null;
    return typeof value === 'boolean' ? value : this.fail(key, 'true or false');
  }

  timeMs(key: string): number {
    return this.timeMsOrNull(key) ?? this.fail(key, 'a time');
  }

  /** Times without a zone are UTC (Nova's os-services, Neutron's agents). */
  timeMsOrNull(key: string): number | null {
    const text = this.textOrNull(key);
    if (text === null) return null;
    const isZoned = /(Z|[+-]\d{2}:?\d{2})$/.test(text);
    const ms = Date.parse(isZoned ? text : `${text.replace(' ', 'T')}Z`);
    return Number.isNaN(ms) ? this.fail(key, 'a time') : ms;
  }

  record(key: string): WireRecord {
    return this.recordOrNull(key) ?? this.fail(key, 'an object');
  }

  recordOrNull(key: string): WireRecord | null {
    const value = this.value(key);
    return value === null ? null : WireRecord.of(value, this.service, `${this.path}.${key}`);
  }

  records(key: string): readonly WireRecord[] {
    return this.recordsOrNull(key) ?? this.fail(key, 'a list');
  }

  recordsOrNull(key: string): readonly WireRecord[] | null {
    return this.listOrNull(key)?.map((item) => WireRecord.of(item, this.service, `${this.path}.${key}[]`)) ?? null;
  }

  /** Empty when there is none. */
  texts(key: string): readonly string[] {
    const list = this.listOrNull(key) ?? [];
    return list.map((item) => (typeof item === 'string' ? item : this.fail(`${key}[]`, 'text')));
  }

  /** Empty when there is none. */
  numbers(key: string): readonly number[] {
    const list = this.listOrNull(key) ?? [];
    return list.map((item) => (typeof item === 'number' ? item : this.fail(`${key}[]`, 'a number')));
  }

  /** An object's own values as text, whatever scalar they are; empty when there is none. */
  textMap(key: string): Readonly<Record<string, string>> {
    const value = this.value(key) ?? {};
    if (!isFields(value)) return this.fail(key, 'an object');
    return asTexts(value);
  }

  /** An object of numbers; empty when there is none. */
  numberMap(key: string): Readonly<Record<string, number>> {
    const value = this.value(key) ?? {};
    if (!isFields(value)) return this.fail(key, 'an object');
    const inner = new WireRecord(value, this.service, `${this.path}.${key}`);
    return Object.fromEntries(Object.keys(value).map((name) => [name, inner.number(name)]));
  }

  /** An object as it is; empty when there is none. */
  object(key: string): Fields {
    const value = this.value(key) ?? {};
    return isFields(value) ? value : this.fail(key, 'an object');
  }

  /** Names of all its fields. */
  keys(): readonly string[] {
    return Object.keys(this.fields);
  }

  /** All its scalar fields but these, as text. */
  textsBeside(known: ReadonlySet<string>): Readonly<Record<string, string>> {
    return asTexts(Object.fromEntries(Object.entries(this.fields).filter(([key]) => !known.has(key))));
  }

  fail(key: string, expected: string): never {
    throw malformed(this.service, `${this.path}.${key}`, expected);
  }

  private value(key: string): unknown {
    return Object.hasOwn(this.fields, key) ? (this.fields[key] ?? null) : null;
  }

  private listOrNull(key: string): readonly unknown[] | null {
    const value = this.value(key);
    if (value === null) return null;
    return Array.isArray(value) ? (value as readonly unknown[]) : this.fail(key, 'a list');
  }
}

function asTexts(fields: Fields): Readonly<Record<string, string>> {
  const scalars = Object.entries(fields).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value));
  return Object.fromEntries(scalars.map(([key, value]) => [key, String(value)]));
}

function malformed(service: CloudServiceType, path: string, expected: string): CloudError {
  const message = `${service} answered ${path} in another form than is known: it is not ${expected}.`;
  return new CloudError(service, message, null, 'cloud.malformed_answer', null, false);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
