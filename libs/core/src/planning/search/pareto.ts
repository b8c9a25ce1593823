import { NIC_ISOLATION_CLASSES } from '../../io-path/nic-path';
import { diskScarcity, nicScarcity } from '../../scoring/terms/scarcity.term';
import type { Champion } from './search-fleet';

/**
 * What a candidate is compared by, higher is better: of every device its latency, throughput, host CPU, migration,
 * isolation and scarcity. Measured amounts count as they are, not as the score's terms see them: being faster than the
 * target may be what somebody looks for.
 */
function respects({ tried }: Champion): readonly number[] {
  const { nics, disks } = tried.assignment;
  return [
    ...nics.flatMap(({ predicted, path, input }) => [
      -(predicted.latencyUs?.p99 ?? Infinity),
      predicted.throughputMbps.value,
      -predicted.hostCores.value,
      MOBILITY[path.migration.mechanism],
      NIC_ISOLATION_CLASSES.indexOf(path.isolation),
      nicScarcity.value(input),
    ]),
    ...disks.flatMap(({ predicted, path, input }) => [
      -(predicted.latencyUs?.p99 ?? Infinity),
      predicted.iops.value,
      -predicted.hostCores.value,
      MOBILITY[path.migration.mechanism],
      path.takes === 'nothing' ? 0 : 1,
      diskScarcity.value(input),
    ]),
  ];
}

const MOBILITY = { transparent: 2, unplug_replug: 1, none: 0 } as const;

interface Measured {
  readonly candidate: Champion;
  readonly values: readonly number[];
}

/**
 * The candidates that no other beats in every respect, best score first: each of them is somebody's right answer. Of
 * those alike in every respect the best scored stays. Ties go to the smaller host name, then to the earlier candidate.
 */
export function paretoFront(candidates: readonly Champion[]): readonly Champion[] {
  const measured = candidates.map((candidate) => ({ candidate, values: respects(candidate) }));
  return measured
    .filter((one) => !measured.some((other) => other !== one && dominates(other, one)))
    .map(({ candidate }) => candidate)
    .sort((a, b) => b.score - a.score || compareText(a.host.hostName, b.host.hostName));
}

function dominates(a: Measured, b: Measured): boolean {
  let isBetter = a.candidate.score > b.candidate.score;
  for (const [index, value] of a.values.entries()) {
    const other = b.values[index] as number;
    if (value < other) return false;
    if (value > other) isBetter = true;
  }
  return isBetter;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
