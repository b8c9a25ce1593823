import { randomUUID } from 'node:crypto';
import type { DeviceTake, Inventory, PciDevice } from '@iopath/core';
import { aNewReplan, anInventory, aPf, aVfTake } from '@iopath/testing';
import { type Cause, StaleSnapshotError } from '@iopath/usecases';
import {
  addHost,
  allocationOf,
  onHost,
  openSpecDatabase,
  refusal,
  reserve,
  SOON_MS,
  type SpecDatabase,
  versionOf,
} from '../../../test/support/spec-database';

const HOST = 'compute-1';
const PF = '0000:3b:00.0';
const VF = '0000:3b:01.2';
const DATA = aVfTake(VF);
const STORAGE = { ...aVfTake('0000:3b:02.2'), device: 'storage' };
const WHOLE_PF: DeviceTake = { ...DATA, kind: 'pf', address: PF, pfAddress: PF };
const NO_ID = '00000000-0000-4000-8000-000000000000';
const BY_CALLER: Cause = { actor: 'api', reason: 'a test', requestId: 'req-1' };

/** What becomes of a hold after it was made, as PostgreSQL keeps it. */
describe('the life of reservations and devices', () => {
  let database: SpecDatabase;

  beforeAll(async () => (database = await openSpecDatabase()));
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.clear();
    await addHost(database);
  });

  const reserveOn = async (devices: readonly DeviceTake[] = [DATA], ttlMs = SOON_MS) =>
    reserve(database, [await onHost(database, HOST, devices)], ttlMs);
  const confirmedOn = async (devices: readonly DeviceTake[] = [DATA]) => {
    const id = await reserveOn(devices);
    await database.allocations.confirmRecommendation(id, ['server-1']);
    return id;
  };
  const generationOf = async () => (await database.hosts.summary(HOST))?.generation ?? null;
  const put = async (changes: Partial<Inventory> = {}) =>
    database.hosts.putInventory(HOST, await generationOf(), anInventory(changes));
  const withoutFirstVf = { pfs: [aPf(4, { vfs: aPf(4).vfs.filter(({ address }) => address !== VF) })] };
  const statesOf = async (id: string) => {
    const recommendation = await database.recommendations.get(id);
    return [...(recommendation?.reservations ?? []), ...(recommendation?.allocations ?? [])].map(({ state }) => state);
  };

  describe('renewal', () => {
    it('pushes the end of the VM’s reservation and of all its devices', async () => {
      const recommendation = await reserveOn([DATA, STORAGE], 60_000);
      const { id, generation } = await allocationOf(database, recommendation);

      const renewed = await database.allocations.renew(id, 3_600, generation);
      const storage = await allocationOf(database, recommendation, 'storage');
      const [reservation] = (await database.recommendations.get(recommendation))?.reservations ?? [];

      expect(renewed.generation).toBe(generation + 1);
      expect(renewed.expiresAtMs).toBeGreaterThan(Date.now() + 3_000_000);
      expect([storage.expiresAtMs, reservation?.expiresAtMs]).toEqual([renewed.expiresAtMs, renewed.expiresAtMs]);
    });

    it('of a recommendation pushes every VM', async () => {
      await addHost(database, 'compute-2');
      const placements = [await onHost(database, HOST, [DATA]), await onHost(database, 'compute-2')];
      const id = await reserve(database, placements, 60_000);

      expect(await database.allocations.renewRecommendation(id, 3_600)).toBe(2);
      const ends = ((await database.recommendations.get(id))?.reservations ?? []).map(({ expiresAtMs }) => expiresAtMs);
      expect(new Set(ends).size).toBe(1);
    });

    it('is refused by generation, state and time', async () => {
      const recommendation = await reserveOn();
      const { id } = await allocationOf(database, recommendation);
      const renew = () => database.allocations.renew(id, 60, null);

      await expect(database.allocations.renew(id, 60, 7)).rejects.toMatchObject(
        refusal('conflict', 'allocation.generation_conflict'),
      );
      await database.allocations.confirm(id, 'server-1', null);
      await expect(renew()).rejects.toMatchObject(refusal('conflict', 'allocation.already_confirmed'));
      await expect(database.allocations.renewRecommendation(recommendation, 60)).rejects.toMatchObject(
        refusal('conflict', 'allocation.already_confirmed'),
      );
      await database.allocations.release(id);
      await expect(renew()).rejects.toMatchObject(refusal('conflict', 'allocation.released'));
    });

    it('comes too late when the time is over, and gives the device back', async () => {
      const recommendation = await reserveOn([DATA], -1);
      const { id } = await allocationOf(database, recommendation);

      await expect(database.allocations.renew(id, 60, null)).rejects.toMatchObject(
        refusal('conflict', 'allocation.expired'),
      );
      expect(await statesOf(recommendation)).toEqual(['expired', 'expired']);
    });
  });

  describe('a late confirm', () => {
    it('never makes a second owner, though it races the expiry and the next one in line', async () => {
      for (let round = 0; round < 10; round++) {
        const recommendation = await reserveOn([DATA], 40);
        const { id } = await allocationOf(database, recommendation);
        const rival = async (): Promise<string | null> => {
          for (let tries = 0; tries < 200; tries++) {
            await database.allocations.expireDue();
            const taken = await reserveOn().catch(() => null);
            if (taken !== null) return taken;
            const { state } = await allocationOf(database, recommendation);
            if (state === 'confirmed') return null;
          }
          return null;
        };
        const confirm = async () => {
          await new Promise((resolve) => setTimeout(resolve, 30 + round * 2));
          return database.allocations.confirm(id, 'server-1', null).then(
            () => true,
            () => false,
          );
        };
        const [confirmed, next] = await Promise.all([confirm(), rival()]);

        expect([confirmed, next !== null]).toEqual(confirmed ? [true, false] : [false, true]);
        await database.allocations.releaseRecommendation(next ?? recommendation);
      }
    });

    it('is refused by the write itself, whatever was read before', async () => {
      const recommendation = await reserveOn([DATA], -1);
      const { rowCount } = await database.sql.query(
        `UPDATE reservation SET state = 'confirmed', server_id = 's', expires_at = NULL
         WHERE recommendation_id = $1 AND state = 'reserved' AND expires_at > clock_timestamp()`,
        [recommendation],
      );

      expect(rowCount).toBe(0);
      const { id } = await allocationOf(database, recommendation);
      await expect(database.allocations.confirm(id, 's', null)).rejects.toMatchObject(
        refusal('conflict', 'allocation.expired'),
      );
    });
  });

  describe('an orphan', () => {
    it('is what a confirmed device becomes when it leaves the inventory, until it is back', async () => {
      const recommendation = await confirmedOn([DATA, STORAGE]);
      const { id } = await allocationOf(database, recommendation);

      expect((await put(withoutFirstVf)).orphanedAllocations).toEqual([id]);
      expect(await statesOf(recommendation)).toEqual(['confirmed', 'orphaned', 'confirmed']);
      expect(
        (await database.allocations.list({ hostName: null, projectId: null, state: 'orphaned' }, 9, null)).items,
      ).toHaveLength(1);

      expect((await put()).orphanedAllocations).toEqual([]);
      expect(await allocationOf(database, recommendation)).toMatchObject({ state: 'confirmed', serverId: 'server-1' });
    });

    it('holds its device and its amounts', async () => {
      await confirmedOn();
      await put(withoutFirstVf);

      const [host] = await database.fleet.read([HOST]);
      expect(host?.claims.flatMap(({ devices }) => devices).map(({ address }) => address)).toEqual([VF]);
      await expect(reserveOn()).rejects.toThrow(StaleSnapshotError);
    });

    it('outlives its host, and is confirmed again when the host is back', async () => {
      const recommendation = await confirmedOn();
      const waiting = await reserveOn([STORAGE]);

      await expect(database.hosts.delete(HOST)).rejects.toMatchObject(refusal('conflict', 'host.has_allocations'));
      await database.hosts.delete(HOST, true, BY_CALLER);
      expect(await statesOf(recommendation)).toEqual(['orphaned', 'orphaned']);
      expect(await statesOf(waiting)).toEqual(['released', 'released']);

      await addHost(database);
      expect(await statesOf(recommendation)).toEqual(['confirmed', 'confirmed']);
      await expect(reserveOn()).rejects.toThrow(StaleSnapshotError);
    });

    it('stays one when its host comes back without the device', async () => {
      const recommendation = await confirmedOn();
      await database.hosts.delete(HOST, true);

      expect((await put(withoutFirstVf)).orphanedAllocations).toHaveLength(1);
      expect(await statesOf(recommendation)).toEqual(['confirmed', 'orphaned']);
    });

    it('can be released, with or without its host', async () => {
      const recommendation = await confirmedOn();
      await database.hosts.delete(HOST, true);
      const { id } = await allocationOf(database, recommendation);

      expect(await database.allocations.release(id)).toMatchObject({ state: 'released' });
      expect(await statesOf(recommendation)).toEqual(['released', 'released']);
      await addHost(database);
      await expect(reserveOn()).resolves.toEqual(expect.any(String));
    });

    it('is confirmed for its server as before', async () => {
      const { id } = await allocationOf(database, await confirmedOn());
      await put(withoutFirstVf);

      expect(await database.allocations.confirm(id, 'server-1', null)).toMatchObject({ state: 'orphaned' });
      await expect(database.allocations.confirm(id, 'server-2', null)).rejects.toMatchObject(
        refusal('conflict', 'allocation.confirmed_for_another_server'),
      );
    });
  });

  it('a reserved device that leaves the inventory waits for it, and cannot be confirmed meanwhile', async () => {
    const recommendation = await reserveOn([DATA, STORAGE]);
    const storage = await allocationOf(database, recommendation, 'storage');

    expect((await put(withoutFirstVf)).orphanedAllocations).toHaveLength(1);
    expect(await statesOf(recommendation)).toEqual(['reserved', 'reserved', 'reserved']);
    const gone = refusal('conflict', 'allocation.device_gone');
    await expect(database.allocations.confirm(storage.id, 's', null)).rejects.toMatchObject(gone);
    await expect(database.allocations.confirmRecommendation(recommendation, ['s'])).rejects.toMatchObject(gone);

    await put();
    await expect(database.allocations.confirmRecommendation(recommendation, ['s'])).resolves.toBe(1);
  });

  describe('a quarantine', () => {
    const nvme: PciDevice = {
      address: '0000:5e:00.0',
      vendorId: '144d',
      productId: 'a808',
      deviceClass: 'nvme',
      deviceType: 'type-PCI',
      pfAddress: null,
      numaNode: 0,
      iommuGroup: 50,
      alias: 'nvme',
      hostInUse: false,
      oneTimeUse: true,
    };
    const takeNvme: DeviceTake = { ...DATA, kind: 'pci', address: nvme.address, pfAddress: null };
    const open = (address: string) => database.quarantines.open(HOST, address, 'odd', BY_CALLER);
    const anyOf = (hostName: string | null = null, isOpen: boolean | null = null) =>
      database.quarantines.list({ hostName, isOpen }, 10, null);

    it.each([
      ['a VF, from the VF', VF, DATA],
      ['a PF, from its VFs', PF, DATA],
      ['a VF, from its PF as a whole', VF, WHOLE_PF],
    ])('keeps %s', async (_case, address, device) => {
      await open(address);

      await expect(reserveOn([device])).rejects.toThrow(StaleSnapshotError);
      expect((await database.fleet.read([HOST]))[0]?.quarantined).toEqual([address]);
    });

    it('is seen by who follows the changes of the fleet, and so is its end', async () => {
      const { watermark } = await database.fleet.changesSince(null);
      const { id } = await open(VF);
      const seen = await database.fleet.changesSince(watermark);
      await database.quarantines.clear(id, BY_CALLER);
      const cleared = await database.fleet.changesSince(seen.watermark);

      expect(seen.changed.map(({ quarantined }) => quarantined)).toEqual([[VF]]);
      expect(cleared.changed.map(({ quarantined }) => quarantined)).toEqual([[]]);
      await expect(reserveOn()).resolves.toEqual(expect.any(String));
    });

    it('leaves the device to whoever holds it', async () => {
      const recommendation = await reserveOn();
      await open(VF);

      await expect(database.allocations.confirmRecommendation(recommendation, ['s'])).resolves.toBe(1);
    });

    it('is opened once, of a device that there is', async () => {
      await open(VF);

      await expect(open(VF)).rejects.toMatchObject(refusal('conflict', 'quarantine.already_open'));
      await expect(open('0000:ff:00.0')).rejects.toMatchObject({ faults: [{ code: 'device.unknown' }] });
      await expect(database.quarantines.open('nobody', VF, null, BY_CALLER)).rejects.toMatchObject(
        refusal('not_found', 'host.not_found'),
      );
      await expect(database.quarantines.clear(NO_ID, BY_CALLER)).rejects.toMatchObject(
        refusal('not_found', 'quarantine.not_found'),
      );
    });

    it('follows a release with a failed clean-up, once', async () => {
      const { id } = await allocationOf(database, await confirmedOn());
      const release = () => database.allocations.release(id, BY_CALLER, 'failed');
      await release();
      await expect(reserveOn()).rejects.toThrow(StaleSnapshotError);

      const cleared = await database.quarantines.clearDeviceOf(id, BY_CALLER);
      expect(cleared).toMatchObject({ reason: 'cleanup_failed', pfAddress: PF, by: 'api', clearedBy: 'api' });
      expect(await database.quarantines.clearDeviceOf(id, BY_CALLER)).toEqual(cleared);
      await release();
      expect((await anyOf(HOST, true)).items).toEqual([]);
      expect((await anyOf(null, false)).items).toEqual([cleared]);
    });

    it.each(['confirmed', 'only reserved'])('follows the use of a device for one use: %s', async (use) => {
      await put({ pciDevices: [nvme] });
      const recommendation = await reserveOn([takeNvme]);
      if (use === 'confirmed') await database.allocations.confirmRecommendation(recommendation, ['s']);
      await database.allocations.releaseRecommendation(recommendation);

      const reasons = (await anyOf()).items.map(({ reason, deviceAddress }) => [reason, deviceAddress]);
      expect(reasons).toEqual(use === 'confirmed' ? [['one_time_use', nvme.address]] : []);
    });

    it('outlives the host', async () => {
      await open(VF);
      await database.hosts.delete(HOST);
      await addHost(database);

      await expect(reserveOn()).rejects.toThrow(StaleSnapshotError);
    });
  });

  describe('the history', () => {
    const told = async (recommendation: string) => {
      const { id } = await allocationOf(database, recommendation);
      const entries = (await database.history.ofAllocation(id)) ?? [];
      return entries.map(({ actor, reason, requestId, fromState, toState }) => [
        actor,
        reason,
        requestId,
        fromState,
        toState,
      ]);
    };

    it('tells who did what, when and why, oldest first', async () => {
      const recommendation = await reserveOn();
      const { id } = await allocationOf(database, recommendation);
      await database.allocations.renew(id, 60, null, BY_CALLER);
      await database.allocations.confirm(id, 'server-1', null, BY_CALLER);
      await put(withoutFirstVf);
      await database.allocations.release(id);
      await database.allocations.release(id);

      expect(await told(recommendation)).toEqual([
        ['worker', 'decided', null, null, 'reserved'],
        ['api', 'a test', 'req-1', 'reserved', 'reserved'],
        ['api', 'a test', 'req-1', 'reserved', 'confirmed'],
        ['inventory', 'the inventory was written', null, 'confirmed', 'orphaned'],
        ['unknown', null, null, 'orphaned', 'released'],
      ]);
      const generations = (await database.history.ofAllocation(id))?.map(({ generation }) => generation);
      expect(generations).toEqual([1, 2, 3, 4, 5]);
    });

    it('tells what ran out', async () => {
      const recommendation = await reserveOn([DATA], -1);
      await database.allocations.expireDue();

      expect((await told(recommendation)).at(-1)).toEqual([
        'expiry',
        'the reservation ran out',
        null,
        'reserved',
        'expired',
      ]);
    });

    it('is of all that a recommendation held', async () => {
      const entries = await database.history.ofRecommendation(await confirmedOn([DATA, STORAGE]));

      const told = entries?.map(({ subject, toState }) => `${toState} ${subject}`) ?? [];
      // Rows of one moment stand in no order.
      expect(told.slice(0, 3).sort()).toEqual(['reserved allocation', 'reserved allocation', 'reserved reservation']);
      expect(told.slice(3).sort()).toEqual(['confirmed allocation', 'confirmed allocation', 'confirmed reservation']);
    });

    it('is kept of rows that were written by hand', async () => {
      const recommendation = await reserveOn();
      await database.sql.query(`UPDATE allocation SET state = 'released' WHERE recommendation_id = $1`, [
        recommendation,
      ]);

      expect((await told(recommendation)).at(-1)).toEqual(['unknown', null, null, 'reserved', 'released']);
    });

    it.each(['UPDATE ledger_history SET actor = $$me$$', 'DELETE FROM ledger_history', 'TRUNCATE ledger_history'])(
      'is never changed: %s',
      async (statement) => {
        await reserveOn();

        await expect(database.sql.query(statement)).rejects.toMatchObject({ constraint: 'ledger_history_append_only' });
      },
    );

    it('is of nothing that does not exist', async () => {
      expect(await database.history.ofAllocation(NO_ID)).toBeNull();
      expect(await database.history.ofRecommendation('no id')).toBeNull();
    });
  });

  describe('what is left behind', () => {
    it('goes when it is old, and no sooner; never the history', async () => {
      await reserveOn();
      await database.hosts.delete(HOST, true);
      await database.idempotency.begin('scope', 'key', 'hash');
      await database.sql.query('UPDATE outbox SET dispatched_at = now()');
      const { id } = await database.replans.create(aNewReplan(randomUUID()));
      await database.replans.cancel(id);
      const nothing = { idempotencyKeys: 0, outboxRows: 0, hostTombstones: 0, replans: 0, inventoryChanges: 0 };
      expect(await database.leftovers.purge()).toEqual(nothing);

      await database.sql.query(`
        UPDATE outbox SET dispatched_at = now() - interval '2 days';
        UPDATE idempotency_key SET held_at = now() - interval '25 hours';
        UPDATE inventory_change SET at = now() - interval '91 days';
        UPDATE host_tombstone SET deleted_at = now() - interval '8 days';
        UPDATE replan SET finished_at = now() - interval '91 days'`);
      const each = { idempotencyKeys: 1, outboxRows: 1, hostTombstones: 1, replans: 1, inventoryChanges: 1 };
      expect(await database.leftovers.purge()).toEqual(each);
      const { rows } = await database.sql.query('SELECT count(*)::int AS count FROM ledger_history');
      expect(rows).toEqual([{ count: 4 }]);
    });

    it('is kept while nobody heard of it', async () => {
      await reserveOn();
      await database.sql.query(`UPDATE outbox SET created_at = now() - interval '9 days', dispatched_at = NULL`);

      expect(await database.leftovers.purge()).toMatchObject({ outboxRows: 0 });
    });
  });

  it('moves no host when something is confirmed, renewed or orphaned by somebody else’s write', async () => {
    const recommendation = await reserveOn();
    const before = await versionOf(database, HOST);
    await database.allocations.renewRecommendation(recommendation, 60);
    await database.allocations.confirmRecommendation(recommendation, ['s']);

    expect(await versionOf(database, HOST)).toBe(before);
  });
});
