import { checkInventory } from '@iopath/core';
import { syntheticFleet, syntheticHostFacts } from './synthetic-fleet';

describe('the synthetic fleet', () => {
  it('is the same each time', () => {
    expect(syntheticFleet(60)).toEqual(syntheticFleet(60));
  });

  it('has 2 PFs of 16 VFs a host, sound inventories and hosts that differ', () => {
    const hosts = syntheticFleet(200);

    expect(hosts.flatMap((host) => checkInventory(host.inventory))).toEqual([]);
    expect(hosts.every((host) => host.pfs.length === 2 && host.pfs.every((pf) => pf.pf.vfs.length === 16))).toBe(true);
    expect(new Set(hosts.map((host) => host.digest)).size).toBe(200);
    expect(new Set(hosts.map((host) => JSON.stringify(host.free))).size).toBeGreaterThan(20);
  });

  it('has as many PFs and VFs as asked for, and of varied load hardly two hosts alike', () => {
    const hosts = syntheticFleet(100, { pfs: 8, vfsAPf: 32, load: 'varied' });

    expect(hosts.flatMap((host) => checkInventory(host.inventory))).toEqual([]);
    expect(hosts.every((host) => host.pfs.length === 8 && host.pfs.every((pf) => pf.pf.vfs.length === 32))).toBe(true);
    expect(new Set(hosts.map((host) => host.facets.devices)).size).toBeGreaterThan(80);
  });

  it.each(['alike', 'varied'] as const)('claims no device and no CPU twice: %s', (load) => {
    for (const { claims } of syntheticHostFacts(200, { pfs: 4, vfsAPf: 32, load })) {
      const devices = claims.flatMap((claim) => claim.devices).map((device) => device.address);
      const pinned = claims.flatMap((claim) => claim.cells).flatMap((cell) => cell.pinnedCpus);
      expect(new Set(devices).size).toBe(devices.length);
      expect(new Set(pinned).size).toBe(pinned.length);
    }
  });
});
