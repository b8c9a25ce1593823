import type { Inventory } from '@iopath/core';
import { anInventory, aPf, aVfTake } from '@iopath/testing';
import {
  addHost,
  allocationOf,
  onHost,
  openSpecDatabase,
  refusal,
  reserve,
  type SpecDatabase,
  versionOf,
} from '../../../test/support/spec-database';

const VF = '0000:3b:01.2';
const smaller = anInventory({ pfs: [aPf(3)] });

describe('host store', () => {
  let database: SpecDatabase;

  beforeAll(async () => (database = await openSpecDatabase()));
  afterAll(() => database.close());
  beforeEach(() => database.clear());

  const put = (generation: number | null, inventory: Inventory = anInventory(), hostName = 'compute-1') =>
    database.hosts.putInventory(hostName, generation, inventory);

  describe('writing an inventory', () => {
    it('creates the host as active, at generation 1, with everything added', async () => {
      const written = await put(null);

      expect(written).toMatchObject({ created: true, generation: 1, orphanedAllocations: [] });
      expect(written.changes.added).toContain('pfs/0000:3b:00.0');
      expect(await database.hosts.inventory('compute-1')).toEqual({
        hostName: 'compute-1',
        state: 'active',
        generation: 1,
        inventory: anInventory(),
      });
    });

    it('replaces the inventory of the generation that was seen, and tells what changed', async () => {
      await put(null);

      expect(await put(1, smaller)).toEqual({
        created: false,
        generation: 2,
        changes: { added: [], removed: [`pfs/0000:3b:00.0/vfs/0000:3b:04.2`], changed: ['pfs/0000:3b:00.0'] },
        orphanedAllocations: [],
        summary: expect.arrayContaining(['VF 3 of ens1f0 (0000:3b:00.0) is gone.']) as unknown,
      });
    });

    it.each([null, 1, 7])(
      'changes nothing by the same content, whatever generation it names: %s',
      async (generation) => {
        await put(null);
        const version = await versionOf(database, 'compute-1');

        const again = await put(generation);

        expect(again).toEqual({
          created: false,
          generation: 1,
          changes: { added: [], removed: [], changed: [] },
          orphanedAllocations: [],
          summary: [],
        });
        expect(await versionOf(database, 'compute-1')).toBe(version);
      },
    );

    it('notes when the same content was seen again, and forgets no later sight for an earlier one', async () => {
      await put(null, anInventory({ observedAtMs: 1_000 }));
      await put(1, anInventory({ observedAtMs: 3_000 }));
      await put(1, anInventory({ observedAtMs: 2_000 }));

      expect(await database.hosts.summary('compute-1')).toMatchObject({ generation: 1, observedAtMs: 3_000 });
      expect(await database.fleet.read(['compute-1'])).toMatchObject([{ inventory: { observedAtMs: 3_000 } }]);
    });

    it('refuses a generation that is not the stored one', async () => {
      await put(null);
      await put(1, smaller);

      await expect(put(1)).rejects.toMatchObject(refusal('conflict', 'host.generation_conflict'));
    });

    it('refuses to create a host that exists with other content', async () => {
      await put(null);

      await expect(put(null, smaller)).rejects.toMatchObject(refusal('conflict', 'host.already_exists'));
    });

    it('refuses a generation for a host that does not exist', async () => {
      await expect(put(1)).rejects.toMatchObject(refusal('not_found', 'host.not_found'));
    });

    it('lets one of two concurrent creators win', async () => {
      const outcomes = await Promise.allSettled([put(null), put(null, smaller)]);

      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
        reason: refusal('conflict', 'host.already_exists'),
      });
    });

    it('lets one of five concurrent writers of one generation win', async () => {
      await put(null);

      const writers = [0, 1, 2, 3, 5].map((vfs) => put(1, anInventory({ pfs: [aPf(vfs)] })));
      const outcomes = await Promise.allSettled(writers);

      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await database.hosts.summary('compute-1')).toMatchObject({ generation: 2 });
    });

    it('names the live allocations whose device is gone, also when it is written again', async () => {
      await put(null);
      const id = await reserve(database, [await onHost(database, 'compute-1', [aVfTake(VF)])]);
      const allocation = await allocationOf(database, id);

      const without = anInventory({ pfs: [aPf(0)] });

      expect(await put(1, without)).toMatchObject({ orphanedAllocations: [allocation.id] });
      expect(await put(1, without)).toMatchObject({ orphanedAllocations: [allocation.id] });
    });
  });

  describe('reading', () => {
    it('counts PFs, VFs and the VFs that are allocated', async () => {
      await addHost(database);
      await reserve(database, [await onHost(database, 'compute-1', [aVfTake(VF)])]);

      expect(await database.hosts.summary('compute-1')).toMatchObject({ pfs: 1, vfs: 4, vfsAllocated: 1 });
    });

    it('knows nothing of a host that does not exist', async () => {
      expect(await database.hosts.summary('compute-1')).toBeNull();
      expect(await database.hosts.inventory('compute-1')).toBeNull();
    });

    it('lists hosts by name, page by page', async () => {
      for (const name of ['c-3', 'C-1', 'c-10', 'c-2']) await addHost(database, name);

      const first = await database.hosts.list(2, null);
      const second = await database.hosts.list(2, first.nextMarker);

      expect(first.items.map(({ hostName }) => hostName)).toEqual(['C-1', 'c-10']);
      expect(second.items.map(({ hostName }) => hostName)).toEqual(['c-2', 'c-3']);
      expect(second.nextMarker).toBeNull();
    });

    it('refuses a marker that names no host', async () => {
      await expect(database.hosts.list(2, 'nobody')).rejects.toMatchObject(refusal('invalid', 'query.marker_unknown'));
    });
  });

  describe('setting the administrative state', () => {
    it('moves generation and version', async () => {
      await addHost(database);
      const version = await versionOf(database, 'compute-1');

      expect(await database.hosts.setState('compute-1', 1, 'draining')).toMatchObject({
        state: 'draining',
        generation: 2,
      });
      expect(await versionOf(database, 'compute-1')).toBe(version + 1);
    });

    it('changes nothing when the host is in that state', async () => {
      await addHost(database);

      expect(await database.hosts.setState('compute-1', 1, 'active')).toMatchObject({ generation: 1 });
    });

    it('refuses a stale generation and an unknown host', async () => {
      await addHost(database);

      await expect(database.hosts.setState('compute-1', 2, 'disabled')).rejects.toMatchObject(
        refusal('conflict', 'host.generation_conflict'),
      );
      await expect(database.hosts.setState('nobody', 1, 'disabled')).rejects.toMatchObject(
        refusal('not_found', 'host.not_found'),
      );
    });
  });

  describe('deleting', () => {
    it('forgets the host', async () => {
      await addHost(database);

      await database.hosts.delete('compute-1');

      expect(await database.hosts.summary('compute-1')).toBeNull();
      await expect(database.hosts.delete('compute-1')).rejects.toMatchObject(refusal('not_found', 'host.not_found'));
    });

    it('is refused while a VM is reserved on it, device or not, and allowed afterwards', async () => {
      await addHost(database);
      const id = await reserve(database, [await onHost(database, 'compute-1')]);

      await expect(database.hosts.delete('compute-1')).rejects.toMatchObject(
        refusal('conflict', 'host.has_allocations'),
      );
      await database.allocations.releaseRecommendation(id);
      await expect(database.hosts.delete('compute-1')).resolves.toBeUndefined();
    });

    it('does not let a plan on the deleted host fit the one that comes back under its name', async () => {
      await addHost(database);
      const before = await versionOf(database, 'compute-1');
      await database.hosts.delete('compute-1');
      await addHost(database);

      expect(await versionOf(database, 'compute-1')).toBeGreaterThan(before);
    });
  });
});
