import { extraSpecPointer } from '../../../nova/nova-refusal';
import { remove } from '../../lint/lint-fix';
import type { LintRule } from '../../lint/lint-rule';
import { numaMapKeys } from '../numa-map';

/** What the validator lets through: any character for the dot, any digits for the node. */
const LOOKS_LIKE_MAP = /^hw:numa_(cpus|mem).\d+$/;

export const numaMapUnread: LintRule = {
  code: 'numa.map_beyond_gap',
  severity: 'warning',
  rule: 'Nova reads `hw:numa_cpus.0`, `.1` and so on up to the first gap; what comes after it, or is numbered otherwise (`.01`), is ignored.',
  source: 'nova/virt/hardware.py _get_numa_cpu_constraint, _get_numa_mem_constraint',
  find: (given) => {
    const nodes = new Map(numaMapKeys(given).map(({ key, node }) => [key, node]));
    return given
      .specKeys()
      .filter((key) => LOOKS_LIKE_MAP.test(key))
      .filter((key) => {
        const node = nodes.get(key);
        const stem = key.slice(0, key.lastIndexOf('.'));
        return node === undefined || range(node).some((before) => given.spec(`${stem}.${before}`) === null);
      })
      .map((key) => ({
        pointer: extraSpecPointer(key),
        message: `Nova does not read ${key}.`,
        fixes: [[remove(extraSpecPointer(key))]],
      }));
  },
};

/** No flavor has so many nodes; a larger number is after a gap whatever comes before it. */
const MAX_NODES = 256;

function range(node: number): readonly number[] {
  return Array.from({ length: Math.min(node, MAX_NODES) }, (_, before) => before);
}
