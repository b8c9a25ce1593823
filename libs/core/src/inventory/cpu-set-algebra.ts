import type { CpuSet } from './cpu-set';

/** CPUs in both sets. Gives `a` itself when nothing falls away, so that thousands of hosts share one array. */
export function intersectCpus(a: CpuSet, b: CpuSet): CpuSet {
  return keep(a, b, true);
}

/** CPUs of `a` that are not in `b`. Gives `a` itself when nothing falls away. */
export function subtractCpus(a: CpuSet, b: CpuSet): CpuSet {
  return b.length === 0 ? a : keep(a, b, false);
}

/** CPUs in either set. */
export function uniteCpus(a: CpuSet, b: CpuSet): CpuSet {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  return [...new Set([...a, ...b])].sort((x, y) => x - y);
}

/** Walks both ascending lists once: no set is built, this runs for every cell of every host. */
function keep(a: CpuSet, b: CpuSet, wanted: boolean): CpuSet {
  const kept: number[] = [];
  let j = 0;
  for (const cpu of a) {
    while (j < b.length && (b[j] as number) < cpu) j++;
    if ((j < b.length && b[j] === cpu) === wanted) kept.push(cpu);
  }
  return kept.length === a.length ? a : kept;
}
