import { extraSpecPointer } from '../../nova/nova-refusal';
import { remove, type LintFix } from '../lint/lint-fix';
import type { LintGiven } from '../lint/lint-given';

/** A map of guest NUMA nodes as Nova reads it: the number without leading zeros. */
const MAP_KEY = /^hw:numa_(cpus|mem)\.(0|[1-9]\d*)$/;

/** The keys of the flavor's map of guest NUMA nodes, each with its node. */
export function numaMapKeys(given: LintGiven): readonly { readonly key: string; readonly node: number }[] {
  return given.specKeys().flatMap((key) => {
    const match = MAP_KEY.exec(key);
    return match === null ? [] : [{ key, node: Number(match[2]) }];
  });
}

/** How many nodes the map has with both CPUs and memory, from 0 up to the first gap. */
export function mappedNodes(given: LintGiven): number {
  let nodes = 0;
  while (given.spec(`hw:numa_cpus.${nodes}`) !== null && given.spec(`hw:numa_mem.${nodes}`) !== null) nodes++;
  return nodes;
}

/** Takes the whole map away, so that Nova divides evenly. */
export function withoutNumaMap(given: LintGiven): LintFix {
  return numaMapKeys(given).map(({ key }) => remove(extraSpecPointer(key)));
}

/** The most guest nodes, fewer than now, that vCPUs and memory divide evenly by. */
export function evenNodes(given: LintGiven): number {
  const { vcpus, ramMib } = given.flavor;
  let nodes = Math.min(given.count('hw:numa_nodes') ?? 1, vcpus);
  while (nodes > 1 && (vcpus % nodes !== 0 || ramMib % nodes !== 0)) nodes--;
  return nodes;
}
