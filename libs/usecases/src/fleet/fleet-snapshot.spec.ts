import { compileHost } from '@iopath/core';
import { aHostRecord, anInventory, InMemoryFleet } from '@iopath/testing';
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
});
