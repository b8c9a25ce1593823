import type { HostState } from './fleet/host-state';

/** What holds of a host with any live claims: no amount below zero, no CPU and no device twice, no PF beside one of its VFs. */
export function expectNothingOverdrawn({ inventory, claims, capacity, cells }: HostState): void {
  const sum = (amount: 'vcpus' | 'pcpus' | 'memoryMib' | 'diskGib'): number =>
    claims.reduce((total, claim) => total + claim[amount], 0);
  expect(sum('vcpus')).toBeLessThanOrEqual(capacity.vcpus);
  expect(sum('pcpus')).toBeLessThanOrEqual(capacity.pcpus);
  expect(sum('memoryMib')).toBeLessThanOrEqual(capacity.memoryMib);
  expect(sum('diskGib')).toBeLessThanOrEqual(capacity.diskGib ?? Infinity);
  for (const cell of cells) {
    expect(cell.sharedVcpusUsed).toBeLessThanOrEqual(cell.sharedCpus.length * inventory.allocationRatios.cpu);
    expect(cell.memoryUsedMib).toBeLessThanOrEqual(cell.memoryMib);
    for (const pool of cell.pages.slice(1)) expect(pool.used).toBeLessThanOrEqual(pool.total);
  }
  const pinned = claims.flatMap((claim) => claim.cells.flatMap((cell) => cell.pinnedCpus));
  expect(new Set(pinned).size).toBe(pinned.length);
  const devices = claims.flatMap((claim) => claim.devices);
  const held = new Set(devices.map(({ address }) => address));
  expect(held.size).toBe(devices.length);
  expect(devices.filter(({ kind, pfAddress }) => kind === 'vf' && held.has(pfAddress ?? ''))).toEqual([]);
}
