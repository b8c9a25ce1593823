import type { Inventory } from '@iopath/core';
import { aNicRequest, anInventory, aPf, aReadyDecision, aVf, noExplanation } from '@iopath/testing';
import {
  addHost,
  addRequest,
  onHost,
  openSpecDatabase,
  reserve,
  type SpecDatabase,
} from '../../../../test/support/spec-database';

const HOST = 'compute-1';

describe('the history of inventories', () => {
  let database: SpecDatabase;

  beforeAll(async () => (database = await openSpecDatabase()));
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.clear();
    await addHost(database);
  });

  const put = (inventory: Inventory, generation = 1) => database.hosts.putInventory(HOST, generation, inventory);
  const newest = async () => (await database.inventoryHistory.list(HOST, 1, null))?.items[0];
  const nova = (state: 'up' | 'down') => ({
    host: HOST,
    hypervisorId: null,
    hypervisorVersion: null,
    availabilityZone: 'nova',
    aggregates: [],
    service: { status: 'enabled' as const, state, disabledReason: null },
  });
  const keepNova = (state: 'up' | 'down') => database.hostSources.keep(HOST, 'nova', nova(state) as never, undefined);

  /** Recommended on the host, and nothing reserved. */
  async function advise(name: string): Promise<string> {
    const id = await addRequest(database, { name, reserve: false, nics: [aNicRequest()] });
    const decision = aReadyDecision([await onHost(database, HOST)]);
    await database.recommendations.commitDecision(id, decision, noExplanation, null);
    return id;
  }

  it('has what a synchronisation with the cloud changed, in its words, and nothing of one that changed nothing', async () => {
    await keepNova('up');
    await keepNova('down');
    const kept = await newest();
    await keepNova('down');

    expect(kept).toMatchObject({
      actor: 'inventory',
      reason: 'the cloud was synchronised',
      generation: 1,
      changes: [{ code: 'compute_service.changed', before: 'enabled, up', after: 'enabled, down' }],
    });
    expect(await newest()).toEqual(kept);
  });

  it('finds VMs by the vhost back end that their NICs need, held or only recommended', async () => {
    const held = await reserve(database, [await onHost(database, HOST)]);
    const advised = await advise('later');
    await put(anInventory({ vhost: { net: false, user: false, vdpa: false } }));
    const touched = (await newest())?.touched ?? [];

    expect(touched.map(({ kind, recommendationId, state }) => [kind, recommendationId, state])).toEqual([
      ['reservation', held, 'reserved'],
      ...[
        ['recommendation', held, 'reserved'],
        ['recommendation', advised, 'recommended'],
      ].sort(([, a = ''], [, b = '']) => (a < b ? -1 : 1)),
    ]);
  });

  it('leaves out recommendations of other hosts, and old ones', async () => {
    await addHost(database, 'compute-2');
    const id = await advise('old');
    await database.sql.query(`UPDATE recommendation SET decided_at = now() - interval '25 hours' WHERE id = $1`, [id]);
    await put(anInventory({ vhost: { net: false, user: false, vdpa: false } }));

    expect((await newest())?.touched).toEqual([]);
  });

  it('is bounded, and tells how much there was', async () => {
    const pfs = Array.from({ length: 600 }, (_, i) => {
      const address = `0000:${(16 + (i >> 5)).toString(16)}:${(i & 31).toString(16).padStart(2, '0')}.0`;
      return aPf(0, { address, ifname: `ens${i}`, iommuGroup: 1000 + i, vfs: [] });
    });
    await put(anInventory({ pfs }));
    const kept = await newest();

    expect([kept?.changes.length, kept?.changesTotal]).toEqual([500, 601]);
  });

  it('writes nothing when it is asked ahead', async () => {
    const rows = async () =>
      (await database.sql.query(`SELECT (SELECT count(*) FROM inventory_change), version, inventory FROM host`))
        .rows as object[];
    const before = await rows();
    const told = await database.inventoryHistory.preview(HOST, anInventory({ pfs: [aPf(1, { vfs: [aVf()] })] }));

    expect(told.changesTotal).toBeGreaterThan(0);
    expect(await rows()).toEqual(before);
  });

  it('tells ahead what a write over what the cloud says would change', async () => {
    await keepNova('down');
    const other = anInventory({ rack: 'r7', availabilityZone: 'elsewhere' });
    const told = await database.inventoryHistory.preview(HOST, other);
    await put(other);

    // Nova's zone goes before the one that was put.
    expect(told.changes.map(({ code }) => code)).toEqual(['fact.changed']);
    expect((await newest())?.changes).toEqual(told.changes);
  });
});
