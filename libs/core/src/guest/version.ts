/** A dotted version, compared part by part as numbers; missing parts count as 0. */
export type Version = readonly number[];

/** Reads `6.8` or `2.6.32`. */
export function versionOf(text: string): Version {
  return text.split('.').map(Number);
}

/** Negative when `a` is older than `b`, 0 when they are the same. */
export function compareVersions(a: Version, b: Version): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
