import {
  compileHost,
  type CellClaim,
  type DeviceClaim,
  type HostClaim,
  type HostFacts,
  type HostState,
} from '@iopath/core';
import { aHostClaim } from '@iopath/testing';
import fc from 'fast-check';

/** What one VM before ours took, as far as the host had it. */
export interface Wish {
  readonly at: number;
  readonly pinned: number;
  readonly shared: number;
  readonly memoryMib: number;
  readonly hugePages: boolean;
  readonly device: 'vf' | 'pf' | 'pci' | null;
  readonly nth: number;
}

export const wishes: fc.Arbitrary<Wish> = fc.record({
  at: fc.nat({ max: 7 }),
  pinned: fc.integer({ min: 0, max: 3 }),
  shared: fc.integer({ min: 0, max: 4 }),
  memoryMib: fc.constantFrom(0, 128, 256, 512, 1024),
  hugePages: fc.boolean(),
  device: fc.constantFrom(null, 'vf' as const, 'vf' as const, 'pf' as const, 'pci' as const),
  nth: fc.nat({ max: 3 }),
});

/** Adds a claim that takes of the host only what it has left. */
export function withClaim(facts: HostFacts, wish: Wish, index: number): HostFacts {
  const host = compileHost(facts);
  const cells = cellClaims(host, wish);
  const pcpus = cells.reduce((sum, cell) => sum + cell.pinnedCpus.length, 0);
  const memoryMib = cells.reduce((sum, cell) => sum + cell.memoryMib, 0);
  const vcpus = Math.min(wish.shared, host.free.vcpus);
  const claim: HostClaim = aHostClaim({
    reservationId: `before-${index}`,
    vcpus,
    pcpus,
    memoryMib,
    diskGib: 0,
    cells,
    devices: deviceClaims(host, wish),
  });
  return { ...facts, claims: [...facts.claims, claim] };
}

function cellClaims({ cells, free }: HostState, wish: Wish): CellClaim[] {
  const cell = cells[wish.at % cells.length];
  const pool = wish.hugePages ? cell?.pages[1] : cell?.pages[0];
  if (cell === undefined || pool === undefined) return [];
  const leftMib = ((pool.total - pool.used) * pool.sizeKib) / 1024;
  const memoryMib = Math.min(wish.memoryMib, free.memoryMib, leftMib);
  return [
    {
      hostNode: cell.id,
      sharedVcpus: Math.min(wish.shared, cell.sharedCpus.length, free.vcpus),
      pinnedCpus: cell.freeDedicatedCpus.slice(wish.nth, wish.nth + wish.pinned),
      memoryMib: memoryMib - (memoryMib % (pool.sizeKib / 1024 || 1)),
      pageSizeKib: pool.sizeKib,
    },
  ];
}

function deviceClaims({ pfs, freePciDevices }: HostState, { device, nth }: Wish): DeviceClaim[] {
  if (device === null) return [];
  const candidates = {
    vf: () => pfs.flatMap(({ pf, freeVfs }) => freeVfs.map(({ address }) => ({ address, pfAddress: pf.address }))),
    pf: () => pfs.filter((pf) => pf.wholeIsFree).map(({ pf }) => ({ address: pf.address, pfAddress: pf.address })),
    pci: () => freePciDevices.map(({ address }) => ({ address, pfAddress: null })),
  }[device]();
  const taken = candidates[nth % Math.max(1, candidates.length)];
  return taken === undefined ? [] : [{ kind: device, ...NO_PROMISE, ...taken }];
}

const NO_PROMISE = { bandwidthMbps: 0, packetRateKpps: 0 };
