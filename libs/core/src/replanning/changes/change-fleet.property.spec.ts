import { aPf, loadedHosts } from '@iopath/testing';
import fc from 'fast-check';
import { buildFleet } from '../../fleet/build-fleet';
import { compileHost, type HostFacts } from '../../fleet/compile-host';
import type { Fleet } from '../../fleet/fleet';
import { checkInventory } from '../../inventory/check-inventory';
import { changeFleet } from './change-fleet';
import type { FleetChange } from './fleet-change';

const HOST = 'compute-1';
/** No other generated device is there. */
const NEW_PF = aPf(0, { address: '0000:fe:00.0' });

/** A change and the one that undoes it. */
type ThereAndBack = (host: HostFacts, amount: number) => readonly [FleetChange, FleetChange] | null;

const THERE_AND_BACK: Readonly<Record<string, ThereAndBack>> = {
  'a host added and removed': ({ inventory }) => [
    { op: 'add_host', hostName: 'compute-9', inventory },
    { op: 'remove_host', hostName: 'compute-9' },
  ],
  'a host like another added and removed': () => [
    { op: 'add_hosts_like', hostName: HOST, count: 1 },
    { op: 'remove_host', hostName: `${HOST}-like-1` },
  ],
  'a PF added and removed': () => [
    { op: 'add_pf', hostName: HOST, pf: NEW_PF },
    { op: 'remove_pf', hostName: HOST, address: NEW_PF.address },
  ],
  'a PF removed and added': ({ inventory }) => {
    const pf = inventory.pfs.at(-1);
    return pf === undefined
      ? null
      : [
          { op: 'remove_pf', hostName: HOST, address: pf.address },
          { op: 'add_pf', hostName: HOST, pf },
        ];
  },
  'VFs created and destroyed': ({ inventory }, amount) => {
    const pf = inventory.pfs.find(({ vfs }) => vfs.every(({ index }) => index < vfs.length));
    const more = (pf?.vfs.length ?? 0) + amount;
    if (pf === undefined || (pf.totalVfs ?? 0) < more) return null;
    const numvfs = (vfs: number): FleetChange => {
      return { op: 'set_sriov_numvfs', hostName: HOST, address: pf.address, vfs };
    };
    return [numvfs(more), numvfs(pf.vfs.length)];
  },
};

function fleetOf(facts: HostFacts): Fleet {
  return buildFleet([compileHost(facts)]);
}

describe('changes of a fleet', () => {
  it.each(Object.entries(THERE_AND_BACK))('give the digest back: %s', (_name, changes) => {
    fc.assert(
      fc.property(loadedHosts(), fc.integer({ min: 1, max: 3 }), (facts, amount) => {
        const pair = changes(facts, amount);
        fc.pre(pair !== null);
        const fleet = fleetOf(facts);
        const { digest } = changeFleet(fleet, { release: '2025.1' }, pair ?? []).fleet;

        expect(digest).toBe(fleet.digest);
      }),
      { numRuns: 50 },
    );
  });

  it('leave valid inventories, and the fleet that they are made to as it is', () => {
    const any = fc.tuple(fc.constantFrom(...Object.values(THERE_AND_BACK)), fc.integer({ min: 1, max: 3 }));
    fc.assert(
      fc.property(loadedHosts(), fc.array(any, { maxLength: 4 }), (facts, picks) => {
        fc.pre(checkInventory(facts.inventory).length === 0);
        const fleet = fleetOf(facts);
        const before = JSON.stringify(fleet.hosts[0]?.inventory);
        const changes = picks.flatMap(([pick, amount]) => (pick(facts, amount) ?? []).slice(0, 1));
        const changed = changeFleet(fleet, { release: '2025.1' }, changes);

        for (const { inventory } of changed.fleet.hosts) expect(checkInventory(inventory)).toEqual([]);
        expect(JSON.stringify(fleet.hosts[0]?.inventory)).toBe(before);
      }),
      { numRuns: 100 },
    );
  });
});
