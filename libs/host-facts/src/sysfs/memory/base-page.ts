import type { HostTree } from '../../tree/host-tree';
import { architectureOf } from '../cpu/architecture';
import { hwlocInfo } from '../kernel/hwloc-info';

/** Architectures with one size of base page; on arm64 and ppc64le it is 4 to 64 KiB, as the kernel was built. */
const KIB_BY_ARCHITECTURE: Readonly<Record<string, number>> = { x86_64: 4, i686: 4, s390x: 4, riscv64: 4 };

const BYTES_PER_KIB = 1024;

/** Size of base pages; null when the tree does not tell. */
export function basePageKib(tree: HostTree): number | null {
  const bytes = hwlocInfo(tree).get('PageSize');
  if (bytes !== undefined && /^\d{4,5}$/.test(bytes)) return Number(bytes) / BYTES_PER_KIB;
  const mapped = /\bKernelPageSize:[ \t]*(\d{1,3})[ \t]*kB/.exec(tree.read('/proc/self/smaps') ?? '')?.[1];
  if (mapped !== undefined) return Number(mapped);
  return KIB_BY_ARCHITECTURE[architectureOf(tree)?.name ?? ''] ?? null;
}
