import type { GuestPlace, Packing } from '@iopath/core';

const VMS = 5_000;
const HOSTS = 1_000;
const CPUS = [1, 2, 3, 4, 6, 8, 10, 12] as const;
const GIB_PER_CPU = [1, 2, 4, 8] as const;
const HOST_KINDS = [
  { cpus: 32, memoryGib: 128, vfs: 16 },
  { cpus: 48, memoryGib: 192, vfs: 16 },
  { cpus: 48, memoryGib: 384, vfs: 32 },
  { cpus: 64, memoryGib: 256, vfs: 0 },
] as const;

/** 5,000 VMs of 64 kinds on 1,000 hosts of four kinds: the odd kinds take a VF, which some hosts have none of. */
export function largePacking(): Packing {
  const kinds = CPUS.flatMap((cpus) =>
    GIB_PER_CPU.flatMap((each) => [0, 1].map((vfs) => ({ cpus, gib: cpus * each, vfs }))),
  );
  const places = kinds.map(({ cpus, gib, vfs }, guest): GuestPlace => ({
    guest,
    takes: [
      { row: 'pcpus', amount: cpus },
      { row: 'memory_mib', amount: gib * 1_024 },
      ...(vfs === 0 ? [] : [{ row: 'vfs', amount: vfs }]),
    ],
  }));
  return {
    guests: kinds.map((_, index) => ({ vms: sharesOf(VMS, kinds.length, index), leaving: 0 })),
    hosts: HOST_KINDS.map(({ cpus, memoryGib, vfs }, index) => ({
      hosts: sharesOf(HOSTS, HOST_KINDS.length, index),
      isAlwaysInUse: false,
      capacities: new Map([
        ['pcpus', cpus],
        ['memory_mib', memoryGib * 1_024],
        ['vfs', vfs],
      ]),
      places: places.filter(({ guest }) => vfs > 0 || kinds[guest]?.vfs === 0),
    })),
  };
}

/** Whole shares that come to the whole. */
function sharesOf(whole: number, shares: number, index: number): number {
  return Math.floor((whole * (index + 1)) / shares) - Math.floor((whole * index) / shares);
}
