import { fieldsOf, type FieldShape, type WireClass } from '../wire/field-shape';

/** Domain, bus, slot and function of a PCI device, wherever in a text. */
const PCI_ADDRESS = /\b[0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]\b/gi;
const SOME_DEVICE = '…';
const SOME_HOST = 'the host';

/**
 * The same answer without what it tells of hosts: fields marked `ofHost` become null or empty, names of hosts and
 * addresses of devices go from all texts, and what the type does not declare is left out.
 */
export function withoutHosts(type: WireClass, answer: unknown): unknown {
  const names = new Set<string>();
  collectNames(type, answer, names);
  const hiding = new Hiding(names);
  return hiding.object(type, answer);
}

function collectNames(type: WireClass, answer: unknown, names: Set<string>): void {
  if (!isObject(answer)) return;
  for (const [name, shape] of fieldsOf(type)) {
    const value = answer[name];
    if (shape.ofHost === 'name') for (const one of [value].flat()) if (typeof one === 'string') names.add(one);
    if (shape.kind === 'object') collectNames(shape.type(), value, names);
    if (shape.kind === 'objects' && Array.isArray(value))
      for (const one of value) collectNames(shape.type(), one, names);
  }
}

class Hiding {
  private readonly hosts: RegExp | null;

  constructor(names: ReadonlySet<string>) {
    // The longest first: of `node-1` and `node-1.example`, the second is the one that is meant.
    const all = [...names]
      .sort((a, b) => b.length - a.length)
      .map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    this.hosts = all.length === 0 ? null : new RegExp(`(?<![\\w.-])(?:${all.join('|')})(?![\\w-])`, 'g');
  }

  object(type: WireClass, value: unknown): unknown {
    if (!isObject(value)) return this.texts(value);
    const fields = fieldsOf(type);
    const kept = Object.entries(value).flatMap(([name, own]) => {
      const shape = fields.get(name);
      return shape === undefined ? [] : [[name, this.field(shape, own)] as const];
    });
    return Object.fromEntries(kept);
  }

  private field(shape: FieldShape, value: unknown): unknown {
    if (value === undefined || value === null) return value;
    if (shape.ofHost !== undefined) return shape.kind === 'values' || shape.kind === 'objects' ? [] : null;
    if (shape.kind === 'object') return this.object(shape.type(), value);
    if (shape.kind !== 'objects' || !Array.isArray(value)) return this.texts(value);
    return value.map((one: unknown) => this.object(shape.type(), one));
  }

  /** A value without fields that are known, with every text in it. */
  private texts(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value);
    if (Array.isArray(value)) return value.map((one: unknown) => this.texts(one));
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, own]) => [name, this.texts(own)]));
  }

  /** Names stand in sentences; a text without a blank is a name, a code or an id of its own. */
  private text(text: string): string {
    const clean = text.replaceAll(PCI_ADDRESS, SOME_DEVICE);
    return this.hosts === null || !clean.includes(' ') ? clean : clean.replaceAll(this.hosts, SOME_HOST);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
