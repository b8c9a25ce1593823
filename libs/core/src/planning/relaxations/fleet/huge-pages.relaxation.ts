import type { HostFacts } from '../../../fleet/compile-host';
import { compileCells } from '../../../fleet/compile-cells';
import type { Fleet } from '../../../fleet/fleet';
import type { CellState } from '../../../fleet/host-state';
import type { NumaNode, PagePool } from '../../../inventory/inventory';
import { LARGEST_BASE_PAGE_KIB } from '../../../inventory/page-sizes';
import { guestTopologyOf } from '../../../nova-fit/guest-topology';
import type { VmRequest } from '../../../request/vm-request';
import { ASPECT } from '../aspects';
import type { FleetConcession, FleetRelaxationRule } from '../relaxation-rule';
import { withInventory } from './changed-host';

const KIB_PER_MIB = 1_024;

/** x86-64's and arm64's usual huge page sizes, which a host may have without a pool that lists them. */
const HUGE_SIZES_KIB: readonly number[] = [2_048, 1_048_576];

/** Nodes beyond the first of these are not proposed: a fleet has few ids that matter, and each is a ladder. */
const MOST_NODES = 4;

/**
 * More huge pages on one NUMA node, for guests whose memory must be of them: as few as some host lacks, then as many as
 * the guest's largest node needs. They are made of small pages that nobody has.
 */
export const addHugePages: FleetRelaxationRule = (request, fleet) => {
  const nodeIds = [...new Set(fleet.hosts.flatMap(({ cells }) => cells.map(({ id }) => id)))].sort((a, b) => a - b);
  return wantedSizesKib(request).flatMap((sizeKib) => {
    const needed = neededPages(request, sizeKib);
    if (needed === 0) return [];
    return nodeIds.slice(0, MOST_NODES).flatMap((node) => {
      const counts = [fewestMissing(fleet, node, sizeKib, needed), needed];
      return [...new Set(counts)].map((count) => added(node, sizeKib, count));
    });
  });
};

function added(node: number, sizeKib: number, count: number): FleetConcession {
  const subject = `numa_nodes[${node}].pages[${sizeKib} KiB].total`;
  return {
    target: 'fleet',
    subject,
    from: null,
    to: `${count} more`,
    costs: `${Math.ceil((count * sizeKib) / KIB_PER_MIB)} MiB of the node less for guests without huge pages`,
    ladder: subject,
    aspects: ASPECT.hostPages,
    apply: (host) => withMorePages(host, node, sizeKib, count),
  };
}

/** Sizes that the guest's memory may be of: none when it need not be of huge pages. */
function wantedSizesKib({ flavor, image }: VmRequest): readonly number[] {
  const guest = guestTopologyOf(flavor, image);
  const asked = guest.ok ? (guest.topology?.cells[0]?.pageSize ?? null) : null;
  if (typeof asked === 'number') return asked > LARGEST_BASE_PAGE_KIB ? [asked] : [];
  return asked === 'large' ? HUGE_SIZES_KIB : [];
}

/** Pages for the largest of the guest's nodes. */
function neededPages({ flavor, image }: VmRequest, sizeKib: number): number {
  const guest = guestTopologyOf(flavor, image);
  const cells = guest.ok ? (guest.topology?.cells ?? []) : [];
  return Math.max(0, ...cells.map(({ memoryMib }) => Math.ceil((memoryMib * KIB_PER_MIB) / sizeKib)));
}

/** The least that one of the fleet's hosts lacks on the node. */
function fewestMissing({ hosts }: Fleet, node: number, sizeKib: number, needed: number): number {
  let fewest = needed;
  for (const { cells } of hosts) {
    const pool = cells.find(({ id }) => id === node)?.pages.find((pages) => pages.sizeKib === sizeKib);
    const missing = needed - (pool === undefined ? 0 : pool.total - pool.used);
    if (missing > 0 && missing < fewest) fewest = missing;
  }
  return fewest;
}

function withMorePages(host: HostFacts, nodeId: number, sizeKib: number, count: number): HostFacts {
  const { numaNodes } = host.inventory;
  const position = numaNodes.findIndex(({ id }) => id === nodeId);
  const node = numaNodes[position];
  const cell = compileCells(host.inventory, host.claims)[position];
  if (node === undefined || cell === undefined || !hasRoomFor(count * sizeKib, cell)) return host;
  const changed = { ...node, pages: withPages(node, cell, sizeKib, count) };
  return withInventory(host, `${count} pages of ${sizeKib} on ${nodeId}`, {
    numaNodes: numaNodes.map((other, at) => (at === position ? changed : other)),
  });
}

function hasRoomFor(kib: number, { pages }: CellState): boolean {
  const base = pages.find((pool) => pool.sizeKib <= LARGEST_BASE_PAGE_KIB);
  return base !== undefined && (base.total - base.used) * base.sizeKib >= kib;
}

/** All pools of the node, the base pool as much smaller as the other grows. */
function withPages(node: NumaNode, cell: CellState, sizeKib: number, count: number): readonly PagePool[] {
  const pools = cell.pages.map(({ sizeKib: size, total }): PagePool => {
    if (size === sizeKib) return { sizeKib: size, total: total + count };
    if (size > LARGEST_BASE_PAGE_KIB) return { sizeKib: size, total };
    return { sizeKib: size, total: total - Math.ceil((count * sizeKib) / size) };
  });
  const isListed = node.pages.some((pool) => pool.sizeKib === sizeKib);
  return isListed ? pools : [...pools, { sizeKib, total: count }];
}
