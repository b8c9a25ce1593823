/**
 * Where `actual` is not as `expected` says, one line each. Objects may have more than is expected of them; lists
 * must be as long, and everything else equal.
 */
export function differences(expected: unknown, actual: unknown, at = ''): readonly string[] {
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) return [complaint(at, expected, actual)];
    return expected.flatMap((item, index) => differences(item, actual[index], `${at}/${index}`));
  }
  if (isObject(expected)) {
    if (!isObject(actual)) return [complaint(at, expected, actual)];
    return Object.entries(expected).flatMap(([name, value]) => differences(value, actual[name], `${at}/${name}`));
  }
  return expected === actual ? [] : [complaint(at, expected, actual)];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function complaint(at: string, expected: unknown, actual: unknown): string {
  return `${at}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual) ?? 'nothing'}`;
}
