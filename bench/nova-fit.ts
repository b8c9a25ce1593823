import { guestTopologyOf, hostFits, type CellState, type GuestTopology } from '@iopath/core';
import { aCell, aFlavor } from '@iopath/testing';

/*
 * Fitting guests of several NUMA nodes on hosts of sixteen, where going through all ways would take hours: Nova's order is
 * followed, and whole branches of it are left out as soon as a node is known not to do.
 */

const NODES = 16;
const RUNS = 50;
const ORDER = { packing: false, wantsPci: true, freePciByCell: new Map<number, number>() };
const RATIOS = { cpu: 16, ram: 1.5 };

const FULL: Partial<CellState> = { freeDedicatedCpus: [] };

/** Nodes with room, by their position. */
const HOSTS: Readonly<Record<string, (id: number) => boolean>> = {
  all_free: () => true,
  last_half_free: (id) => id >= NODES / 2,
  one_too_few_free: (id) => id < 7,
};

for (const [name, hasRoom] of Object.entries(HOSTS)) {
  for (const nodes of [1, 2, 4, 8]) {
    const cells = Array.from({ length: NODES }, (_, id) => aCell({ id, ...(hasRoom(id) ? {} : FULL) }));
    const guest = pinnedGuest(nodes);
    const first = median(() => take(guest, cells, 1));
    const all = median(() => take(guest, cells, Infinity));
    console.log(JSON.stringify({ host: name, guestNodes: nodes, firstMs: first.ms, found: all.found, allMs: all.ms }));
  }
}

function pinnedGuest(nodes: number): GuestTopology {
  const flavor = aFlavor(
    { 'hw:cpu_policy': 'dedicated', 'hw:numa_nodes': `${nodes}` },
    { vcpus: 2 * nodes, ramMib: 512 * nodes },
  );
  const guest = guestTopologyOf(flavor, { osId: null, properties: {} });
  if (!guest.ok || guest.topology === null) throw new Error('the guest was meant to have NUMA nodes');
  return guest.topology;
}

function take(guest: GuestTopology, cells: readonly CellState[], most: number): number {
  let found = 0;
  for (const _fit of hostFits(guest, { cells, allocationRatios: RATIOS }, ORDER)) if (++found >= most) break;
  return found;
}

function median(task: () => number): { readonly ms: number; readonly found: number } {
  const times: number[] = [];
  let found = 0;
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now();
    found = task();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return { ms: Number((times[RUNS >> 1] ?? 0).toFixed(3)), found };
}
