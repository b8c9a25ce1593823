import type { CpuSet } from '@iopath/core';
import type { HostTree } from '../../tree/host-tree';
import { attributeOf, numberedNames } from '../attributes';
import { cpusOfFirst } from './cpu-lists';

export const CPUS = '/sys/devices/system/cpu';

/**
 * CPUs that are online: the kernel's own list, else those with a folder that are not switched off, else those that
 * `/proc/cpuinfo` has a paragraph of. Null when the tree tells none.
 */
export function onlineCpus(tree: HostTree): CpuSet | null {
  const listed = cpusOfFirst(tree, [`${CPUS}/online`]);
  if (listed !== null && listed.length > 0) return listed;
  const switchedOn = numberedNames(tree.list(CPUS), 'cpu').filter(
    (cpu) => attributeOf(tree, `${CPUS}/cpu${cpu}/online`) !== '0',
  );
  if (switchedOn.length > 0) return switchedOn;
  const paragraphs = [...(tree.read('/proc/cpuinfo') ?? '').matchAll(/^processor\s*:\s*(\d{1,4})\s*$/gm)];
  const numbered = [...new Set(paragraphs.map((match) => Number(match[1])))].sort((a, b) => a - b);
  return numbered.length > 0 ? numbered : null;
}
