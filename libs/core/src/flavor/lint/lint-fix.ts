import type { LintSubject } from './lint-subject';

/** One step of a fix; pointers go into the request, in wire names. */
export type LintChange =
  | { readonly op: 'set'; readonly pointer: string; readonly value: string | boolean }
  | { readonly op: 'remove'; readonly pointer: string };

/** Steps that belong together: a misspelt key is removed and the right one set. */
export type LintFix = readonly LintChange[];

export function set(pointer: string, value: string | boolean): LintChange {
  return { op: 'set', pointer, value };
}

export function remove(pointer: string): LintChange {
  return { op: 'remove', pointer };
}

/** The flavor, image and ports after a fix; what it was given stays as it is. */
export function applyFix(subject: LintSubject, fix: LintFix): LintSubject {
  return fix.reduce(applyChange, subject);
}

/** @throws Error on a pointer that no rule may write to, which is a defect of the rule. */
function applyChange(subject: LintSubject, change: LintChange): LintSubject {
  const [, area, ...path] = change.pointer.split('/').map(unescapeToken);
  const [first = '', second = '', third] = path;
  if (area === 'flavor' && first === 'extra_specs') {
    const extraSpecs = changed(subject.flavor.extraSpecs, second, change) as Readonly<Record<string, string>>;
    return { ...subject, flavor: { ...subject.flavor, extraSpecs } };
  }
  if (area === 'image' && first === 'properties') {
    const properties = changed(subject.image.properties, second, change) as Readonly<Record<string, string>>;
    return { ...subject, image: { ...subject.image, properties } };
  }
  if (area === 'ports' && subject.ports !== null) {
    const ports = subject.ports.map((port, index) => {
      if (index !== Number(first)) return port;
      if (third === undefined) return { ...port, [portField(change.pointer, second)]: valueOf(change) };
      return { ...port, bindingProfile: changed(port.bindingProfile, third, change) };
    });
    return { ...subject, ports };
  }
  throw new Error(`no fix may change ${change.pointer}`);
}

function changed(
  fields: Readonly<Record<string, unknown>>,
  key: string,
  change: LintChange,
): Readonly<Record<string, unknown>> {
  const { [key]: _old, ...others } = fields;
  return change.op === 'set' ? { ...others, [key]: change.value } : others;
}

function valueOf(change: LintChange): string | boolean | null {
  return change.op === 'set' ? change.value : null;
}

const PORT_FIELDS: Readonly<Record<string, string>> = {
  numa_affinity_policy: 'numaAffinityPolicy',
  trusted: 'trusted',
  hardware_offload_type: 'hardwareOffloadType',
};

function portField(pointer: string, wireName: string): string {
  const field = PORT_FIELDS[wireName];
  if (field === undefined) throw new Error(`no fix may change ${pointer}`);
  return field;
}

function unescapeToken(token: string): string {
  return token.replaceAll('~1', '/').replaceAll('~0', '~');
}
