import { compileHost, type HostFacts, type HostState } from '@iopath/core';
import { aHostClaim, aHostRecord, anInventory, aVfClaim, InMemoryFleet } from '@iopath/testing';
import { FleetSnapshot } from './fleet-snapshot';

describe('FleetSnapshot', () => {
  let reader: InMemoryFleet;
  let compiled: string[];
  let snapshot: FleetSnapshot;

  beforeEach(() => {
    reader = new InMemoryFleet();
    compiled = [];
    snapshot = new FleetSnapshot(reader, (record) => {
      compiled.push(record.hostName);
      return compileHost(record);
    });
    reader.put(aHostRecord('b'), aHostRecord('a'));
  });

  const namesAndVersions = async () =>
    (await snapshot.refresh()).hosts.map(({ hostName, version }) => `${hostName}@${version}`);

  it('reads the whole fleet first', async () => {
    expect(await namesAndVersions()).toEqual(['a@1', 'b@1']);
  });

  it('says by which parameters of the active model each host is predicted, and as shipped when none is active any more', async () => {
    const keys = async () => (await snapshot.refresh()).hosts.map(({ modelKey }) => modelKey);
    expect(await keys()).toEqual(['', '']);

    const scope = { kind: 'host', name: 'b' } as const;
    reader.modelNow = { version: '2026.11.0+1', scopes: [{ scope, parameters: {} }] };
    expect(await keys()).toEqual(['', 'host b']);
    expect(snapshot.model).toBe(reader.modelNow);

    reader.modelNow = null;
    expect(await keys()).toEqual(['', '']);
  });

  it('then compiles only the hosts that changed', async () => {
    await snapshot.refresh();
    reader.put(aHostRecord('b', { version: 2 }), aHostRecord('c'));

    expect(await namesAndVersions()).toEqual(['a@1', 'b@2', 'c@1']);
    expect(compiled.slice(2)).toEqual(['b', 'c']);
  });

  it('knows how many VFs were reserved of late', async () => {
    reader.vfDemand = new Map([['physnet1', 7]]);

    expect((await snapshot.refresh()).vfDemand).toEqual(new Map([['physnet1', 7]]));
  });

  it('forgets a host that is gone', async () => {
    await snapshot.refresh();
    reader.remove('a');

    expect(await namesAndVersions()).toEqual(['b@1']);
  });

  it('gives the very same fleet when nothing changed, without compiling anything', async () => {
    const first = await snapshot.refresh();

    expect(await snapshot.refresh()).toBe(first);
    expect(compiled).toEqual(['b', 'a']);
  });

  it('takes a repeated change for no change', async () => {
    const first = await snapshot.refresh();
    reader.put(aHostRecord('a'));

    expect(await snapshot.refresh()).toBe(first);
  });

  it('sees a host that was deleted and came back with another inventory at the same version', async () => {
    await snapshot.refresh();
    reader.remove('a');
    reader.put(aHostRecord('a', { inventory: anInventory({ rack: 'r2' }) }));

    expect((await snapshot.refresh()).hosts[0]?.inventory.rack).toBe('r2');
  });

  it('sees facts that were observed again and found unchanged', async () => {
    await snapshot.refresh();
    const inventory = anInventory({ observedAtMs: 5 });
    reader.put(aHostRecord('a', { inventory, inventoryHash: aHostRecord('a').inventoryHash }));

    expect((await snapshot.refresh()).hosts[0]?.inventory.observedAtMs).toBe(5);
  });

  describe('where facts grow old', () => {
    const HOUR_MS = 3_600_000;
    let nowMs: number;
    const ages = async () => (await snapshot.refresh()).hosts.map(({ factAge }) => factAge);

    beforeEach(() => {
      nowMs = 0;
      const policy = { staleAfterMs: HOUR_MS, refuseAfterMs: 10 * HOUR_MS };
      const compile = (record: HostFacts) => {
        compiled.push(record.hostName);
        return compileHost(record);
      };
      snapshot = new FleetSnapshot(reader, compile, policy, () => nowMs);
      reader.put(aHostRecord('b', { inventory: anInventory({ observedAtMs: 0 }) }));
    });

    it('compiles a host anew when its facts come to their next step, and no other', async () => {
      expect(await ages()).toEqual([0, 0]);
      nowMs = HOUR_MS;
      compiled = [];

      expect(await ages()).toEqual([0, 1]);
      expect(await ages()).toEqual([0, 1]);
      expect(compiled).toEqual(['b']);
      nowMs = 10 * HOUR_MS;
      expect(await ages()).toEqual([0, 'too_old']);
    });

    it('is another fleet by that, and decides otherwise', async () => {
      const { digest } = await snapshot.refresh();
      nowMs = HOUR_MS;

      expect((await snapshot.refresh()).digest).not.toBe(digest);
    });

    it('takes a host for young again that somebody looked at', async () => {
      await snapshot.refresh();
      nowMs = 3 * HOUR_MS;
      expect(await ages()).toEqual([0, 2]);
      reader.put(aHostRecord('b', { inventory: anInventory({ observedAtMs: nowMs }) }));

      expect(await ages()).toEqual([0, 0]);
    });

    it('counts from the last answer of a service that facts come from, where that is older', async () => {
      reader.cloudNow = { observed: { nova: 0 }, neutronExtensions: null };
      nowMs = HOUR_MS;
      const inventory = anInventory({ observedAtMs: nowMs, cloudSources: ['nova'] });
      reader.put(aHostRecord('b', { inventory }));
      expect(await ages()).toEqual([0, 1]);
      reader.cloudNow = { observed: { nova: nowMs }, neutronExtensions: null };

      expect(await ages()).toEqual([0, 0]);
    });
  });

  it('lets those who come while a read runs share the next one, which sees what was committed before they came', async () => {
    let open: () => void = () => undefined;
    reader.beforeRead = () => new Promise((resolve) => (open = resolve));
    const early = snapshot.refresh();
    await Promise.resolve();
    reader.beforeRead = () => Promise.resolve();
    const late = [snapshot.refresh(), snapshot.refresh()];
    reader.put(aHostRecord('c'));
    open();
    await early;

    expect((await late[0])?.hosts.map(({ hostName }) => hostName)).toEqual(['a', 'b', 'c']);
    expect(await late[1]).toBe(await late[0]);
    expect(reader.reads).toBe(2);
  });

  it('recovers from a read that failed', async () => {
    reader.beforeRead = () => Promise.reject(new Error('database away'));
    await expect(snapshot.refresh()).rejects.toThrow('database away');
    reader.beforeRead = () => Promise.resolve();

    expect(await namesAndVersions()).toEqual(['a@1', 'b@1']);
  });

  describe('after a commit of this process', () => {
    const claim = aHostClaim({ reservationId: 'r-2', devices: [aVfClaim('0000:3b:01.2')] });
    const hostA = async () => (await snapshot.refresh()).hosts[0] as HostState;

    it('knows the host as the commit left it, and takes what is read then for no change', async () => {
      const earlier = aHostClaim({ reservationId: 'r-3' });
      reader.put(aHostRecord('a', { version: 2, claims: [earlier] }));
      snapshot.committed(await hostA(), [claim]);
      const known = snapshot.known(['a'])?.[0];
      reader.put(aHostRecord('a', { version: 3, claims: [claim, earlier] }));
      compiled = [];

      expect(await hostA()).toBe(known);
      expect(known).toEqual(compileHost(aHostRecord('a', { version: 3, claims: [claim, earlier] })));
      expect(compiled).toEqual([]);
    });

    it('leaves a host alone that has moved on further', async () => {
      const before = await hostA();
      reader.put(aHostRecord('a', { version: 5 }));
      const now = await hostA();
      snapshot.committed(before, [claim]);

      expect(snapshot.known(['a'])).toEqual([now]);
    });

    it('knows a host that others had moved before, as the commit found it', async () => {
      await snapshot.refresh();
      snapshot.committed(compileHost(aHostRecord('a', { version: 7 })), [claim]);

      expect(snapshot.known(['a'])).toMatchObject([{ version: 8, claims: [claim] }]);
    });

    it('is not set back by a read that began before the commit ended', async () => {
      const before = await hostA();
      reader.put(aHostRecord('a', { version: 1 }));
      reader.beforeRead = () => {
        snapshot.committed(before, [claim]);
        return Promise.resolve();
      };

      expect((await hostA()).version).toBe(2);
    });

    it('believes a later read that tells of less: the host came back as another', async () => {
      snapshot.committed(await hostA(), [claim]);
      reader.put(aHostRecord('a', { version: 1 }));

      expect((await hostA()).version).toBe(1);
    });

    it('knows nothing of a host that it has not read', () => {
      snapshot.committed(compileHost(aHostRecord('a')), [claim]);

      expect(snapshot.known(['a'])).toBeNull();
    });
  });
});
