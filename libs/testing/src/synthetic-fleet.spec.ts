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

  it('claims no device and no CPU twice', () => {
    for (const { claims } of syntheticHostFacts(200)) {
      const devices = claims.flatMap((claim) => claim.devices).map((device) => device.address);
      const pinned = claims.flatMap((claim) => claim.cells).flatMap((cell) => cell.pinnedCpus);
      expect(new Set(devices).size).toBe(devices.length);
      expect(new Set(pinned).size).toBe(pinned.length);
    }
  });
});
