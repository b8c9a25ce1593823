import type { MoveOption, OptionTable, ResourceRow } from '@iopath/core';

/** How contended a fleet is that VMs choose their places in. */
export interface TableShape {
  readonly vms: number;
  readonly hosts: number;
  /** Hosts that all VMs must leave, the first ones; of the others they may. */
  readonly drained: number;
  /** Of what the hosts that are not drained have, how much the VMs need together. */
  readonly fill: number;
}

const SIZES = [
  { cpus: 2, memoryMib: 4_096, vfs: 0 },
  { cpus: 4, memoryMib: 16_384, vfs: 1 },
  { cpus: 8, memoryMib: 16_384, vfs: 1 },
  { cpus: 8, memoryMib: 65_536, vfs: 2 },
  { cpus: 16, memoryMib: 32_768, vfs: 4 },
] as const;
const COLD = 10;
const LIVE = 1;

/**
 * Hosts of two NUMA nodes with a PF each, and VMs that lie on one of the nodes; those with VFs are moved cold. The same
 * shape and seed give the same table.
 */
export function contendedTable(shape: TableShape, seed: number): OptionTable {
  const random = randomNumbers(seed);
  const sizes = Array.from({ length: shape.vms }, () => SIZES[Math.floor(random() ** 1.5 * SIZES.length)] ?? SIZES[0]);
  const nodes = 2 * (shape.hosts - shape.drained);
  const need = (what: keyof (typeof SIZES)[number]) => sizes.reduce((sum, size) => sum + size[what], 0);
  // No less than the largest VM takes.
  const perNode = (what: keyof (typeof SIZES)[number]) =>
    Math.max(...SIZES.map((size) => size[what]), Math.ceil(need(what) / shape.fill / nodes));
  const capacity = { cpus: perNode('cpus'), memoryMib: perNode('memoryMib'), vfs: perNode('vfs') };
  const hostNames = Array.from({ length: shape.hosts }, (_, index) => `compute-${String(index)}`);
  const spots = hostNames.flatMap((hostName) => [0, 1].map((node) => ({ hostName, spot: `node${String(node)}` })));
  const left = new Map(spots.map(({ hostName, spot }) => [`${hostName}/${spot}`, { ...capacity }]));
  const vms = sizes.map((size, index) => {
    const vm = `vm-${String(index)}`;
    const first = Math.floor(random() * spots.length);
    // Where it is: at the first spot from there that has room, or has none at all.
    const present = [...spots.slice(first), ...spots.slice(0, first)].find(({ hostName, spot }) => {
      const room = left.get(`${hostName}/${spot}`) ?? capacity;
      const fits = room.cpus >= size.cpus && room.memoryMib >= size.memoryMib && room.vfs >= size.vfs;
      if (fits) left.set(`${hostName}/${spot}`, minus(room, size));
      return fits;
    });
    return { vm, size, present };
  });
  const drained = new Set(hostNames.slice(0, shape.drained));
  return {
    vms: vms.map(({ vm }) => vm),
    options: vms.map(({ vm, size, present }) =>
      spots
        .filter(({ hostName }) => !drained.has(hostName))
        .map(({ hostName, spot }): MoveOption => {
          const stays = present?.hostName === hostName && present.spot === spot;
          const disruption = size.vfs === 0 ? LIVE : COLD;
          return {
            vm,
            hostName,
            spot,
            mechanism: stays ? null : size.vfs === 0 ? 'transparent' : 'cold',
            score: 0.5,
            cost: stays ? 0 : disruption + Math.round(random() * 100) / 100,
            takes: [
              { row: `${hostName}/${spot}/pinned_cpus`, amount: size.cpus },
              { row: `${hostName}/${spot}/memory_mib`, amount: size.memoryMib },
              { row: `${hostName}/${spot}/vfs`, amount: size.vfs },
            ],
          };
        }),
    ),
    mustLeave: new Set(
      vms.filter(({ present }) => present === undefined || drained.has(present.hostName)).map(({ vm }) => vm),
    ),
    rows: spots.flatMap(({ hostName, spot }) => rowsOf(hostName, spot, capacity)),
    isWhole: true,
  };
}

function rowsOf(hostName: string, spot: string, { cpus, memoryMib, vfs }: Amounts): readonly ResourceRow[] {
  return [
    { key: `${hostName}/${spot}/pinned_cpus`, hostName, capacity: cpus },
    { key: `${hostName}/${spot}/memory_mib`, hostName, capacity: memoryMib },
    { key: `${hostName}/${spot}/vfs`, hostName, capacity: vfs },
  ];
}

interface Amounts {
  readonly cpus: number;
  readonly memoryMib: number;
  readonly vfs: number;
}

function minus(room: Amounts, size: Amounts): Amounts {
  return { cpus: room.cpus - size.cpus, memoryMib: room.memoryMib - size.memoryMib, vfs: room.vfs - size.vfs };
}

/** Mulberry32: 0 up to 1, the same for the same seed. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
