import { aHostState } from '@iopath/testing';
import fc from 'fast-check';
import { buildFleet } from './build-fleet';
import { FleetIndex } from './fleet-index';
import type { HostState } from './host-state';

const hosts = fc
  .record({ name: fc.constantFrom('a', 'b', 'B', 'c-10', 'c-9', 'd'), version: fc.nat({ max: 3 }) })
  .map(({ name, version }) => aHostState(name, { version, inventoryHash: `v${version}` }));

/** Puts a host in, or takes the one of this name out. */
const steps = fc.array(fc.record({ host: hosts, remove: fc.boolean() }), { maxLength: 20 });

describe('a fleet', () => {
  it('is the same whatever the order of its hosts', () => {
    const [a, b, c] = [aHostState('a'), aHostState('b'), aHostState('c')];

    expect(buildFleet([c, a, b])).toEqual(buildFleet([a, b, c]));
    expect(buildFleet([c, a, b]).hosts.map((host) => host.hostName)).toEqual(['a', 'b', 'c']);
  });

  it('brought up to date step by step equals one built anew', () => {
    fc.assert(
      fc.property(steps, (changes) => {
        const index = new FleetIndex();
        const expected = new Map<string, HostState>();
        for (const { host, remove } of changes) {
          if (remove) index.remove(host.hostName);
          else index.set(host);
          if (remove) expected.delete(host.hostName);
          else expected.set(host.hostName, host);
        }

        expect(index.fleet()).toEqual(buildFleet([...expected.values()]));
        expect(index.size).toBe(expected.size);
      }),
    );
  });

  it('once given out does not change when the index does', () => {
    const index = new FleetIndex([aHostState('a'), aHostState('b')]);
    const before = index.fleet();
    index.set(aHostState('b', { inventoryHash: 'new' }));
    index.remove('a');

    expect(before.hosts.map((host) => host.hostName)).toEqual(['a', 'b']);
    expect(index.fleet().hosts.map((host) => host.inventoryHash)).toEqual(['new']);
  });

  it('keeps its digest while nothing changes, and has another after a change', () => {
    const index = new FleetIndex([aHostState('a')]);
    const before = index.fleet();
    index.remove('unknown');

    expect(index.fleet()).toBe(before);
    index.set(aHostState('a', { state: 'draining' }));
    expect(index.fleet().digest).not.toBe(before.digest);
  });

  it('knows the VFs left on each network, and those reserved of late', () => {
    const index = new FleetIndex([aHostState('a'), aHostState('b')]);
    const before = index.fleet();
    index.remove('a');
    index.setVfDemand(new Map([['physnet1', 3]]));

    expect(before.vfSupply).toEqual(new Map([['physnet1', 8]]));
    expect(index.fleet().vfSupply).toEqual(new Map([['physnet1', 4]]));
    expect(index.fleet()).toEqual(buildFleet([aHostState('b')], new Map([['physnet1', 3]])));
    expect(index.fleet().digest).not.toBe(buildFleet([aHostState('b')]).digest);
    const given = index.fleet();
    index.setVfDemand(new Map([['physnet1', 3]]));
    expect(index.fleet()).toBe(given);
  });

  it('holds the facets of hosts that are alike once', () => {
    const index = new FleetIndex([aHostState('a'), aHostState('b')]);
    index.set(aHostState('c'));

    const [a, b, c] = index.fleet().hosts;
    expect(aHostState('a').facets).not.toBe(a?.facets);
    expect(b?.facets).toBe(a?.facets);
    expect(c?.facets).toBe(a?.facets);
  });

  it('finds a host by its name', () => {
    const index = new FleetIndex([aHostState('a'), aHostState('c')]);

    expect(index.get('c')?.hostName).toBe('c');
    expect(index.get('b')).toBeNull();
  });
});
