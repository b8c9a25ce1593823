import type { Champion } from './search-fleet';

/** What a candidate is compared by: every device's worth in each respect, higher is better. */
function respects({ tried }: Champion): readonly number[] {
  const { nics, disks } = tried.assignment;
  return [
    ...nics.flatMap(({ predicted, path, total }) => [
      -(predicted.latencyUs?.p99 ?? Infinity),
      predicted.throughputMbps.value,
      -predicted.hostCores.value,
      MOBILITY[path.migration.mechanism],
      path.takes === 'nothing' ? 1 : path.takes === 'vf' ? 0.5 : 0,
      total,
    ]),
    ...disks.flatMap(({ predicted, path, total }) => [
      -(predicted.latencyUs?.p99 ?? Infinity),
      predicted.iops.value,
      MOBILITY[path.migration.mechanism],
      path.takes === 'nothing' ? 1 : 0,
      total,
    ]),
  ];
}

const MOBILITY = { transparent: 2, unplug_replug: 1, none: 0 } as const;

/**
 * The candidates that no other beats in every respect, best score first: each of them is somebody's right answer.
 * Ties go to the smaller host name, then to the earlier candidate.
 */
export function paretoFront(candidates: readonly Champion[]): readonly Champion[] {
  const measured = candidates.map((candidate) => ({ candidate, values: respects(candidate) }));
  return measured
    .filter(({ values }, index) => !measured.some((other, at) => at !== index && dominates(other.values, values)))
    .map(({ candidate }) => candidate)
    .sort((a, b) => b.score - a.score || compareText(a.host.hostName, b.host.hostName));
}

function dominates(a: readonly number[], b: readonly number[]): boolean {
  let isBetterSomewhere = false;
  for (const [index, value] of a.entries()) {
    const other = b[index] as number;
    if (value < other) return false;
    if (value > other) isBetterSomewhere = true;
  }
  return isBetterSomewhere;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
