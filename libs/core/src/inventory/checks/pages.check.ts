import type { Fault } from '../../fault';
import type { Inventory, NumaNode, PagePool } from '../inventory';
import { LARGEST_BASE_PAGE_KIB } from '../page-sizes';

const KIB_PER_MIB = 1024;

/**
 * Page sizes are powers of two, one pool each, and no pool holds more than its node's memory. Huge pages are set aside,
 * so together they must fit. Base pages may be counted with or without the huge ones: sources differ there.
 */
export function checkPages({ numaNodes }: Inventory): readonly Fault[] {
  return numaNodes.flatMap((node, i) => {
    const seen = new Set<number>();
    const pools = node.pages.flatMap((pool, k) => poolFaults(node, pool, seen, `/numa_nodes/${i}/pages/${k}`));
    return pools.length > 0 ? pools : hugePagesExceed(node, `/numa_nodes/${i}/pages`);
  });
}

function poolFaults(node: NumaNode, pool: PagePool, seen: Set<number>, pointer: string): Fault[] {
  const faults: Fault[] = [];
  if (!isPowerOfTwo(pool.sizeKib)) {
    const message = `${pool.sizeKib} KiB is no page size: it is not a power of two`;
    faults.push({ pointer: `${pointer}/size_kib`, code: 'page_pool.size_not_power_of_two', message });
  }
  if (seen.has(pool.sizeKib)) {
    const message = `NUMA node ${node.id} has a pool of ${pool.sizeKib} KiB pages already`;
    faults.push({ pointer: `${pointer}/size_kib`, code: 'page_pool.size_duplicate', message });
  }
  seen.add(pool.sizeKib);
  if (poolKib(pool) > memoryKib(node)) {
    const message = `${pool.total} pages of ${pool.sizeKib} KiB are more than the ${node.memoryMib} MiB of NUMA node ${node.id}`;
    faults.push({ pointer: `${pointer}/total`, code: 'page_pool.exceeds_memory', message });
  }
  return faults;
}

function hugePagesExceed(node: NumaNode, pointer: string): Fault[] {
  const huge = node.pages.filter((pool) => pool.sizeKib > LARGEST_BASE_PAGE_KIB);
  if (huge.reduce((total, pool) => total + poolKib(pool), 0) <= memoryKib(node)) return [];
  const message = `the huge pages together are more than the ${node.memoryMib} MiB of NUMA node ${node.id}`;
  return [{ pointer, code: 'page_pool.exceeds_memory', message }];
}

function poolKib(pool: PagePool): number {
  return pool.sizeKib * pool.total;
}

/** The MiB are a floor, so that nearly one more may be there. Where nobody knows how much it is, nothing is too much. */
function memoryKib(node: NumaNode): number {
  return node.memoryMib === null ? Infinity : node.memoryMib * KIB_PER_MIB + KIB_PER_MIB - 1;
}

function isPowerOfTwo(size: number): boolean {
  return Number.isInteger(Math.log2(size));
}
