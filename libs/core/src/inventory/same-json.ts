/**
 * Whether two values are the same as JSON: what {@link canonicalJson} writes of them is equal. Members that are undefined
 * are left out; arrays keep their order. It writes nothing, which makes it many times faster.
 */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((member, index) => sameJson(member, b[index]));
  }
  const [old, now] = [a as Record<string, unknown>, b as Record<string, unknown>];
  for (const name of Object.keys(old)) if (!sameJson(old[name], own(now, name))) return false;
  return Object.keys(now).every((name) => now[name] === undefined || Object.hasOwn(old, name));
}

/** `__proto__` is a name like any other in JSON. */
function own(object: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
