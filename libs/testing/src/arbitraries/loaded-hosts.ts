import {
  compileHost,
  type CellClaim,
  type DeviceClaim,
  type HostClaim,
  type HostFacts,
  type HostState,
} from '@iopath/core';
import fc from 'fast-check';
import { hostFacts } from '../builders/a-host-state';
import { inventories } from './inventories';

/** What one VM would like; as much of it is claimed as the host has left. */
interface Wish {
  readonly projectId: string;
  readonly groupId: string | null;
  readonly shared: number;
  readonly pinned: number;
  readonly memoryMib: number;
  readonly diskGib: number;
  readonly cell: number | null;
  readonly device: 'vf' | 'pf' | 'pci' | null;
}

const wish: fc.Arbitrary<Wish> = fc.record({
  projectId: fc.constantFrom('p1', 'p2'),
  groupId: fc.constantFrom(null, 'web', 'db'),
  shared: fc.integer({ min: 0, max: 3 }),
  pinned: fc.integer({ min: 0, max: 3 }),
  memoryMib: fc.integer({ min: 1, max: 2048 }),
  diskGib: fc.nat({ max: 20 }),
  cell: fc.option(fc.nat({ max: 2 })),
  device: fc.constantFrom('vf' as const, 'vf' as const, 'pf' as const, 'pci' as const, null),
});

/** Hosts with live claims that never take more than the host has, nor any device twice. */
export function loadedHosts(): fc.Arbitrary<HostFacts> {
  return fc
    .record({ inventory: inventories(), wishes: fc.array(wish, { maxLength: 6 }) })
    .map(({ inventory, wishes }) => wishes.reduce(withClaim, hostFacts('compute-1', { inventory })));
}

function withClaim(facts: HostFacts, wanted: Wish, index: number): HostFacts {
  return { ...facts, claims: [...facts.claims, claimOf(compileHost(facts), wanted, index)] };
}

function claimOf(host: HostState, wanted: Wish, index: number): HostClaim {
  const cells = cellClaims(host, wanted);
  return {
    reservationId: `reservation-${index}`,
    projectId: wanted.projectId,
    groupId: wanted.groupId,
    vcpus: Math.min(wanted.shared, host.free.vcpus),
    pcpus: cells.reduce((sum, cell) => sum + cell.pinnedCpus.length, 0),
    memoryMib: Math.min(wanted.memoryMib, host.free.memoryMib),
    diskGib: Math.min(wanted.diskGib, host.free.diskGib ?? 0),
    cells,
    devices: deviceClaims(host, wanted),
  };
}

function cellClaims(host: HostState, { cell, pinned, shared, memoryMib }: Wish): CellClaim[] {
  const on = cell === null ? undefined : host.cells[cell];
  const small = on?.pages[0];
  if (on === undefined || small === undefined) return [];
  const leftMib = Math.floor(((small.total - small.used) * small.sizeKib) / 1024);
  return [
    {
      hostNode: on.id,
      sharedVcpus: Math.min(shared, on.sharedCpus.length),
      pinnedCpus: on.freeDedicatedCpus.slice(0, pinned),
      memoryMib: Math.min(memoryMib, host.free.memoryMib, leftMib),
      pageSizeKib: small.sizeKib,
    },
  ];
}

function deviceClaims({ pfs, freePciDevices }: HostState, { device }: Wish): DeviceClaim[] {
  const free = {
    vf: () => pfs.flatMap(({ pf, freeVfs }) => freeVfs.map(({ address }) => ({ address, pfAddress: pf.address })))[0],
    pf: () => pfs.filter((pf) => pf.wholeIsFree).map(({ pf }) => ({ address: pf.address, pfAddress: pf.address }))[0],
    pci: () => freePciDevices.map(({ address }) => ({ address, pfAddress: null }))[0],
  };
  const taken = device === null ? undefined : free[device]();
  return device === null || taken === undefined
    ? []
    : [{ kind: device, bandwidthMbps: 1000, packetRateKpps: 100, ...taken }];
}
