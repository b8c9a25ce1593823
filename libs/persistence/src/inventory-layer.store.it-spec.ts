import { canonicalJson, type InventoryFacts } from '@iopath/core';
import { anInventory } from '@iopath/testing';
import { openSpecDatabase, refusal, type SpecDatabase } from '../../../test/support/spec-database';

const HOST = 'compute-1';
const PF = '0000:3b:00.0';
const NOW_MS = Date.parse('2026-11-21T08:00:00Z');
const HOUR_MS = 3_600_000;

describe('layers of an inventory', () => {
  let database: SpecDatabase;

  beforeAll(async () => (database = await openSpecDatabase()));
  afterAll(() => database.close());
  beforeEach(() => database.clear());

  const importing = (
    format: string,
    facts: Partial<InventoryFacts>,
    more: { generation?: number; atMs?: number } = {},
  ) =>
    database.inventoryLayers.importLayer({
      hostName: HOST,
      format,
      payloadHash: hashOf(facts),
      observedAtMs: null,
      receivedAtMs: more.atMs ?? NOW_MS,
      facts: { source: format, observedAtMs: null, unseen: [], assumed: [], warnings: [], ...facts },
      generation: more.generation ?? null,
    });
  const hashOf = (facts: Partial<InventoryFacts>) =>
    Buffer.from(canonicalJson(facts)).toString('hex').slice(0, 64).padEnd(64, '0');
  const inventoryOf = async () => (await database.hosts.inventory(HOST))?.inventory;
  const formats = async () => (await database.inventoryLayers.agesOf(HOST)).map(({ format }) => format);
  const hostRow = async () => {
    const { rows } = await database.sql.query<{ generation: number; version: string; inventory_hash: string }>(
      'SELECT generation, version, inventory_hash FROM host WHERE host_name = $1',
      [HOST],
    );
    return rows[0];
  };

  const libvirt: Partial<InventoryFacts> = {
    numaNodes: [{ id: 0, cpus: [0, 1, 2, 3], memoryMib: 8192, pages: [{ sizeKib: 4, total: 2_097_152, free: 1000 }] }],
    pfs: [{ address: PF, vendorId: '8086', productId: '1572', numaNode: 0 }],
  };
  const nodestate: Partial<InventoryFacts> = {
    pfs: [{ address: PF, vfs: [{ address: '0000:3b:02.0', productId: '154c' }] }],
    partialLists: ['pfs'],
  };

  it('make a host, in whatever order they come', async () => {
    expect(await importing('libvirt', libvirt)).toMatchObject({ created: true, generation: 1 });
    expect(await importing('sriov-nodestate', nodestate)).toMatchObject({
      created: false,
      generation: 2,
      changes: { added: [expect.stringContaining('vfs/0000:3b:02.0') as string] },
      factSources: expect.arrayContaining([{ fact: 'pfs.vfs', source: 'sriov-nodestate' }]) as unknown,
    });
    const first = await hostRow();
    await database.clear();
    await importing('sriov-nodestate', nodestate);
    await importing('libvirt', libvirt);

    expect(await hostRow()).toEqual(first);
  });

  it('lie over what was put, which stays beneath them', async () => {
    await database.hosts.putInventory(HOST, null, { ...anInventory(), rack: 'r1' });
    await importing('nova-conf', { settings: { reserved: { memoryMib: 100 } } });
    expect(await inventoryOf()).toMatchObject({ rack: 'r1', reserved: { memoryMib: 100 } });

    await importing('nova-conf', { settings: { maxQueues: 4 } });
    expect(await inventoryOf()).toMatchObject({ reserved: anInventory().reserved, maxQueues: 4 });
  });

  it('are gone when the whole inventory is put, though it says the same', async () => {
    await importing('libvirt', libvirt);
    const laid = await inventoryOf();
    expect(await database.hosts.putInventory(HOST, 1, laid!)).toMatchObject({ generation: 1 });
    expect(await formats()).toEqual([]);

    await importing('nova-conf', { settings: { maxQueues: 4 } });
    expect(await formats()).toEqual(['nova-conf']);
    await database.hosts.putInventory(HOST, 2, anInventory());
    expect(await formats()).toEqual([]);
    expect((await inventoryOf())?.maxQueues).toBeNull();
  });

  it('change no generation when they say the same, whatever generation was seen', async () => {
    await importing('libvirt', libvirt);
    const before = await hostRow();
    const again = await importing('libvirt', libvirt, { generation: 7, atMs: NOW_MS + HOUR_MS });

    expect(again).toMatchObject({ created: false, generation: 1, changes: { added: [], removed: [], changed: [] } });
    expect(await hostRow()).toEqual(before);
    expect((await inventoryOf())?.observedAtMs).toBe(NOW_MS + HOUR_MS);
  });

  it('are refused whole when another generation was seen', async () => {
    await importing('libvirt', libvirt);
    await expect(importing('sriov-nodestate', nodestate, { generation: 7 })).rejects.toMatchObject(
      refusal('conflict', 'host.generation_conflict'),
    );
    expect(await formats()).toEqual(['libvirt']);
  });

  it('are not found on a host that is not there, where a generation was seen', async () => {
    await expect(importing('libvirt', libvirt, { generation: 1 })).rejects.toMatchObject(
      refusal('not_found', 'host.not_found'),
    );
  });

  it('keep what pages were free as last seen, without another generation', async () => {
    await importing('libvirt', libvirt);
    const before = await hostRow();
    const [node] = libvirt.numaNodes!;
    const pages = [{ sizeKib: 4, total: 2_097_152, free: 5 }];
    await importing('libvirt', { ...libvirt, numaNodes: [{ ...node!, pages }] });

    expect((await inventoryOf())?.numaNodes[0]?.pages).toEqual(pages);
    expect(await hostRow()).toEqual(before);
  });

  it('are as old as the oldest of them', async () => {
    await importing('libvirt', libvirt);
    await importing('nova-conf', { settings: { maxQueues: 4 } }, { atMs: NOW_MS + HOUR_MS });

    expect((await inventoryOf())?.observedAtMs).toBe(NOW_MS);
  });

  it('are younger when the same bytes come again, which nobody reads', async () => {
    await importing('libvirt', libvirt);
    const seeing = (facts: Partial<InventoryFacts>) =>
      database.inventoryLayers.seeAgain({
        hostName: HOST,
        format: 'libvirt',
        payloadHash: hashOf(facts),
        observedAtMs: null,
        receivedAtMs: NOW_MS + HOUR_MS,
      });

    expect(await seeing(nodestate)).toBeNull();
    expect(await seeing(libvirt)).toMatchObject({ created: false, generation: 1, orphanedAllocations: [] });
    expect((await inventoryOf())?.observedAtMs).toBe(NOW_MS + HOUR_MS);
    expect(await database.inventoryLayers.agesOf(HOST)).toEqual([
      { format: 'libvirt', observedAtMs: NOW_MS + HOUR_MS, receivedAtMs: NOW_MS + HOUR_MS },
    ]);
  });

  it('go with their host', async () => {
    await importing('libvirt', libvirt);
    await database.hosts.delete(HOST);
    expect(await formats()).toEqual([]);
    expect(await importing('nova-conf', { settings: { maxQueues: 4 } })).toMatchObject({ created: true });
    expect((await inventoryOf())?.pfs).toEqual([]);
  });

  it('come at once and are all there', async () => {
    await Promise.all([
      importing('libvirt', libvirt),
      importing('sriov-nodestate', nodestate),
      importing('nova-conf', { settings: { maxQueues: 4 } }),
    ]);

    expect(await inventoryOf()).toMatchObject({ maxQueues: 4, numaNodes: [{ id: 0 }], pfs: [{ vfs: [{ index: 0 }] }] });
    expect(await hostRow()).toMatchObject({ generation: 3 });
  });
});
